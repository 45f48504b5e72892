"""What is asked of whoever schedules a report."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.reports.asking import Asked, Imprint
from apps.reports.builders.frame import default_imprint
from apps.reports.forms.asking import AskForm, ImprintForm
from apps.reports.models import Schedule
from apps.reports.models.reports import PERIODS, STYLES
from apps.reports.models.schedules import REPEATED


class ScheduleForm(AskForm):
    """A report that is made at each period's end: as a single one, without a day."""

    offers_tables = False
    day = None  # type: ignore[assignment]
    period = forms.ChoiceField(
        label=_("At the end of each"),
        choices=[(code, PERIODS[code]) for code in REPEATED],
        widget=forms.Select(attrs={"class": "select"}),
    )

    def asked(self) -> Asked:
        """Return the question, with today for its day."""
        said = self.cleaned_data
        return Asked(
            kind=said["kind"],
            unit=said["unit"],
            day=self.today,
            language=said["language"],
            plan=said["plan"],
            period=said["period"],
            style=said["style"],
        )


class ChangeForm(ImprintForm):
    """The letterhead and the words of the reports to come."""

    style = forms.ChoiceField(
        label=_("Letterhead"),
        choices=list(STYLES.items()),
        widget=forms.Select(attrs={"class": "select"}),
    )
    field_order = ("style",)

    @classmethod
    def of_schedule(cls, schedule: Schedule) -> ChangeForm:
        """Return the form with a schedule's words, or with the usual ones."""
        held = schedule
        usual = default_imprint(held.unit, held.covered_until, held.style, held.language)
        words = Imprint.of(schedule.imprint) if schedule.imprint else usual
        return cls(initial=words.to_json() | {"style": schedule.style})
