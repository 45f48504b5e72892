"""Forms on the tree: open, rename and move a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from apps.accounts.roles import Permission
from apps.audit.selectors import Change, changes_of
from apps.common.errors import RuleError
from apps.coordination.selectors import (
    later_places,
    next_key,
    place_of,
)
from apps.entry.fields import DayField, UnitField
from apps.entry.forms import Concern, EntryForm, Layout, choices_of
from apps.metrics.previews.comparing_shown import effect_for
from apps.metrics.previews.preview import Effects
from apps.presentation import numbers
from apps.units import services
from apps.units.codes import UNIT_KINDS
from apps.units.models import Placement, Unit
from apps.units.tree import is_changeable_on

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*", re.ASCII)


class KeyInput(forms.TextInput):
    """A key, with the one beneath that would be given."""

    template_name = "widgets/unit_key.html"


class UnitForm(EntryForm):
    """The form of one act on the tree, from a day on.

    ``unit`` is the one that the act changes, or None when a new one is opened.
    """

    unit: Any

    permission = Permission.UNITS_EDIT
    is_weighty = True
    day_field = "from_day"

    def __init__(self, data: Any = None, *, unit: Unit | None, **more: Any) -> None:
        self.unit, self.name_before = unit, unit.name if unit else ""
        super().__init__(data, **more)

    @property
    def place(self) -> Placement | None:
        """The unit's present place, or the one it will have."""
        return place_of(self.unit, self.today) if self.unit else None

    def day(self) -> date | None:
        """Return the day from which the act holds."""
        day: date | None = self.cleaned_data.get(self.day_field)
        return day

    def clean(self) -> dict[str, Any]:
        """The unit must have been the user's on the day."""
        super().clean()
        day = self.scope_day()
        if day and self.unit and not is_changeable_on(self.user, self.unit, day):
            message = _("On %(day)s %(unit)s is not among the units that you may change.")
            said = {"day": numbers.day(day), "unit": self.unit.name}
            self.add_error(self.day_field, message % said)
        return self.cleaned_data

    def scope_day(self) -> date | None:
        """Return the day on which the unit has to be one of the user's."""
        return self.day()

    def effective_on(self) -> date:
        """The day of the act if it lies ahead."""
        return max(self.day() or self.today, self.today)

    def effects(self) -> Effects:
        """Return what the act would do to the figures of its day."""
        return effect_for(self.change, user=self.user, day=self.effective_on())

    def history(self) -> Sequence[Change]:
        """Return the latest changes of the unit and of its places in the tree."""
        if self.unit is None:
            return ()
        return changes_of(self.unit, (Placement, "unit_id"), limit=20)

    def warnings(self) -> list[Concern]:
        """Warn of what others changed, and of places that begin later and stay as they are."""
        return [*super().warnings(), *self._later()]

    def _later(self) -> list[Concern]:
        day = self.day()
        later = later_places(self.unit, day) if day and self.unit else []
        if not later:
            return []
        text = _("What is recorded from a later day on stays as it is:")
        return [Concern(f"later-{len(later)}", text, [_line(place) for place in later])]

    def apply(self) -> Unit:
        """Do the act, unless somebody changed the unit while this was on its way."""
        services.hold_tree()
        if overtaken := [one for one in self.unconfirmed() if one.code.startswith("changed")]:
            raise RuleError(" ".join([overtaken[0].text, *overtaken[0].details]))
        return self.change()

    def change(self) -> Unit:
        """Change the tree; return the unit that was changed."""
        raise TypeError(f"{type(self).__name__} changes nothing by itself")

    def goes_to(self, done: Any) -> str:
        """Go to the tree of the day on which the act shows."""
        day = self.effective_on()
        query = "?" + urlencode({"day": day.isoformat()}) if day > self.today else ""
        return reverse("units") + query


def _line(place: Placement) -> str:
    said = {"day": numbers.partial(place.start_on), "name": place.name}
    if place.parent is None:
        return _("from %(day)s: %(name)s") % said
    return _("from %(day)s: %(name)s, under %(parent)s") % (said | {"parent": place.parent.name})


