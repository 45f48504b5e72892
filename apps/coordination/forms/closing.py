"""The form that closes a unit."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cadres.selectors import serving_from
from apps.cadres.services.closing import close_unit
from apps.common.months import day_before
from apps.coordination.forms.units import UnitForm
from apps.coordination.selectors import standing_below
from apps.entry.fields import DayField
from apps.entry.forms import Concern, Layout
from apps.metrics.shown import sees_people
from apps.presentation import numbers
from apps.units.models import Placement, Unit


class CloseForm(UnitForm):
    """Take a unit out of the tree from a day on."""

    layout: Layout = (("", (("on",),)),)
    day_field = "on"
    # What was written, though it may have been refused.
    asked: date | None = None
    on = DayField(
        label=gettext_lazy("Closed from"),
        help_text=gettext_lazy("dd/mm/yyyy; the first day on which it is no longer there"),
    )

    def clean(self) -> dict[str, Any]:
        """Remember the day that is asked for."""
        self.asked = self.day()
        return super().clean()

    def scope_day(self) -> date | None:
        """The last day on which the unit is there."""
        day = self.day()
        return day_before(day) if day else None

    def asked_day(self) -> date:
        """Return the day that was written, or today."""
        if self.is_bound:
            self.is_valid()
        return self.asked or self.today

    def serving(self) -> int:
        """Return how many people still have a post there on the day or later."""
        return serving_from(self.unit, self.asked_day())

    def sees_people(self) -> bool:
        """Whether the number of those people may be shown: the user sees who they are."""
        return sees_people(self.user, self.unit, self.asked_day())

    def below(self) -> list[Placement]:
        """Return what still stands directly below the unit on the day or later."""
        return standing_below(self.unit, self.asked_day())

    def warnings(self) -> list[Concern]:
        """Warn of what others changed; a place that begins later forbids the act."""
        return super(UnitForm, self).warnings()

    def change(self) -> Unit:
        """Close the unit."""
        close_unit(unit=self.unit, on=self.cleaned_data["on"], by=self.user)
        found: Unit = self.unit
        return found

    def said(self) -> str:
        """Say what is closed when."""
        said = {"unit": self.unit.name, "day": numbers.day(self.cleaned_data["on"])}
        return _("%(unit)s is closed from %(day)s.") % said
