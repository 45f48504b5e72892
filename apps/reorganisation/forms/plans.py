"""The forms that write a plan in the page: its head, one act, one rule."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.roles import Permission
from apps.common.months import day_before
from apps.entry.fields import DayField, UnitField, Wanted
from apps.entry.forms import EntryForm, Layout, choices_of
from apps.metrics.previews.preview import Effects
from apps.presentation import numbers
from apps.reorganisation import drafting
from apps.reorganisation.models import Reorganisation
from apps.reorganisation.plans import Open
from apps.reorganisation.reading import parse
from apps.reorganisation.sentences import names_of
from apps.units.codes import UNIT_KINDS
from apps.units.models import Unit
from apps.units.selectors import found

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*", re.ASCII)


class PlanEntry(EntryForm):
    """What the forms of a plan share: whose plan it is, and where they lead."""

    permission = Permission.UNITS_EDIT
    is_weighty = True

    def __init__(self, data: Any = None, *, row: Reorganisation | None, **more: Any) -> None:
        self.row = row
        super().__init__(data, **more)

    def effects(self) -> Effects:
        """What a plan would do as a whole is looked at by a worker."""
        return Effects(self.today, (), 0)

    def goes_to(self, done: Any) -> str:
        """Go to the page of the plan."""
        return reverse("reorganisation", args=[done.pk])


class HeadForm(PlanEntry):
    """The name, the decision and the day of a plan."""

    layout: Layout = (("", (("name",), ("decision", "day"))),)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    decision = forms.CharField(label=gettext_lazy("Decision number"), max_length=100)
    day = DayField(
        label=gettext_lazy("In force from"),
        help_text=gettext_lazy("dd/mm/yyyy; the first day of the new units"),
    )

    def apply(self) -> Reorganisation:
        """Begin a plan, or change its head."""
        head = {
            "name": self.cleaned_data["name"],
            "decision": self.cleaned_data["decision"],
            "effective_on": self.cleaned_data["day"].isoformat(),
        }
        if self.row is None:
            return drafting.begin(head=head, by=self.user)
        return drafting.change(row=self.row, edit=lambda body: body.update(head), by=self.user)


class ActForm(PlanEntry):
    """One act of a plan; ``at`` is its place when it stands there already."""

    kind = ""
    names: tuple[str, ...] = ()
    # Units are looked for on the day before: those that end are still there.
    on = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, at: int | None = None, **more: Any) -> None:
        self.at = at
        super().__init__(data, **more)
        row = self.row
        self.plan, _faults = parse(row.plan if row else {})
        self.eve = day_before(row.effective_on) if row and row.effective_on else self.today
        self.fields["on"].initial = numbers.day(self.eve)

    def clean(self) -> dict[str, Any]:
        """Find every unit by key or name: of the tree, or one that the plan opens."""
        super().clean()
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if isinstance(value, Wanted):
                self._one(name, value)
            elif isinstance(self.fields[name], UnitsField) and value:
                self._several(name, value)
        return self.cleaned_data

    def _one(self, name: str, wanted: Wanted) -> None:
        if key := self._opened(wanted.text):
            self.cleaned_data[name] = key
            return
        self.unit_from(name, self.eve)
        unit = self.cleaned_data.get(name)
        if isinstance(unit, Unit):
            self.cleaned_data[name] = unit.key

    def _several(self, name: str, lines: list[str]) -> None:
        keys = [self._found(name, line) for line in lines]
        self.cleaned_data[name] = [key for key in dict.fromkeys(keys) if key]

    def _found(self, name: str, line: str) -> str:
        word = line.partition(" · ")[0].strip()
        if key := self._opened(word):
            return key
        own = Unit.objects.visible_to(self.user, self.eve, Permission.UNITS_EDIT)
        if own.filter(key=word).exists():
            return word
        steps = found(self.user, word, self.eve, permission=Permission.UNITS_EDIT)
        exact = [step for step in steps if step.name == word] or steps
        if len(exact) == 1:
            return exact[0].unit.key
        said = {"text": word, "day": numbers.day(self.eve)}
        message = _("“%(text)s” is not one unit of yours on %(day)s: write its key.")
        self.add_error(name, message % said)
        return ""

    def _opened(self, text: str) -> str:
        opened = {act.unit: act.name for act in self.plan.of(Open)}
        return next((key for key, name in opened.items() if text in (key, name)), "")

    def part(self) -> dict[str, Any]:
        """Return the act as it stands in a plan."""
        return {self.kind: {name: self.cleaned_data[name] for name in self.names}}

    def apply(self) -> Reorganisation:
        """Write the act into the plan."""
        row: Any = self.row
        return drafting.change(
            row=row, edit=drafting.put("acts", self.part(), self.at), by=self.user
        )


class UnitsField(forms.CharField):
    """Several units, one a line, by key or by name."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("One a line: the key of a unit, or its name"))
        super().__init__(max_length=20_000, **kwargs)

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """Return the lines that say something."""
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Show keys a line each."""
        return "\n".join(value) if isinstance(value, list) else value

    def run_validators(self, value: Any) -> None:
        """Each line is looked up by the form."""


def _unit(label: Any) -> UnitField:
    text = gettext_lazy("Search by name; of a unit that the plan opens, write its key")
    return UnitField(offers="unit_offers", day="on", label=label, help_text=text)


class OpenAct(ActForm):
    """Set up a unit."""

    kind, names = "open", ("unit", "name", "kind_of_unit", "parent")
    layout: Layout = (("", (("name",), ("unit", "kind_of_unit"), ("parent",))),)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    unit = forms.CharField(
        label=gettext_lazy("Key"),
        max_length=50,
        help_text=gettext_lazy("Letters without accents, digits, dots; not used before"),
    )
    kind_of_unit = forms.ChoiceField(
        label=gettext_lazy("Kind of unit"),
        choices=choices_of([k for k in UNIT_KINDS if k != "city"], "UNIT_KINDS", empty="choose"),
    )
    parent = _unit(gettext_lazy("Under"))

    def clean_unit(self) -> str:
        """A key is written into addresses."""
        key: str = self.cleaned_data["unit"]
        if not _KEY.fullmatch(key):
            raise forms.ValidationError(
                _("Write letters without accents, digits, dots or hyphens, without spaces.")
            )
        return key

    def part(self) -> dict[str, Any]:
        """Return the act as it stands in a plan."""
        said = self.cleaned_data
        return {
            "open": {
                "unit": said["unit"],
                "name": said["name"],
                "kind": said["kind_of_unit"],
                "parent": said["parent"],
            }
        }


class RenameAct(ActForm):
    """Give a unit another name."""

    kind, names = "rename", ("unit", "name")
    layout: Layout = (("", (("unit",), ("name",))),)
    unit = _unit(gettext_lazy("Unit"))
    name = forms.CharField(label=gettext_lazy("New name"), max_length=200)


class MoveAct(ActForm):
    """Put a unit under another parent."""

    kind, names = "move", ("unit", "parent")
    layout: Layout = (("", (("unit",), ("parent",))),)
    unit = _unit(gettext_lazy("Unit"))
    parent = _unit(gettext_lazy("New parent"))


class MergeAct(ActForm):
    """Let a unit take over from several."""

    kind, names = "merge", ("units", "into")
    layout: Layout = (("", (("units",), ("into",))),)
    units = UnitsField(label=gettext_lazy("Units that merge"))
    into = _unit(gettext_lazy("Into"))


class SplitAct(ActForm):
    """Let several units take over from one."""

    kind, names = "split", ("unit", "into")
    layout: Layout = (("", (("unit",), ("into",))),)
    unit = _unit(gettext_lazy("Unit that ends"))
    into = UnitsField(label=gettext_lazy("Units that take over"))


class TransferAct(ActForm):
    """Let a unit take over a part of one that stays."""

    kind, names = "transfer", ("unit", "into")
    layout: Layout = (("", (("unit",), ("into",))),)
    unit = _unit(gettext_lazy("Unit that hands over a part"))
    into = _unit(gettext_lazy("Unit that takes it over"))


class CloseAct(ActForm):
    """Close a unit that nobody takes over from."""

    kind, names = "close", ("unit",)
    layout: Layout = (("", (("unit",),)),)
    unit = _unit(gettext_lazy("Unit that ends"))


ACTS: dict[str, type[ActForm]] = {
    form.kind: form
    for form in (MergeAct, SplitAct, TransferAct, OpenAct, RenameAct, MoveAct, CloseAct)
}


def initial_of(row: Reorganisation, kind: str, at: int) -> dict[str, Any] | None:
    """Return what the form of an act begins with; None when another act stands there."""
    acts = row.plan.get("acts", [])
    if at >= len(acts) or kind not in acts[at]:
        return None
    said = dict(acts[at][kind])
    if kind == "open":
        said["kind_of_unit"] = said.pop("kind")
    plan, _faults = parse(row.plan)
    single = [said[name] for name in ("unit", "into", "parent") if isinstance(said.get(name), str)]
    names = names_of(plan, single, row.effective_on)
    for name in ("unit", "into", "parent"):
        key = said.get(name)
        if isinstance(key, str) and (kind, name) != ("open", "unit"):
            is_opened = not Unit.objects.filter(key=key).exists()
            said[name] = Wanted("" if is_opened else key, key if is_opened else names[key])
    return said
