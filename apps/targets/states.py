"""Applying a condition to people: true, false or unknown for each.

The three values are kept as 2, 0 and 1, so that ``all`` is a minimum, ``any`` a maximum and
``not`` is 2 - x (Kleene's logic). Pure: frames in, arrays out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from apps.cadres.codes import GENDERS, MANAGED_BY
from apps.cadres.columns import day_number, trained_columns
from apps.cadres.retirement import past_retirement
from apps.common.months import day_before, months_before
from apps.targets.conditions import (
    AgeBelow,
    AllOf,
    AnyOf,
    Condition,
    GenderIs,
    IsLeadership,
    ManagedByIn,
    Marked,
    Not,
    PastRetirement,
    QualificationAtLeast,
    Trained,
    UnitKindIn,
)
from apps.units.codes import UNIT_KINDS

FALSE, UNKNOWN, TRUE = 0, 1, 2
States = np.ndarray


def states(condition: Condition, people: pd.DataFrame, day: date) -> States:
    """Return FALSE, UNKNOWN or TRUE for each row of the people frame, as an int8 array."""
    return combined(condition, len(people), lambda leaf: leaf_states(leaf, people, day))


def combined(condition: Condition, size: int, of_leaf: Callable[[Condition], States]) -> States:
    """Return what a condition says of ``size`` people, from what its simple conditions say."""
    if isinstance(condition, Not):
        return TRUE - combined(condition.part, size, of_leaf)
    if isinstance(condition, AllOf | AnyOf):
        fold, start = (np.minimum, TRUE) if isinstance(condition, AllOf) else (np.maximum, FALSE)
        result = np.full(size, start, dtype=np.int8)
        for part in condition.parts:
            fold(result, combined(part, size, of_leaf), out=result)
        return result
    return of_leaf(condition)


def leaf_states(leaf: Condition, people: pd.DataFrame, day: date) -> States:
    """Return what a simple condition says of each row of the people frame."""
    return _APPLY[type(leaf)](leaf, people, day)


def age_cut(condition: AgeBelow, day: date) -> date:
    """Return the last birth date that is too old: who is born after it is below the age.

    By day, a birthday on 29 February falls on 1 March in common years; by month, the month of
    birth alone decides.
    """
    on = condition.on or day
    if condition.granularity == "month":
        return day_before(months_before(on.replace(day=1), 12 * condition.years - 1))
    return months_before(on, 12 * condition.years)


def _certain_or_possible(certain: np.ndarray, possible: np.ndarray) -> States:
    return certain.astype(np.int8) + possible.astype(np.int8)


def _apply_age(condition: AgeBelow, people: pd.DataFrame, day: date) -> States:
    cut = day_number(age_cut(condition, day))
    return _certain_or_possible(
        people["born_from"].to_numpy() > cut, people["born_to"].to_numpy() > cut
    )


def _apply_gender(condition: GenderIs, people: pd.DataFrame, day: date) -> States:
    table = np.full(len(GENDERS) + 1, FALSE, dtype=np.int8)
    table[0] = UNKNOWN
    table[GENDERS.index(condition.gender) + 1] = TRUE
    return table[people["gender"].to_numpy()]


def _apply_qualification(c: QualificationAtLeast, people: pd.DataFrame, day: date) -> States:
    certain = people[f"{c.kind}_certain"].to_numpy() >= c.rank
    possible = people[f"{c.kind}_possible"].to_numpy() >= c.rank
    unrecorded = ~people[f"{c.kind}_recorded"].to_numpy()
    return _certain_or_possible(certain, certain | possible | unrecorded)


def _apply_trained(condition: Trained, people: pd.DataFrame, day: date) -> States:
    first, last = condition.window(day)
    certain, possible = trained_columns(condition.category, last)
    since = day_number(first)
    certainly = people[certain].to_numpy() >= since
    return _certain_or_possible(certainly, certainly | (people[possible].to_numpy() >= since))


def _apply_leadership(condition: IsLeadership, people: pd.DataFrame, day: date) -> States:
    holds = people["is_leadership"].to_numpy() == condition.value
    return _certain_or_possible(holds, holds)


def _membership(column: np.ndarray, wanted: Iterable[str], known: tuple[str, ...]) -> States:
    table = np.zeros(len(known), dtype=np.int8)
    for code in wanted:
        table[known.index(code)] = TRUE
    return table[column]


def _apply_managed_by(condition: ManagedByIn, people: pd.DataFrame, day: date) -> States:
    return _membership(people["managed_by"].to_numpy(), condition.codes, MANAGED_BY)


def _apply_unit_kind(condition: UnitKindIn, people: pd.DataFrame, day: date) -> States:
    return _membership(people["unit_kind"].to_numpy(), condition.kinds, UNIT_KINDS)


def _apply_marked(condition: Marked, people: pd.DataFrame, day: date) -> States:
    said = (UNKNOWN, FALSE, TRUE) if condition.value else (UNKNOWN, TRUE, FALSE)
    return np.array(said, dtype=np.int8)[people[condition.mark].to_numpy()]


def _apply_past_retirement(condition: PastRetirement, people: pd.DataFrame, day: date) -> States:
    past = _certain_or_possible(*past_retirement(people, day))
    return past if condition.value else TRUE - past


_APPLY: Mapping[type, Callable[[Any, pd.DataFrame, date], States]] = {
    AgeBelow: _apply_age,
    GenderIs: _apply_gender,
    QualificationAtLeast: _apply_qualification,
    Trained: _apply_trained,
    IsLeadership: _apply_leadership,
    ManagedByIn: _apply_managed_by,
    UnitKindIn: _apply_unit_kind,
    Marked: _apply_marked,
    PastRetirement: _apply_past_retirement,
}
