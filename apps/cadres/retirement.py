"""Retirement age by month: Decree 135/2020/NĐ-CP, articles 3 and 4. Pure: no Django.

The required age rises by 3 months a year to 62 years in 2028 for men and by 4 months a year to
60 years in 2035 for women; before 2021 it was 60 and 55. The day of birth does not matter: one
retires with the end of the month in which the age is reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from apps.cadres.columns import EVER, NEVER, day_number

FEMALE, MALE = 1, 2
_MONTHS = {
    FEMALE: {"old": 660, "step": 4, "top": 720},
    MALE: {"old": 720, "step": 3, "top": 744},
}
_FIRST, _LAST = 2021, 2035
_NO_MONTH = np.iinfo(np.int32).max


def retirement_month(born: date, gender: int) -> int:
    """Return the month in which the age is reached, as 12 * year + month - 1.

    ``born`` is the earliest day that the birth date can stand for (a year alone counts as
    January); ``gender`` is 1 for women and 2 for men.
    """
    rule, birth = _MONTHS[gender], born.year * 12 + born.month - 1
    if birth + rule["old"] < 12 * _FIRST:
        return birth + rule["old"]
    for year in range(_FIRST, _LAST):
        reached = birth + min(rule["top"], rule["old"] + rule["step"] * (year - _FIRST + 1))
        if reached // 12 <= year:
            return reached
    return birth + rule["top"]


def _first_counted_out(people: pd.DataFrame) -> np.ndarray:
    """Return the month after retirement for each row, or a month that never comes."""
    days = people["born_from"].to_numpy()
    genders = people["gender"].to_numpy()
    known = (days != NEVER) & (genders > 0)
    months = np.full(len(people), _NO_MONTH, dtype=np.int64)
    months[known] = _months_after(days[known], genders[known])
    return months


def _months_after(days: np.ndarray, genders: np.ndarray) -> np.ndarray:
    births = days.astype("datetime64[D]").astype("datetime64[M]").astype(int) + 12 * 1970
    pairs = np.stack([births, genders], axis=1)
    distinct, where = np.unique(pairs, axis=0, return_inverse=True)
    table = [retirement_month(date(b // 12, b % 12 + 1, 1), g) + 1 for b, g in distinct.tolist()]
    return np.asarray(table, dtype=np.int64)[where.reshape(-1)] if table else births


def past_retirement(people: pd.DataFrame, day: date) -> tuple[np.ndarray, np.ndarray]:
    """Return who is certainly, and who is possibly, past the month of retirement on day.

    Without a recorded gender somebody is certainly past it only if a man and a woman born then
    would be; without a birth date nothing is certain.
    """
    days, genders = people["born_from"].to_numpy(), people["gender"].to_numpy()
    known, month = days != NEVER, day.year * 12 + day.month - 1
    certain, possible = np.zeros(len(people), dtype=bool), ~known
    as_woman, as_man = (
        _months_after(days[known], np.full(known.sum(), gender)) <= month
        for gender in (FEMALE, MALE)
    )
    is_woman, is_man = genders[known] == FEMALE, genders[known] == MALE
    certain[known] = (as_woman | is_man) & (as_man | is_woman)
    possible[known] = (as_woman & ~is_man) | (as_man & ~is_woman)
    return certain, possible


@dataclass(frozen=True)
class Planned:
    """The first day on which some people are no longer counted, by decisions instead of by age.

    ``cadre_ids`` are in ascending order; ``first_out`` are days by number.
    """

    cadre_ids: np.ndarray
    first_out: np.ndarray

    @classmethod
    def of(cls, last_days: Mapping[int, date]) -> Planned:
        """Return what the last days of service of some people mean."""
        ids = sorted(last_days)
        days = [day_number(last_days[pk]) + 1 for pk in ids]
        return cls(np.array(ids, dtype=np.int64), np.array(days, dtype=np.int64))


NOBODY_PLANNED = Planned.of({})


def first_out(people: pd.DataFrame, planned: Planned = NOBODY_PLANNED) -> np.ndarray:
    """Return for each person the number of the first day no longer counted, or EVER.

    It is the day after the one that was decided, or the first of the month after that in which
    the age is reached.
    """
    months = _first_counted_out(people)
    known = months < _NO_MONTH
    days = np.full(len(people), EVER, dtype=np.int64)
    first = (months[known] - 12 * 1970).astype("datetime64[M]").astype("datetime64[D]")
    days[known] = first.astype(np.int64)
    ids = people["cadre_id"].to_numpy()
    at = np.searchsorted(planned.cadre_ids, ids)
    at[at == len(planned.cadre_ids)] = 0
    if len(planned.cadre_ids):
        is_planned = planned.cadre_ids[at] == ids
        days[is_planned] = planned.first_out[at[is_planned]]
    return days


def still_serving(
    people: pd.DataFrame, *, day: date, base: date, planned: Planned = NOBODY_PLANNED
) -> pd.DataFrame:
    """Return the people who have not retired by day, seen from a base day.

    Whoever was past their last day on the base day was kept on and stays. Without a known gender
    or birth date nobody retires, unless it was planned.
    """
    return people[~has_retired(first_out(people, planned), day=day, base=base)]


def has_retired(out: np.ndarray, *, day: date, base: date) -> np.ndarray:
    """Return who is no longer counted on day, seen from a base day, given ``first_out``."""
    retired: np.ndarray = (out <= day_number(day)) & (out > day_number(base))
    return retired


def retires_on(born: date | None, gender: str) -> date | None:
    """Return the last day of service by age, or None when sex or birth date is not known."""
    code = {"female": FEMALE, "male": MALE}.get(gender)
    if born is None or code is None:
        return None
    year, month = divmod(retirement_month(born, code) + 1, 12)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)
