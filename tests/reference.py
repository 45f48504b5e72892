"""The meaning of conditions, one person at a time: slow, plain, and written from the rules alone.

True, False and None (not known) as in section 4 of the semantics. A partly known date is the list
of all days that it can stand for; nothing here is shared with the code under test.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

LADDERS = {
    "professional": [
        "none",
        "elementary",
        "intermediate",
        "college",
        "university",
        "master",
        "doctorate",
    ],
    "political_theory": ["none", "elementary", "intermediate", "advanced", "bachelor"],
    "state_management": ["none", "officer", "specialist", "principal", "senior"],
}
GENDERS = ["female", "male"]
MANAGERS = [
    "central",
    "city_standing_committee",
    "subordinate_standing_committee",
    "department",
    "unit",
]
UNIT_KINDS = [
    "city",
    "department",
    "district",
    "commune",
    "division",
    "public_service_unit",
    "party_body",
]
EVER = 2**31 - 1


@dataclass(frozen=True)
class Person:
    """What is recorded of somebody with a primary post; dates as text, empty when unknown."""

    born: str = ""
    gender: str = ""
    is_leadership: bool = False
    managed_by: str = "unit"
    unit_kind: str = "division"
    qualifications: tuple[tuple[str, str, str], ...] = ()
    trainings: tuple[tuple[str, str], ...] = ()
    cadre_id: int = 1
    unit_id: int = 1


def days(text: str) -> list[date]:
    """Return every day that a partly known date can stand for."""
    parts = [int(part) for part in text.split("-")]
    months = parts[1:2] or range(1, 13)
    return [
        date(parts[0], month, day)
        for month in months
        for day in (parts[2:3] or range(1, monthrange(parts[0], month)[1] + 1))
    ]


def value(condition: dict[str, Any], person: Person, day: date) -> bool | None:
    """Return what a condition is for a person on a day."""
    (key, body), *_none = condition.items()
    return _RULES[key](body, person, day)


def _all(parts: Any, person: Person, day: date) -> bool | None:
    values = [value(part, person, day) for part in parts]
    if False in values:
        return False
    return None if None in values else True


def _any(parts: Any, person: Person, day: date) -> bool | None:
    values = [value(part, person, day) for part in parts]
    if True in values:
        return True
    return None if None in values else False


def _not(part: Any, person: Person, day: date) -> bool | None:
    found = value(part, person, day)
    return None if found is None else not found


def full_years(born: date, on: date) -> int:
    """Count the birthdays that have come, one by one."""
    years = 0
    while birthday(born, born.year + years + 1) <= on:
        years += 1
    return years if born <= on else -1


def birthday(born: date, year: int) -> date:
    """Return the birthday in a year: 1 March in common years for those born on 29 February."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _age_below(body: Any, person: Person, day: date) -> bool | None:
    body = body if isinstance(body, dict) else {"years": body}
    on = date.fromisoformat(body["on"]) if "on" in body else day
    if not person.born:
        return None

    def is_below(born: date) -> bool:
        if body.get("granularity") == "month":
            return 12 * (on.year - born.year) + on.month - born.month < 12 * body["years"]
        return full_years(born, on) < body["years"]

    return _settled([is_below(born) for born in days(person.born)])


def _settled(values: list[bool]) -> bool | None:
    return values[0] if len(set(values)) == 1 else None


def _gender(body: Any, person: Person, day: date) -> bool | None:
    return person.gender == body if person.gender else None


def _qualification(body: Any, person: Person, day: date) -> bool | None:
    ladder = LADDERS[body["kind"]]
    of_kind = [(lvl, on) for kind, lvl, on in person.qualifications if kind == body["kind"]]
    enough = [on for lvl, on in of_kind if ladder.index(lvl) >= ladder.index(body["level"])]
    if any(not on or max(days(on)) <= day for on in enough):
        return True
    if any(min(days(on)) <= day < max(days(on)) for on in enough):
        return None
    return False if of_kind else None


def _trained(body: Any, person: Person, day: date) -> bool | None:
    if "within_months" in body:
        index = 12 * day.year + day.month - 1 - body["within_months"]
        year, month = index // 12, index % 12 + 1
        before = date(year, month, min(day.day, monthrange(year, month)[1]))
        first, last = before + timedelta(days=1), day
    else:
        first = date.fromisoformat(body["since"])
        last = min(date.fromisoformat(body.get("until", "9999-12-31")), day)
    dated = [on for category, on in person.trainings if category == body["category"]]
    ranges = [(min(days(on)), max(days(on))) if on else (date.min, date.max) for on in dated]
    if any(first <= start and end <= last for start, end in ranges):
        return True
    if any(start <= last and first <= end for start, end in ranges):
        return None
    return False


_RULES = {
    "all": _all,
    "any": _any,
    "not": _not,
    "age_below": _age_below,
    "gender": _gender,
    "qualification_at_least": _qualification,
    "trained": _trained,
    "is_leadership": lambda body, person, day: person.is_leadership == body,
    "managed_by_in": lambda body, person, day: person.managed_by in body,
    "unit_kind_in": lambda body, person, day: person.unit_kind in body,
}


@dataclass
class Facts:
    """Which facts a frame must hold: kinds of qualifications; categories with the last day."""

    kinds: list[str] = field(default_factory=list)
    trainings: list[tuple[str, date]] = field(default_factory=list)


def frame_row(person: Person, facts: Facts, day: date) -> dict[str, Any]:
    """Return the row of the people frame that the columns' meanings ask for."""
    born = [number(d) for d in days(person.born)] if person.born else [-EVER, EVER]
    row: dict[str, Any] = {
        "cadre_id": person.cadre_id,
        "unit_id": person.unit_id,
        "born_from": min(born),
        "born_to": max(born),
        "gender": ["", *GENDERS].index(person.gender),
        "is_leadership": person.is_leadership,
        "managed_by": MANAGERS.index(person.managed_by),
        "unit_kind": UNIT_KINDS.index(person.unit_kind),
    }
    for kind in facts.kinds:
        held = [
            (LADDERS[kind].index(level), on) for k, level, on in person.qualifications if k == kind
        ]
        certain = [rank for rank, on in held if not on or max(days(on)) <= day]
        possible = [rank for rank, on in held if not on or min(days(on)) <= day]
        row[f"{kind}_certain"] = max(certain, default=-1)
        row[f"{kind}_possible"] = max(possible, default=-1)
        row[f"{kind}_recorded"] = bool(held)
    for category, until in facts.trainings:
        ranges = [days(on) if on else [] for c, on in person.trainings if c == category]
        certain = [number(min(r)) for r in ranges if r and max(r) <= until]
        possible = [number(max(r)) if r else EVER for r in ranges if not r or min(r) <= until]
        stem = f"trained_{category}_by_{until.isoformat()}"
        row[f"{stem}_certain"] = max(certain, default=-EVER)
        row[f"{stem}_possible"] = max(possible, default=-EVER)
    return row


def number(day: date) -> int:
    """Return the days since 1 January 1970."""
    return (day - date(1970, 1, 1)).days
