"""Who the counted people are: sex by age, degree, political theory, as counts by fixed bins.

Each person falls into one bin of each group. A level or an age that the facts do not settle has
its own bin, so that the sizes of the groups agree.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from apps.cadres.codes import GENDERS, LADDERS
from apps.cadres.columns import Needs, day_number
from apps.targets.conditions import AgeBelow
from apps.targets.states import age_cut

# An age band holds everyone younger than its bound who is in no band before it.
AGE_BOUNDS = (30, 35, 40, 45, 50, 55, 60)
BANDS = len(AGE_BOUNDS) + 2
SEXES = len(GENDERS) + 1
LEVEL_KINDS = ("professional", "political_theory")
SIZES = (SEXES * BANDS, *(len(LADDERS[kind]) + 1 for kind in LEVEL_KINDS))
STARTS = tuple(sum(SIZES[:i]) for i in range(len(SIZES)))
WIDTH = sum(SIZES)
NEEDS = Needs(kinds=frozenset(LEVEL_KINDS))


def bins(people: pd.DataFrame, day: date) -> np.ndarray:
    """Return each person's bin in each group, an int8 array of (people, groups)."""
    age_and_sex = people["gender"].to_numpy().astype(np.int64) * BANDS + _band(people, day)
    groups = [age_and_sex, *(_level(people, kind) for kind in LEVEL_KINDS)]
    return np.stack(groups, axis=1).astype(np.int8)


def _band(people: pd.DataFrame, day: date) -> np.ndarray:
    """Return the age band, counted from the youngest; the last one is "not known"."""
    cuts = [day_number(age_cut(AgeBelow(years), day)) for years in AGE_BOUNDS]
    # A birth date after n of the cuts is younger than n of the bounds.
    ascending = np.array(cuts[::-1])
    youngest = len(cuts) - np.searchsorted(ascending, people["born_to"].to_numpy(), side="left")
    oldest = len(cuts) - np.searchsorted(ascending, people["born_from"].to_numpy(), side="left")
    return np.where(youngest == oldest, youngest, BANDS - 1)


def _level(people: pd.DataFrame, kind: str) -> np.ndarray:
    certain = people[f"{kind}_certain"].to_numpy().astype(np.int64)
    settled = (certain >= 0) & (certain >= people[f"{kind}_possible"].to_numpy())
    return np.where(settled, certain, len(LADDERS[kind]))


def own_profile(person_bins: np.ndarray, rows: np.ndarray, size: int) -> np.ndarray:
    """Count people by unit and bin: an array of (size, WIDTH)."""
    parts = [
        np.bincount(rows * width + person_bins[:, i], minlength=size * width).reshape(size, width)
        for i, width in enumerate(SIZES)
    ]
    return np.concatenate(parts, axis=1)


def split(counts: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a stored profile as sex × age band, degrees, and political-theory levels."""
    values = np.asarray(counts)
    parts = [values[start : start + width] for start, width in zip(STARTS, SIZES, strict=True)]
    return parts[0].reshape(SEXES, BANDS), parts[1], parts[2]
