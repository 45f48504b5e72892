"""The language of conditions: what can be said, reading it from JSON, which facts it needs.

A condition is JSON with exactly one key. For a person on a day it is true, false or unknown
(see states.py); it also reads as a sentence (see sentences.py). Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from apps.cadres.codes import GENDERS, LADDERS, MANAGED_BY, SENSITIVE_MARKS
from apps.cadres.columns import Needs
from apps.common.months import day_after, months_before
from apps.targets.reading import (
    ConditionError,
    a_boolean,
    a_code,
    a_count,
    a_date,
    a_list,
    a_text,
    only,
    some_codes,
)
from apps.units.codes import UNIT_KINDS

MAX_DEPTH = 20


@dataclass(frozen=True)
class AgeBelow:
    """Fewer full years (or months) lived on the reference day than ``years``."""

    years: int
    granularity: Literal["day", "month"] = "day"
    on: date | None = None


@dataclass(frozen=True)
class GenderIs:
    """The recorded gender."""

    gender: str


@dataclass(frozen=True)
class QualificationAtLeast:
    """A qualification of a kind at a level or above, awarded by the day."""

    kind: str
    level: str

    @property
    def rank(self) -> int:
        """The level's place on its ladder, 0 for "none"."""
        return LADDERS[self.kind].index(self.level)


@dataclass(frozen=True)
class Trained:
    """A training of a category completed inside a window that ends on the day at the latest."""

    category: str
    since: date | None = None
    until: date | None = None
    within_months: int | None = None

    def window(self, day: date) -> tuple[date, date]:
        """Return the first and last day of the window on day, both included."""
        if self.within_months is not None:
            return day_after(months_before(day, self.within_months)), day
        assert self.since is not None
        return self.since, min(self.until or day, day)


@dataclass(frozen=True)
class IsLeadership:
    """The primary appointment leads or manages, or does not."""

    value: bool


@dataclass(frozen=True)
class ManagedByIn:
    """The body that manages the primary appointment is one of these."""

    codes: tuple[str, ...]


