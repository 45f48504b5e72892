"""Who the counted people are, in bins that add up."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.cadres.columns import columns
from apps.metrics.core.profile import (
    AGE_BOUNDS,
    BANDS,
    NEEDS,
    SEXES,
    SIZES,
    WIDTH,
    bins,
    own_profile,
    split,
)
from tests.reference import LADDERS, Facts, Person, days, frame_row, full_years
from tests.strategies import days as some_days
from tests.strategies import people

DAY = date(2025, 6, 30)
TYPED = {c.name: c.dtype for c in columns(NEEDS)}


def frame(persons: list[Person], day: date) -> pd.DataFrame:
    facts = Facts(sorted(NEEDS.kinds))
    return pd.DataFrame([frame_row(p, facts, day) for p in persons], columns=list(TYPED)).astype(
        TYPED
    )


def profile(persons: list[Person], day: date = DAY):
    rows = np.zeros(len(persons), dtype=np.int64)
    return split(own_profile(bins(frame(persons, day), day), rows, 1)[0].tolist())


UNKNOWN_BAND = BANDS - 1


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("1996-01-01", 0),  # 29: under thirty
        ("1995-07-01", 0),  # thirty tomorrow
        ("1995-06-30", 1),  # thirty today
        ("1985-07-01", 2),  # 39
        ("1985-06-30", 3),  # forty today
        ("1965-07-01", 6),  # 59
        ("1965-06-30", 7),  # sixty today: the band without an upper bound
        ("1930", 7),
        ("1985", UNKNOWN_BAND),  # 39 or 40: on either side of a bound
        ("1987", 2),  # 37 or 38, the same band
        ("", UNKNOWN_BAND),
    ],
)
def test_a_person_falls_into_the_band_of_their_age(born, band):
    ages, _, _ = profile([Person(born=born, gender="female")])
    assert ages[1].tolist() == [int(i == band) for i in range(BANDS)]


def test_sexes_and_levels_have_a_bin_for_not_known():
    ages, degrees, theory = profile(
        [
            Person(born="1990-01-01", gender="", qualifications=(("professional", "master", ""),)),
            Person(born="1990-01-01", gender="male"),
        ]
    )
    assert ages.sum(axis=1).tolist() == [1, 0, 1]
    master = LADDERS["professional"].index("master")
    assert degrees[master] == 1
    assert degrees[-1] == 1
    assert theory.tolist() == [0, 0, 0, 0, 0, 2]


def test_a_degree_that_may_or_may_not_be_awarded_yet_is_not_known():
    doubtful = (("professional", "university", "2005"), ("professional", "master", "2025"))
    _, degrees, _ = profile([Person(qualifications=doubtful)])
    assert degrees[-1] == 1
    # A doubtful one below the certain one changes nothing.
    settled = (("professional", "master", "2005"), ("professional", "university", "2025"))
    _, degrees, _ = profile([Person(qualifications=settled)])
    assert degrees[LADDERS["professional"].index("master")] == 1


def band_of(born: str, day: date) -> int:
    if not born:
        return UNKNOWN_BAND
    found = {sum(full_years(d, day) >= bound for bound in AGE_BOUNDS) for d in days(born)}
    return found.pop() if len(found) == 1 else UNKNOWN_BAND


@given(st.lists(people, max_size=15), some_days)
def test_every_group_adds_up_to_the_people_and_bands_are_those_of_their_ages(persons, day):
    ages, degrees, theory = profile(persons, day)
    assert ages.shape == (SEXES, BANDS)
    assert ages.sum() == degrees.sum() == theory.sum() == len(persons)
    bands = [band_of(person.born, day) for person in persons]
    assert ages.sum(axis=0).tolist() == [bands.count(band) for band in range(BANDS)]


def test_people_are_counted_in_their_own_unit():
    persons = [Person(born="1990-01-01", gender="male")] * 3
    counts = own_profile(bins(frame(persons, DAY), DAY), np.array([0, 2, 2]), 3)
    assert counts.shape == (3, WIDTH)
    assert counts.sum(axis=1).tolist() == [1 * len(SIZES), 0, 2 * len(SIZES)]