class OpenForm(UnitForm):
    """Set up a unit under another."""

    layout: Layout = (
        (gettext_noop("The unit"), (("parent",), ("kind", "name"), ("key", "code"))),
        (gettext_noop("The decision"), (("start_on", "end_on"),)),
    )
    day_field = "start_on"
    parent = UnitField(
        offers="unit_offers",
        label=gettext_lazy("Under"),
        help_text=gettext_lazy("Type a few letters, with or without accents: so noi vu"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of unit"),
        choices=choices_of(
            [kind for kind in UNIT_KINDS if kind != "city"],
            "UNIT_KINDS",
            empty=gettext_noop("choose"),
        ),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    key = forms.CharField(
        label=gettext_lazy("Key"),
        max_length=50,
        required=False,
        widget=KeyInput,
        help_text=gettext_lazy("Letters, digits, dots; leave empty to have one given"),
    )
    code = forms.CharField(
        label=gettext_lazy("Identification code"),
        max_length=50,
        required=False,
        help_text=gettext_lazy("As in H26.14, where it has one"),
    )
    start_on = DayField(label=gettext_lazy("Set up from"))
    end_on = DayField(
        label=gettext_lazy("Closed from"),
        required=False,
        help_text=gettext_lazy("Leave empty if not known; the first day no longer there"),
    )

    def clean_key(self) -> str:
        """A key is written into addresses and workbooks."""
        key: str = self.cleaned_data["key"]
        if key and not _KEY.fullmatch(key):
            raise forms.ValidationError(
                _("Write letters without accents, digits, dots or hyphens, without spaces.")
            )
        return key

    def clean(self) -> dict[str, Any]:
        """Find the parent on the day; propose a key when none was written."""
        super().clean()
        self.unit_from("parent", self.day() or self.today)
        if not self.cleaned_data.get("key") and "key" not in self.errors:
            self._propose()
        return self.cleaned_data

    def _propose(self) -> None:
        parent, kind = self.cleaned_data.get("parent"), self.cleaned_data.get("kind")
        if not isinstance(parent, Unit) or not kind:
            return
        self.cleaned_data["key"] = key = next_key(parent, kind)
        if not key:
            message = _("No key can be given here by itself. Write the one of the unit.")
            self.add_error("key", message)

    def proposal(self) -> str:
        """Return the key that would be given, as far as the form says."""
        self.is_valid()
        parent, kind = self.cleaned_data.get("parent"), self.cleaned_data.get("kind")
        return next_key(parent, kind) if isinstance(parent, Unit) and kind else ""

    def change(self) -> Unit:
        """Open the unit."""
        names = "key name kind code parent start_on end_on".split()
        said = {name: self.cleaned_data[name] for name in names}
        if not self.data.get("key"):
            # Another unit may have got the proposed key meanwhile.
            said["key"] = self.cleaned_data["key"] = next_key(said["parent"], said["kind"])
        return services.open_unit(by=self.user, **said)

    def said(self) -> str:
        """Say what was set up where."""
        said = {
            "unit": self.cleaned_data["name"],
            "key": self.cleaned_data["key"],
            "parent": self.cleaned_data["parent"].name,
            "day": numbers.day(self.cleaned_data["start_on"]),
        }
        return _("%(unit)s (%(key)s) is set up under %(parent)s from %(day)s.") % said


class RenameForm(UnitForm):
    """Give a unit another name from a day."""

    layout: Layout = (("", (("name",), ("from_day",))),)
    name = forms.CharField(label=gettext_lazy("New name"), max_length=200)
    from_day = DayField(
        label=gettext_lazy("In force from"),
        help_text=gettext_lazy("dd/mm/yyyy; on earlier days it keeps its name"),
    )

    def change(self) -> Unit:
        """Rename the unit."""
        said = self.cleaned_data
        services.rename_unit(
            unit=self.unit, name=said["name"], from_day=said["from_day"], by=self.user
        )
        return self.unit

    def said(self) -> str:
        """Say what is called how from when."""
        said = {
            "old": self.name_before,
            "new": self.cleaned_data["name"],
            "day": numbers.day(self.cleaned_data["from_day"]),
        }
        return _("%(old)s is called %(new)s from %(day)s.") % said


class MoveForm(UnitForm):
    """Put a unit, with everything below it, under another parent from a day."""

    layout: Layout = (("", (("parent",), ("from_day",))),)
    parent = UnitField(
        offers="unit_offers",
        day="from_day",
        label=gettext_lazy("New parent"),
        help_text=gettext_lazy("Type a few letters, with or without accents: so noi vu"),
    )
    from_day = DayField(
        label=gettext_lazy("In force from"),
        help_text=gettext_lazy("dd/mm/yyyy; everything below it moves along"),
    )

    def clean(self) -> dict[str, Any]:
        """Find the parent on the day."""
        super().clean()
        self.unit_from("parent", self.day() or self.today)
        return self.cleaned_data

    def change(self) -> Unit:
        """Move the unit."""
        said = self.cleaned_data
        services.move_unit(
            unit=self.unit, parent=said["parent"], from_day=said["from_day"], by=self.user
        )
        return self.unit

    def said(self) -> str:
        """Say what stands where from when."""
        said = {
            "unit": self.unit.name,
            "parent": self.cleaned_data["parent"].name,
            "day": numbers.day(self.cleaned_data["from_day"]),
        }
        return _("%(unit)s stands under %(parent)s from %(day)s.") % said
