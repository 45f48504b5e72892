"""A condition as groups and rows, and what can be done to them.

A group holds when all, any, none or not all of its parts hold; a row asks one thing. Whatever the
language of conditions can say has its place here; ``canonical`` tells whether two conditions say
the same, so that what nobody changed is kept as it was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from apps.cadres.codes import SENSITIVE_MARKS
from apps.targets.conditions import (
    AllOf,
    AnyOf,
    Condition,
    IsLeadership,
    ManagedByIn,
    Marked,
    Not,
    PastRetirement,
    UnitKindIn,
)

# (key in the language, is it negated) for each way in which a group may hold.
MODES = {"all": ("all", False), "any": ("any", False), "none": ("any", True), "some": ("all", True)}
NOT = "not-"


@dataclass
class Row:
    """One thing that is asked: a field of the language, how it is compared, and what was typed."""

    asks: str = ""
    operator: str = ""
    said: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return what was typed into an input."""
        return next(iter(self.said.get(name, [])), "").strip()

    @property
    def is_negated(self) -> bool:
        """Whether the row asks that something be not so."""
        return self.operator.startswith(NOT)

    @property
    def comparison(self) -> str:
        """The operator without its "not"."""
        return self.operator.removeprefix(NOT)


@dataclass
class Group:
    """Parts that hold together: all of them, any, none, or not all (``some`` does not hold)."""

    mode: str = "all"
    parts: list[Group | Row] = field(default_factory=list)


Node = Group | Row


def rows(node: Node) -> Iterator[Row]:
    """Yield the rows of a tree in the order in which they stand."""
    if isinstance(node, Row):
        yield node
        return
    for part in node.parts:
        yield from rows(part)


def node_at(root: Group, path: str) -> Node | None:
    """Return the node at a path such as "0_2_1", the root being "0"; None when there is none."""
    node: Node = root
    for step in path.split("_")[1:]:
        index = int(step)
        if not isinstance(node, Group) or index >= len(node.parts):
            return None
        node = node.parts[index]
    return node


def changed(root: Group, act: str, path: str) -> str:
    """Add, group, wrap or remove at a path; return the path of what should be edited next."""
    node = node_at(root, path)
    above, _, last = path.rpartition("_")
    parent = node_at(root, above) if above else None
    if isinstance(node, Group) and act in ("add", "group"):
        node.parts.append(Row() if act == "add" else Group("any", [Row()]))
        return f"{path}_{len(node.parts) - 1}" + ("" if act == "add" else "_0")
    if node is None or not isinstance(parent, Group):
        return path
    if act == "remove":
        del parent.parts[int(last)]
        return f"{above}_{min(int(last), len(parent.parts) - 1)}" if parent.parts else above
    if act == "wrap":
        other = "all" if parent.mode in ("any", "none") else "any"
        parent.parts[int(last)] = Group(other, [node, Row()])
        return f"{path}_1"
    return path


def canonical(condition: Condition) -> Condition:
    """Return the condition in one of the ways of saying it; it holds for the same people.

    Two denials are none, a group of one is its part, and the order of codes does not matter.
    """
    if isinstance(condition, Not):
        return _denied(canonical(condition.part))
    if isinstance(condition, AllOf | AnyOf):
        parts = tuple(canonical(part) for part in condition.parts)
        return parts[0] if len(parts) == 1 else type(condition)(parts)
    if isinstance(condition, ManagedByIn):
        return ManagedByIn(tuple(sorted(set(condition.codes))))
    if isinstance(condition, UnitKindIn):
        return UnitKindIn(tuple(sorted(set(condition.kinds))))
    return condition


def _denied(part: Condition) -> Condition:
    if isinstance(part, IsLeadership | Marked | PastRetirement):
        return replace(part, value=not part.value)
    return part.part if isinstance(part, Not) else Not(part)


def opened(value: Any) -> Group:
    """Return a well-formed condition as a group of rows."""
    node = _opened(value, is_negated=False)
    return node if isinstance(node, Group) else Group("all", [node])


def _opened(value: Any, *, is_negated: bool) -> Node:
    key, body = next(iter(value.items()))
    if key == "not":
        return _opened(body, is_negated=not is_negated)
    if key in ("all", "any"):
        mode = next(mode for mode, how in MODES.items() if how == (key, is_negated))
        return Group(mode, [_opened(part, is_negated=False) for part in body])
    if key in YES_OR_NO:
        is_negated = is_negated == body
    comparison, said = OPENERS[key](body)
    return Row(key, f"{NOT if is_negated else ''}{comparison}", said)


def _age(body: Any) -> tuple[str, dict[str, list[str]]]:
    full = body if isinstance(body, dict) else {"years": body}
    said = {"years": [str(full["years"])], "granularity": [full.get("granularity", "day")]}
    return "below", said | {"on": [shown_day(full["on"])] if "on" in full else []}


def _training(body: Any) -> tuple[str, dict[str, list[str]]]:
    said = {"category": [body["category"]]}
    if "within_months" in body:
        return "within", said | {"months": [str(body["within_months"])]}
    until = [shown_day(body["until"])] if "until" in body else []
    return "since", said | {"since": [shown_day(body["since"])], "until": until}


def shown_day(iso: str) -> str:
    """Return a day of the language as it is typed here: "2025-06-30" is "30/06/2025"."""
    return "/".join(reversed(iso.split("-")))


# How each field of the language is opened: its comparison and what stands in its inputs.
OPENERS: dict[str, Any] = {
    "age_below": _age,
    "gender": lambda body: ("is", {"gender": [body]}),
    "qualification_at_least": lambda body: (
        "least",
        {"level": [f"{body['kind']}:{body['level']}"]},
    ),
    "trained": _training,
    "is_leadership": lambda body: ("is", {}),
    "managed_by_in": lambda body: ("in", {"codes": list(body)}),
    "unit_kind_in": lambda body: ("in", {"codes": list(body)}),
}
FIELD_NAMES = tuple(OPENERS)
# What only the columns of statistical tables ask for.
TABLE_NAMES = (*SENSITIVE_MARKS, "past_retirement_age")
YES_OR_NO = ("is_leadership", *TABLE_NAMES)
OPENERS |= {name: lambda body: ("is", {}) for name in TABLE_NAMES}
