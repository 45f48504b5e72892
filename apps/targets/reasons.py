"""Why a person counts as they do, from the same conditions. Pure: no Django.

What a condition says of a person comes from ``states`` over the people frame; the words come from
the facts as they are recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from apps.cadres.codes import LADDERS
from apps.cadres.facts import Facts
from apps.cadres.words import (
    GENDER_WORDS,
    MANAGERS,
    UNIT_KIND_WORDS,
    capital,
    kind_word,
    partial_word,
    pick,
    qualification_word,
    small,
)
from apps.common.partial import PartialDate
from apps.targets.ages import age_reason
from apps.targets.conditions import (
    AgeBelow,
    AllOf,
    AnyOf,
    Condition,
    GenderIs,
    IsLeadership,
    ManagedByIn,
    Not,
    QualificationAtLeast,
    Trained,
    UnitKindIn,
)
from apps.targets.sentences import Names, criterion_sentence, window_sentence
from apps.targets.states import FALSE, TRUE, UNKNOWN, states


@dataclass(frozen=True)
class Setting:
    """For which day and in which language the reasons are given."""

    day: date
    language: str
    categories: Names = field(default_factory=dict)


Leaf = tuple[Condition, int]


@dataclass(frozen=True)
class Judged:
    """A condition with its value for each of some people, and its parts with theirs."""

    condition: Condition
    values: Sequence[int]
    parts: tuple[Judged, ...]


def judged(condition: Condition, people: pd.DataFrame, day: date) -> Judged:
    """Return what a condition, and each of its parts, says of every row of a people frame."""
    parts: tuple[Condition, ...] = ()
    if isinstance(condition, Not):
        parts = (condition.part,)
    elif isinstance(condition, AllOf | AnyOf):
        parts = tuple(condition.parts)
    values = states(condition, people, day).tolist()
    return Judged(condition, values, tuple(judged(part, people, day) for part in parts))


def deciding(found: Judged, at: int) -> list[Leaf]:
    """Return the simple conditions that decide the value for one person, each with its value."""
    if isinstance(found.condition, Not):
        return deciding(found.parts[0], at)
    if isinstance(found.condition, AllOf | AnyOf):
        decides = [part for part in found.parts if part.values[at] == found.values[at]]
        return [leaf for part in decides for leaf in deciding(part, at)]
    return [(found.condition, found.values[at])]


def reason(found: Judged, at: int, facts: Facts, setting: Setting) -> str:
    """Say why a condition holds for the person of a row, does not hold, or is not known to."""
    texts = [
        _LEAVES[type(leaf)](leaf, value, facts, setting) for leaf, value in deciding(found, at)
    ]
    distinct = list(dict.fromkeys(texts))
    joint = " and " if setting.language == "en" else " và "
    plain = all("," not in text and ":" not in text for text in distinct)
    return capital((joint if plain else "; ").join(distinct))


def outside_reason(population: Judged, at: int, facts: Facts, setting: Setting) -> str:
    """Say why a person who serves in the unit does not belong to the population."""
    why = reason(population, at, facts, setting)
    if isinstance(population.condition, AllOf | AnyOf | Not):
        outside = pick(("Không thuộc đối tượng", "Outside the population"), setting.language)
        return f"{outside}: {small(why)}"
    rule = criterion_sentence(Not(population.condition), setting.language, setting.categories)
    if isinstance(population.condition, IsLeadership):
        return capital(rule)
    return f"{capital(rule)} ({small(why)})"


def _gender(leaf: GenderIs, value: int, facts: Facts, setting: Setting) -> str:
    if value == UNKNOWN:
        return pick(("chưa ghi giới tính", "gender not recorded"), setting.language)
    word = pick(GENDER_WORDS[facts.gender], setting.language)
    said = pick(("giới tính ghi trong hồ sơ", "gender on record"), setting.language)
    return f"{said}: {word}"


def _qualification(leaf: QualificationAtLeast, value: int, facts: Facts, setting: Setting) -> str:
    held = [row for row in facts.qualifications if row[0] == leaf.kind]
    held.sort(key=lambda row: -LADDERS[row[0]].index(row[1]))
    certain = [row for row in held if row[2] is None or row[2].latest <= setting.day]
    if value == UNKNOWN:
        return _qualification_unknown(leaf, held, setting)
    if certain:
        highest = certain[0]
        text = _award(highest, setting.language)
        if value == TRUE or highest[1] == "none":
            return text
        return f"{pick(('cao nhất là', 'at most'), setting.language)} {text}"
    later = _award(held[0], setting.language)
    return later + pick((", sau ngày tính", ", after the day of calculation"), setting.language)


def _qualification_unknown(
    leaf: QualificationAtLeast,
    held: list[tuple[str, str, PartialDate | None]],
    setting: Setting,
) -> str:
    ladder = LADDERS[leaf.kind]
    enough = [row for row in held if ladder.index(row[1]) >= leaf.rank]
    if not held or not enough:
        kind = kind_word(leaf.kind, setting.language)
        return pick((f"chưa ghi trình độ {kind}", f"{kind} not recorded"), setting.language)
    doubt = (": chưa rõ đã cấp trước ngày tính", ": perhaps after the day of calculation")
    return _award(enough[0], setting.language) + pick(doubt, setting.language)


def _award(row: tuple[str, str, PartialDate | None], language: str) -> str:
    word = qualification_word(row[0], row[1], language)
    return f"{word} ({partial_word(row[2], language)})" if row[2] else word


def _trained(leaf: Trained, value: int, facts: Facts, setting: Setting) -> str:
    language = setting.language
    name = small(setting.categories.get(leaf.category, leaf.category))
    days = [day for category, day in facts.trainings if category == leaf.category]
    span = window_sentence(leaf, language)
    if not days:
        return pick((f"chưa ghi lớp {name}", f"no training in {name} on record"), language)
    best = _telling(leaf, value, days, setting.day)
    when = partial_word(best, language) if best else pick(("chưa ghi ngày", "no date"), language)
    if value == TRUE:
        texts = (
            f"lớp {name}, hoàn thành {when}, trong thời gian {span}",
            f"{name}, completed {when}, {span}",
        )
    elif value == FALSE:
        texts = (
            f"lớp {name}, hoàn thành {when}, ngoài thời gian {span}",
            f"{name}, completed {when}, not {span}",
        )
    else:
        texts = (
            f"lớp {name} ({when}): chưa rõ hoàn thành {span}",
            f"{name} ({when}): perhaps not {span}",
        )
    return pick(texts, language)


def _telling(
    leaf: Trained, value: int, days: list[PartialDate | None], day: date
) -> PartialDate | None:
    """Return the completion that decides: one inside the window, one that may be, or the last."""
    first, last = leaf.window(day)
    known = sorted((d for d in days if d), key=lambda d: (d.earliest, d.latest))
    if value == TRUE:
        known = [d for d in known if first <= d.earliest and d.latest <= last]
    elif value == UNKNOWN:
        known = [d for d in known if d.earliest <= last and first <= d.latest]
    return known[-1] if known else None


def _leadership(leaf: IsLeadership, value: int, facts: Facts, setting: Setting) -> str:
    if facts.is_leadership:
        return pick(("là lãnh đạo, quản lý", "leads or manages"), setting.language)
    return pick(
        ("không giữ chức vụ lãnh đạo, quản lý", "does not lead or manage"), setting.language
    )


def _managed_by(leaf: ManagedByIn, value: int, facts: Facts, setting: Setting) -> str:
    who = pick(MANAGERS[facts.managed_by], setting.language)
    return pick((f"thuộc diện {who} quản lý", f"managed by {who}"), setting.language)


def _unit_kind(leaf: UnitKindIn, value: int, facts: Facts, setting: Setting) -> str:
    where = pick(UNIT_KIND_WORDS[facts.unit_kind], setting.language)
    return pick((f"công tác tại {where}", f"serves in a {where}"), setting.language)


def _age(leaf: AgeBelow, value: int, facts: Facts, setting: Setting) -> str:
    return age_reason(leaf, facts.born, setting.day, setting.language)


_LEAVES: Mapping[type, Callable[[Any, int, Facts, Setting], str]] = {
    AgeBelow: _age,
    GenderIs: _gender,
    QualificationAtLeast: _qualification,
    Trained: _trained,
    IsLeadership: _leadership,
    ManagedByIn: _managed_by,
    UnitKindIn: _unit_kind,
}
