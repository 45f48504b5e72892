"""A condition as a form shows it: every input with its name, label, choices and fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cadres import codes
from apps.cadres.selectors import category_names
from apps.entry.building.nodes import NOT, YES_OR_NO, Group, Node, Row
from apps.entry.building.posting import ROOT, name_of
from apps.presentation import labels
from apps.units.codes import UNIT_KINDS

Words = str | Promise
Option = tuple[str, Words]

FIELDS: dict[str, Words] = {
    "age_below": gettext_lazy("Age"),
    "gender": gettext_lazy("Gender"),
    "qualification_at_least": gettext_lazy("Qualification"),
    "trained": gettext_lazy("Training"),
    "is_leadership": gettext_lazy("Leading or managing post"),
    "managed_by_in": gettext_lazy("Managed by"),
    "unit_kind_in": gettext_lazy("Kind of unit"),
    "is_party_member": gettext_lazy("Party member"),
    "is_minority": gettext_lazy("Ethnic minority"),
    "is_religious": gettext_lazy("Follows a religion"),
    "past_retirement_age": gettext_lazy("Past the age of retirement"),
}
# The ways in which a field is compared, each with the word for its opposite.
_COMPARISONS: dict[str, dict[str, tuple[Words, Words]]] = {
    "age_below": {"below": (gettext_lazy("below"), gettext_lazy("not below"))},
    "gender": {"is": (gettext_lazy("is recorded as"), gettext_lazy("is not recorded as"))},
    "qualification_at_least": {"least": (gettext_lazy("at least"), gettext_lazy("not at least"))},
    "trained": {
        "since": (
            gettext_lazy("completed between two days"),
            gettext_lazy("not completed between two days"),
        ),
        "within": (
            gettext_lazy("completed in the last months"),
            gettext_lazy("not completed in the last months"),
        ),
    },
    "managed_by_in": {"in": (gettext_lazy("one of"), gettext_lazy("none of"))},
    "unit_kind_in": {"in": (gettext_lazy("one of"), gettext_lazy("none of"))},
    **{name: {"is": (gettext_lazy("yes"), gettext_lazy("no"))} for name in YES_OR_NO},
}
MODES: dict[str, Words] = {
    "all": gettext_lazy("all of these hold"),
    "any": gettext_lazy("at least one of these holds"),
    "none": gettext_lazy("none of these holds"),
    "some": gettext_lazy("not all of these hold"),
}


@dataclass(frozen=True)
class Input:
    """An input of a row: ``kind`` is select, number, day or ticks."""

    kind: str
    name: str
    label: Words
    values: Sequence[str] = ()
    options: Sequence[Option] = ()
    groups: Sequence[tuple[Words, Sequence[Option]]] = ()
    fault: str = ""
    is_optional: bool = False
    redraws: bool = False
    autofocus: bool = False

    @property
    def value(self) -> str:
        """What stands in an input that holds one value."""
        return self.values[0] if self.values else ""

    @property
    def widget(self) -> dict[str, object]:
        """What the template of a date looks for."""
        attrs = {"id": self.name, "class": "input", "autocomplete": "off"}
        if self.fault:
            attrs |= {"aria-invalid": "true", "aria-describedby": f"{self.name}_error"}
        return {"name": self.name, "value": self.value, "attrs": attrs}


@dataclass(frozen=True)
class Part:
    """A row or a group as it is shown; a group has a ``mode`` and parts."""

    path: str
    number: str
    inputs: Sequence[Input] = ()
    mode: Input | None = None
    parts: Sequence[Part] = ()

    @property
    def is_root(self) -> bool:
        """Whether this is the whole condition."""
        return self.path == ROOT

    @property
    def when_empty(self) -> str:
        """What a group without parts says."""
        if self.mode and self.mode.value in ("all", "none"):
            return _("No row: this holds for everybody.")
        return _("No row: this holds for nobody.")


@dataclass
class Desk:
    """Where a condition is put together: the names of its inputs, and which fields it may use.

    ``lead`` begins the sentence that the way in which the rows hold completes.
    """

    prefix: str
    allowed: Sequence[str]
    lead: Words = ""
    focus: str = ""
    categories: dict[str, str] = field(default_factory=dict)

    def show(self, root: Group) -> Part:
        """Return the condition as it is shown."""
        self.categories = category_names(labels.language())
        return self._part(root, ROOT, "")

    def _part(self, node: Node, path: str, number: str) -> Part:
        if isinstance(node, Row):
            return Part(path, number, inputs=self._row(node, path, number))
        parts = [
            self._part(part, f"{path}_{i}", f"{number}.{i + 1}".lstrip("."))
            for i, part in enumerate(node.parts)
        ]
        label = _("How the parts of group %s hold") % number if number else self.lead
        return Part(path, number, mode=self._mode(node, path, label), parts=parts)

    def _mode(self, group: Group, path: str, label: Words) -> Input:
        return Input(
            kind="select",
            name=name_of(self.prefix, path, "mode"),
            label=label,
            values=[group.mode],
            options=list(MODES.items()),
            autofocus=path == self.focus,
        )

    def _row(self, row: Row, path: str, number: str) -> list[Input]:
        place = RowDesk(self, row, path, number)
        first = place.input(
            "select",
            "field",
            _("What row %s asks for") % number,
            options=[("", _("Choose …")), *((name, FIELDS[name]) for name in self.allowed)],
            values=[row.asks],
            redraws=True,
            autofocus=path == self.focus,
        )
        if row.asks not in self.allowed:
            return [first]
        operators = _operators(row.asks)
        known = [code for code, _word in operators]
        chosen = row.operator if row.operator in known else known[0]
        row.operator = chosen
        second = place.input(
            "select",
            "operator",
            _("How row %s compares") % number,
            options=operators,
            values=[chosen],
            redraws=row.asks == "trained",
        )
        more = _INPUTS.get(row.asks)
        return [first, second, *(more(place) if more else ())]


@dataclass(frozen=True)
class RowDesk:
    """Where one row is put together."""

    desk: Desk
    row: Row
    path: str
    number: str

    def input(self, kind: str, name: str, label: Words, **more: object) -> Input:
        """Return an input of the row with what was typed and its fault."""
        said: dict[str, object] = {"values": self.row.said.get(name, [])}
        return Input(
            kind=kind,
            name=name_of(self.desk.prefix, self.path, name),
            label=label,
            fault=self.row.faults.get(name, ""),
            **(said | more),  # type: ignore[arg-type]
        )


def _operators(name: str) -> list[Option]:
    ways = _COMPARISONS[name].items()
    return [(code, yes) for code, (yes, _no) in ways] + [
        (f"{NOT}{code}", no) for code, (_yes, no) in ways
    ]


def _age(place: RowDesk) -> list[Input]:
    ways = [("day", _("by day")), ("month", _("by month"))]
    return [
        place.input("number", "years", _("years of age")),
        place.input("select", "granularity", _("counted"), options=ways),
        place.input("day", "on", _("on (empty: the day of calculation)"), is_optional=True),
    ]


def _gender(place: RowDesk) -> list[Input]:
    options = [("", _("Choose …"))]
    options += [(code, labels.word(code, "GENDERS")) for code in codes.GENDERS]
    return [place.input("select", "gender", _("Gender"), options=options)]


def _qualification(place: RowDesk) -> list[Input]:
    groups = []
    for kind, ladder in codes.LADDERS.items():
        name = labels.word(kind, "QUALIFICATION_KINDS")
        # A closed list shows the option alone, so it says the kind as well.
        options = [
            (f"{kind}:{level}", f"{name}: {labels.level(level, kind).lower()}") for level in ladder
        ]
        groups.append((name, options))
    first = [("", _("Choose …"))]
    return [place.input("select", "level", _("Level"), options=first, groups=groups)]


def _trained(place: RowDesk) -> list[Input]:
    chosen = place.row.text("category")
    known = place.desk.categories if not chosen else {chosen: chosen} | place.desk.categories
    listed = [("", _("Choose …")), *known.items()]
    course = place.input("select", "category", _("Kind of course"), options=listed)
    if place.row.comparison == "within":
        return [course, place.input("number", "months", _("months up to the day of calculation"))]
    return [
        course,
        place.input("day", "since", _("from")),
        place.input("day", "until", _("until (empty: the day of calculation)"), is_optional=True),
    ]


def _managers(place: RowDesk) -> list[Input]:
    options = [(code, labels.word(code, "MANAGED_BY")) for code in codes.MANAGED_BY]
    return [place.input("ticks", "codes", _("Managed by"), options=options)]


def _kinds(place: RowDesk) -> list[Input]:
    options = [(code, labels.word(code, "UNIT_KINDS")) for code in UNIT_KINDS]
    return [place.input("ticks", "codes", _("Kind of unit"), options=options)]


_INPUTS: dict[str, Callable[[RowDesk], list[Input]]] = {
    "age_below": _age,
    "gender": _gender,
    "qualification_at_least": _qualification,
    "trained": _trained,
    "managed_by_in": _managers,
    "unit_kind_in": _kinds,
}
