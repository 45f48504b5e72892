"""What is asked of whoever wants a report, and of whoever issues one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.common.text import clean
from apps.entry.fields import DateInput, DayField
from apps.reports.asking import Asked, Imprint
from apps.reports.builders.frame import default_imprint
from apps.reports.kinds import KINDS
from apps.reports.models import Report, TableTemplate
from apps.reports.models.reports import KINDS as WORDS
from apps.reports.models.reports import LANGUAGES, PERIODS, STYLES
from apps.reports.periods import ended, period_of, plan_days
from apps.targets.models import Plan
from apps.targets.selectors import plan_for
from apps.units.models import Unit
from apps.units.tree import two_levels

_MOST_LINES = 30
_LONGEST_LINE = 300


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "select"})


def _date() -> DateInput:
    return DateInput(attrs={"class": "input", "autocomplete": "off"})


class AskForm(forms.Form):
    """What a report is about: unit, plan, kind, period or day, language, letterhead."""

    offers_tables = True
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Unit"), to_field_name="key", widget=_select()
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Report"),
        choices=[(code, WORDS[code]) for code in KINDS if code != "table"],
        widget=_select(),
    )
    plan = forms.ModelChoiceField(
        Plan.objects.none(), label=gettext_lazy("Plan"), to_field_name="code", widget=_select()
    )
    period = forms.ChoiceField(
        label=gettext_lazy("Period"), choices=list(PERIODS.items()), widget=_select()
    )
    day = DayField(
        label=gettext_lazy("A day in the period, or the day of the figures"),
        widget=_date(),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=list(LANGUAGES.items()), widget=_select()
    )
    style = forms.ChoiceField(
        label=gettext_lazy("Letterhead"), choices=list(STYLES.items()), widget=_select()
    )

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        units, plans = self.fields["unit"], self.fields["plan"]
        units.queryset = Unit.objects.visible_to(user, today, Permission.EXPORT)  # type: ignore[attr-defined]
        units.choices = two_levels(user, today, Permission.EXPORT)  # type: ignore[attr-defined]
        tables = TableTemplate.objects.visible_to(user, today) if self.offers_tables else ()
        self.tables = {f"table:{table.pk}": table for table in tables}
        named = [(code, _("Table: %s") % table) for code, table in self.tables.items()]
        self.fields["kind"].choices += named  # type: ignore[attr-defined]
        with_targets = Plan.objects.filter(targets__versions__isnull=False).distinct()
        plans.queryset = with_targets  # type: ignore[attr-defined]
        plans.label_from_instance = lambda plan: plan.code  # type: ignore[attr-defined]
        plan = plan_for(today)
        self.initial.setdefault("plan", plan.code if plan else "")
        self.initial.setdefault("period", "quarter")
        quarter = ended("quarter", today)
        self.initial.setdefault("day", f"{quarter.last:%d/%m/%Y}")
        self.initial.setdefault("language", (get_language() or "vi")[:2])

    def clean(self) -> dict[str, Any]:
        """Say it at the day when the period has not begun or is not over."""
        said = super().clean() or {}
        if said.get("day") and said.get("period"):
            asked = period_of(said["period"], said["day"], plan=plan_days(said.get("plan")))
            if asked.first > self.today:
                self.add_error("day", _("That period has not begun. Choose an earlier one."))
        return said

    def asked(self) -> Asked:
        """Return the question; a period that is not over is reported up to today."""
        said = self.cleaned_data
        of = period_of(said["period"], said["day"], plan=plan_days(said["plan"]))
        day = min(of.last, self.today)
        table = self.tables.get(said["kind"])
        return Asked(
            kind="table" if table else said["kind"],
            unit=said["unit"],
            day=day,
            language=said["language"],
            plan=said["plan"],
            period=said["period"],
            before=of.before if of.before < day else None,
            style=said["style"],
            imprint=default_imprint(said["unit"], day, said["style"], said["language"]),
            table=table.as_asked() if table else {},
        )


class LinesField(forms.CharField):
    """Some lines of text, each of its own; blank ones do not count."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        rows = {"class": "input lines", "rows": 3}
        super().__init__(widget=forms.Textarea(attrs=rows), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show one line below the other."""
        return "\n".join(value) if isinstance(value, (tuple, list)) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the lines; refuse more and longer ones than a document has."""
        text = super().clean(value) or ""
        lines = tuple(line for line in map(clean, text.splitlines()) if line)
        if len(lines) > _MOST_LINES or any(len(line) > _LONGEST_LINE for line in lines):
            raise forms.ValidationError(
                _("At most %(lines)s lines of %(size)s characters.")
                % {"lines": _MOST_LINES, "size": _LONGEST_LINE}
            )
        return lines


def _text(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=_LONGEST_LINE,
        widget=forms.TextInput(attrs={"class": "input"}),
        **kwargs,
    )


class ImprintForm(forms.Form):
    """The words of the head and the end of a draft."""

    parent_agency = _text(gettext_lazy("Agency above"))
    agency = _text(gettext_lazy("Issuing agency"))
    symbol = _text(gettext_lazy("Symbol after the number"), help_text="BC-SNV")
    place = _text(gettext_lazy("Place"))
    bases = LinesField(label=gettext_lazy("Further legal bases, a line each"))
    offices = LinesField(label=gettext_lazy("Who signs: authority and office, a line each"))
    signer = _text(gettext_lazy("Name of the signer"))
    recipients = LinesField(label=gettext_lazy("Recipients, a line each"))

    @classmethod
    def of(cls, report: Report) -> ImprintForm:
        """Return the form with a report's words."""
        return cls(initial=Imprint.of(report.imprint).to_json())

    def imprint(self) -> Imprint:
        """Return the words as entered."""
        said = {
            name: value if isinstance(value, tuple) else clean(value)
            for name, value in self.cleaned_data.items()
        }
        return Imprint.of(said)


class IssueForm(forms.Form):
    """The number and the date of issue."""

    number = forms.CharField(
        label=gettext_lazy("Number"),
        max_length=20,
        error_messages={
            "required": gettext_lazy("Enter the number under which the report is issued.")
        },
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    issued_on = DayField(
        label=gettext_lazy("Date of issue"),
        widget=_date(),
    )
