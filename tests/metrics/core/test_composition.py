"""Why a whole may fall while every part of it rises."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.metrics.core.composition import Shift, paradox


def test_people_who_move_to_where_few_meet_it_pull_the_whole_down():
    # 1 of 10 and 45 of 50: 46 of 60, 77 %. Then 6 of 40 and 19 of 20: 25 of 60, 42 %.
    found = paradox({1: (1, 10), 2: (45, 50)}, {1: (6, 40), 2: (19, 20)})
    assert found is not None
    assert (found.is_fall, found.people) == (True, (60, 60))
    assert (found.low, found.high) == ((Shift(1, 10, 40),), (Shift(2, 50, 20),))


def test_the_reverse():
    found = paradox({1: (6, 40), 2: (19, 20)}, {1: (1, 10), 2: (45, 50)})
    assert found is not None
    assert not found.is_fall
    assert (found.low, found.high) == ((Shift(1, 40, 10),), (Shift(2, 20, 50),))


def test_parts_that_cannot_be_compared_explain_nothing():
    falls = {1: (6, 40), 2: (19, 20)}
    assert paradox({1: (1, 10)}, falls) is None  # one part is new
    assert paradox({1: (0, 0), 2: (45, 50)}, falls) is None  # nobody was counted in one
    assert paradox({1: (1, 10), 2: (20, 20)}, falls) is None  # one part fell too
    assert paradox({1: (1, 2)}, {1: (1, 3)}) is None


ratios = st.tuples(st.integers(0, 9), st.integers(1, 9)).map(lambda r: (min(r), max(r)))
sides = st.tuples(ratios, ratios, ratios)


@settings(max_examples=300)
@given(sides, sides)
def test_it_is_told_exactly_when_the_whole_goes_against_every_part(before, after):
    steps = [Fraction(*b) - Fraction(*a) for a, b in zip(before, after, strict=True)]
    whole = Fraction(*map(sum, zip(*after, strict=True))) - Fraction(
        *map(sum, zip(*before, strict=True))
    )
    falls = whole < 0 and min(steps) >= 0 and max(steps) > 0
    rises = whole > 0 and max(steps) <= 0 and min(steps) < 0
    found = paradox(dict(enumerate(before)), dict(enumerate(after)))
    assert (found is not None) == (falls or rises)
    if found:
        assert found.is_fall == falls
        # The weight of some part moved: nothing else can turn the whole.
        assert found.low or found.high
