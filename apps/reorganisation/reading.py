"""A reorganisation as a file: reading it, with every fault and where it stands. Pure: no Django.

{"name": "...", "decision": "1656/NQ-UBTVQH15", "effective_on": "2025-07-01",
 "acts": [{"open": {"unit": "N1", "name": "...", "kind": "commune", "parent": "HN"}},
          {"rename": {"unit": "S2", "name": "..."}},
          {"move": {"unit": "P1", "parent": "N1"}},
          {"merge": {"units": ["X1", "X2"], "into": "N1"}},
          {"split": {"unit": "X3", "into": ["N1", "N2"]}},
          {"transfer": {"unit": "X4", "into": "N1"}},
          {"close": {"unit": "Q1"}}],
 "people": [{"cadre": "c1", "to": "N2"},
            {"cadre": "c2", "leaves": true},
            {"from": "X3", "to": "N1", "where": {"title": "kế toán", "managed_by": ["unit"]}}]}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.cadres.codes import MANAGED_BY
from apps.reorganisation.plans import (
    Act,
    Close,
    Merge,
    Move,
    Named,
    Open,
    Plan,
    Rename,
    Rule,
    Split,
    Transfer,
)
from apps.units.codes import UNIT_KINDS


@dataclass(frozen=True)
class Fault:
    """What is wrong with a plan, and where: "acts[3].merge.into"."""

    path: str
    template: str
    value: str = ""


class _Reader:
    """Reads parts of a plan and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: str, template: str, value: object = "") -> None:
        self.faults.append(Fault(path, template, str(value)))

    def parts(self, body: Any, path: str, needed: set[str], more: set[str]) -> Mapping[str, Any]:
        """Return an object with known keys; an empty one when it is none."""
        if not isinstance(body, dict):
            self.fault(path, "expected an object")
            return {}
        for key in sorted(needed - body.keys()):
            self.fault(f"{path}.{key}", "is missing")
        for key in sorted(body.keys() - needed - more):
            self.fault(f"{path}.{key}", "is not known here")
        return body

    def text(self, body: Mapping[str, Any], key: str, path: str) -> str:
        value = body.get(key, "")
        if not isinstance(value, str) or (key in body and not value.strip()):
            self.fault(f"{path}.{key}", "expected a text")
            return ""
        return value.strip()

    def texts(self, body: Mapping[str, Any], key: str, path: str) -> tuple[str, ...]:
        value = body.get(key, [])
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.fault(f"{path}.{key}", "expected a list of texts")
            return ()
        return tuple(value)

    def code(self, value: str, known: Iterable[str], path: str) -> str:
        if value and value not in known:
            self.fault(path, "“%s” is not a known code", value)
        return value

    def day(self, body: Mapping[str, Any], key: str) -> date:
        try:
            return date.fromisoformat(self.text(body, key, "$"))
        except ValueError:
            self.fault(f"$.{key}", "expected a day as yyyy-mm-dd")
            return date.max

    def items(self, body: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
        value = body.get(key, [])
        if not isinstance(value, list):
            self.fault(f"$.{key}", "expected a list")
            return []
        return [(f"{key}[{i}]", part) for i, part in enumerate(value)]


def parse(body: Any) -> tuple[Plan, list[Fault]]:
    """Read a plan from JSON; it is sound only when there are no faults."""
    read = _Reader()
    top = read.parts(body, "$", {"name", "decision", "effective_on", "acts"}, {"people"})
    acts = [_act(read, path, part) for path, part in read.items(top, "acts")]
    people = [_person(read, path, part) for path, part in read.items(top, "people")]
    plan = Plan(
        name=read.text(top, "name", "$"),
        decision=read.text(top, "decision", "$"),
        effective_on=read.day(top, "effective_on"),
        acts=tuple(act for act in acts if act),
        rules=tuple(part for part in people if isinstance(part, Rule)),
        named=tuple(part for part in people if isinstance(part, Named)),
    )
    if not read.faults and not acts:
        read.fault("$.acts", "name at least one act")
    for key in _twice(plan.closing()):
        read.fault("$.acts", "%s is closed twice", key)
    read.faults += _named_twice(body)
    return plan, read.faults


def is_placed(body: Any, plan: Plan) -> bool:
    """Whether the day of a plan, and each of its acts in its place, could be read."""
    acts = body.get("acts") if isinstance(body, dict) else None
    return isinstance(acts, list) and len(acts) == len(plan.acts) and plan.effective_on != date.max


def named_in(body: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the people of a plan who are named, each with its place."""
    people = body.get("people") if isinstance(body, dict) else None
    listed = people if isinstance(people, list) else []
    return [
        (f"people[{i}]", part)
        for i, part in enumerate(listed)
        if isinstance(part, dict) and "cadre" in part
    ]


def _named_twice(body: Any) -> list[Fault]:
    seen: set[str] = set()
    found = []
    for path, part in named_in(body):
        key = str(part["cadre"])
        if key in seen:
            found.append(Fault(f"{path}.cadre", "is named before"))
        seen.add(key)
    return found


def _twice(keys: list[str]) -> list[str]:
    return sorted({key for key in keys if keys.count(key) > 1})


def _act(read: _Reader, path: str, body: Any) -> Act | None:
    if not isinstance(body, dict) or len(body) != 1 or next(iter(body)) not in _ACTS:
        read.fault(path, "expected one act: %s", ", ".join(_ACTS))
        return None
    ((kind, inner),) = body.items()
    return _ACTS[kind](read, f"{path}.{kind}", inner)


def _open(read: _Reader, path: str, body: Any) -> Open:
    parts = read.parts(body, path, {"unit", "name", "kind", "parent"}, {"code"})
    texts = {key: read.text(parts, key, path) for key in ("unit", "name", "kind", "parent", "code")}
    read.code(texts["kind"], UNIT_KINDS, f"{path}.kind")
    return Open(**texts)


def _merge(read: _Reader, path: str, body: Any) -> Merge:
    parts = read.parts(body, path, {"units", "into"}, set())
    return Merge(read.texts(parts, "units", path), read.text(parts, "into", path))


def _split(read: _Reader, path: str, body: Any) -> Split:
    parts = read.parts(body, path, {"unit", "into"}, set())
    return Split(read.text(parts, "unit", path), read.texts(parts, "into", path))


def _plain(kind: type[Any], *keys: str) -> Callable[[_Reader, str, Any], Any]:
    def read_act(read: _Reader, path: str, body: Any) -> Any:
        parts = read.parts(body, path, set(keys), set())
        return kind(*(read.text(parts, key, path) for key in keys))

    return read_act


_ACTS: Mapping[str, Callable[[_Reader, str, Any], Act]] = {
    "open": _open,
    "rename": _plain(Rename, "unit", "name"),
    "move": _plain(Move, "unit", "parent"),
    "merge": _merge,
    "split": _split,
    "transfer": _plain(Transfer, "unit", "into"),
    "close": _plain(Close, "unit"),
}


def _person(read: _Reader, path: str, body: Any) -> Rule | Named | None:
    if isinstance(body, dict) and "cadre" in body:
        parts = read.parts(body, path, {"cadre"}, {"to", "leaves"})
        if ("to" in parts) == (parts.get("leaves") is True):
            read.fault(path, "say where the person goes, or that the person leaves")
        return Named(read.text(parts, "cadre", path), read.text(parts, "to", path) or None)
    parts = read.parts(body, path, {"from", "to"}, {"where"})
    where = read.parts(
        parts.get("where", {}), f"{path}.where", set(), {"title", "managed_by", "is_leadership"}
    )
    managers = read.texts(where, "managed_by", f"{path}.where")
    for code in managers:
        read.code(code, MANAGED_BY, f"{path}.where.managed_by")
    leads = where.get("is_leadership")
    if leads is not None and not isinstance(leads, bool):
        read.fault(f"{path}.where.is_leadership", "expected true or false")
        leads = None
    title = read.text(where, "title", f"{path}.where")
    source, to = (read.text(parts, key, path) for key in ("from", "to"))
    return Rule(source, to, title, managers, leads)