@dataclass(frozen=True)
class UnitKindIn:
    """The unit of the primary appointment is of one of these kinds."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Marked:
    """A sensitive yes or no of the person; only statistical tables ask for it."""

    mark: str
    value: bool


@dataclass(frozen=True)
class PastRetirement:
    """The age of retirement was reached before the month; only statistical tables ask for it."""

    value: bool


@dataclass(frozen=True)
class AllOf:
    """Every part holds; of no parts, true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """Some part holds; of no parts, false."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = (
    AgeBelow
    | GenderIs
    | QualificationAtLeast
    | Trained
    | IsLeadership
    | ManagedByIn
    | UnitKindIn
    | Marked
    | PastRetirement
    | AllOf
    | AnyOf
    | Not
)


def parse(
    value: Any,
    *,
    path: str = "$",
    depth: int = 0,
    of_population: bool = False,
    of_table: bool = False,
) -> Condition:
    """Turn JSON into a condition; raise ConditionError with the path of the fault.

    ``of_population`` refuses whatever could be unknown for somebody; ``of_table`` allows what only
    the columns of statistical tables may ask for.
    """
    if not isinstance(value, dict) or len(value) != 1:
        raise ConditionError(path, "expected an object with exactly one key")
    if depth > MAX_DEPTH:
        raise ConditionError(path, "nested more than %(limit)s deep", limit=MAX_DEPTH)
    key, body = next(iter(value.items()))
    here = f"{path}.{key}"

    def within(part: Any, place: str) -> Condition:
        return parse(
            part, path=place, depth=depth + 1, of_population=of_population, of_table=of_table
        )

    if key in ("all", "any"):
        parts = tuple(within(part, f"{here}[{i}]") for i, part in enumerate(a_list(body, here)))
        return AllOf(parts) if key == "all" else AnyOf(parts)
    if key == "not":
        return Not(within(body, here))
    if of_table and key in _OF_TABLES:
        return _OF_TABLES[key](body, here)
    return _leaf(key, body, here, of_population)


def _leaf(key: str, body: Any, here: str, of_population: bool) -> Condition:
    if key in _OF_TABLES:
        raise ConditionError(here, "only for the columns of statistical tables")
    if key not in _LEAVES:
        known = ", ".join([*_LEAVES, *_JOINTS])
        raise ConditionError(here, "unknown key; known are %(known)s", known=known)
    if of_population and key not in ALWAYS_KNOWN:
        known = ", ".join(ALWAYS_KNOWN)
        reason = "could be unknown; a population may only use %(known)s"
        raise ConditionError(here, reason, known=known)
    return _LEAVES[key](body, here)


def parse_population(value: Any) -> Condition:
    """Parse a condition whose value is known for everyone; refuse one that could be unknown."""
    return parse(value, of_population=True)


def leaves(condition: Condition) -> Iterable[Condition]:
    """Yield the conditions at the tips of the tree."""
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        yield condition


def _age_below(body: Any, path: str) -> AgeBelow:
    if not isinstance(body, dict):
        return AgeBelow(a_count(body, path))
    only(body, {"years"}, {"granularity", "on"}, path)
    granularity = body.get("granularity", "day")
    if granularity not in ("day", "month"):
        raise ConditionError(f"{path}.granularity", 'expected "day" or "month"')
    on = a_date(body["on"], f"{path}.on") if "on" in body else None
    return AgeBelow(a_count(body["years"], f"{path}.years"), granularity, on)


def _gender(body: Any, path: str) -> GenderIs:
    return GenderIs(a_code(body, GENDERS, path))


def _qualification(body: Any, path: str) -> QualificationAtLeast:
    only(body, {"kind", "level"}, set(), path)
    kind = a_code(body["kind"], LADDERS, f"{path}.kind")
    return QualificationAtLeast(kind, a_code(body["level"], LADDERS[kind], f"{path}.level"))


def _trained(body: Any, path: str) -> Trained:
    if isinstance(body, dict) and "within_months" in body:
        only(body, {"category", "within_months"}, set(), path)
        months = a_count(body["within_months"], f"{path}.within_months")
        return Trained(a_text(body["category"], f"{path}.category"), within_months=months)
    only(body, {"category", "since"}, {"until"}, path)
    since = a_date(body["since"], f"{path}.since")
    until = a_date(body["until"], f"{path}.until") if "until" in body else None
    if until and until < since:
        raise ConditionError(f"{path}.until", "before since")
    return Trained(a_text(body["category"], f"{path}.category"), since, until)


def _is_leadership(body: Any, path: str) -> IsLeadership:
    return IsLeadership(a_boolean(body, path))


def _managed_by(body: Any, path: str) -> ManagedByIn:
    return ManagedByIn(some_codes(body, MANAGED_BY, path))


def _unit_kind(body: Any, path: str) -> UnitKindIn:
    return UnitKindIn(some_codes(body, UNIT_KINDS, path))


_JOINTS = ("all", "any", "not")
ALWAYS_KNOWN = ("is_leadership", "managed_by_in", "unit_kind_in")
_LEAVES: dict[str, Callable[[Any, str], Condition]] = {
    "age_below": _age_below,
    "gender": _gender,
    "qualification_at_least": _qualification,
    "trained": _trained,
    "is_leadership": _is_leadership,
    "managed_by_in": _managed_by,
    "unit_kind_in": _unit_kind,
}


def _marked(mark: str) -> Callable[[Any, str], Condition]:
    return lambda body, path: Marked(mark, a_boolean(body, path))


_OF_TABLES: dict[str, Callable[[Any, str], Condition]] = {
    **{mark: _marked(mark) for mark in SENSITIVE_MARKS},
    "past_retirement_age": lambda body, path: PastRetirement(a_boolean(body, path)),
}


def needs(conditions: Iterable[Condition], day: date) -> Needs:
    """Return which qualification kinds and training windows the conditions look at on day."""
    tips = [tip for condition in conditions for tip in leaves(condition)]
    return Needs(
        kinds=frozenset(t.kind for t in tips if isinstance(t, QualificationAtLeast)),
        trainings=frozenset((t.category, t.window(day)[1]) for t in tips if isinstance(t, Trained)),
        has_unit_kind=any(isinstance(t, UnitKindIn) for t in tips),
        marks=frozenset(t.mark for t in tips if isinstance(t, Marked)),
    )
