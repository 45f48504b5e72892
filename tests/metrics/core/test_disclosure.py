"""Protected counts: in fives, joined at the edges, so that nothing can be worked out of them."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.metrics.core.disclosure import LEAST, Cells, blurred, in_fives, protected
from apps.metrics.core.tally import roll_up


def tree(parents: list[int]) -> pd.DataFrame:
    """Return units 1, 2, … under these parents; 0 is none."""
    return pd.DataFrame({"unit_id": range(1, len(parents) + 1), "parent_id": parents})


def shown(parents: list[int], own: list[int]) -> tuple[Cells, Cells, np.ndarray]:
    """Protect one column of counts of a tree; return the counts with everything below too."""
    units, alone = tree(parents), np.array(own, dtype=np.int64).reshape(-1, 1)
    total = roll_up(alone, units)
    return *protected(alone, total, units), total


def test_a_count_is_the_nearest_multiple_of_five() -> None:
    counts = np.array([0, 1, 2, 3, 4, 5, 7, 8, 12, 13, 102, 103])
    assert in_fives(counts).tolist() == [0, 0, 0, 5, 5, 5, 5, 10, 10, 15, 100, 105]


def test_a_part_can_be_two_more_or_less_and_never_less_than_nothing() -> None:
    cells = Cells.alone(np.array([1, 4, 11]))
    assert list(zip(cells.low.tolist(), cells.high.tolist(), strict=True)) == [
        (0, 2),
        (3, 7),
        (8, 12),
    ]


@pytest.mark.parametrize(
    ("count", "least", "most", "said"),
    [
        # Four parts that show 0: 8 would be the only value of ten, and is shown as five.
        (8, 0, 8, (5, 3, 8)),
        (7, 0, 8, (5, 3, 8)),
        (2, 0, 8, (0, 0, 2)),
        # Two that show 5: 6 and 7 are only two values of five, and join the ten; so do 13 and 14
        # at the other end.
        (6, 6, 14, (10, 6, 14)),
        (14, 6, 14, (10, 6, 14)),
        # Two parts that show 0: 3 and 4 join the nothing.
        (4, 0, 4, (0, 0, 4)),
        (1, 0, 4, (0, 0, 4)),
        # Both ends of two fives are short: they are one, by the name of the first.
        (7, 7, 9, (5, 7, 9)),
        # Only the first is short.
        (7, 7, 12, (10, 7, 12)),
        # Far from its edges a sum is like any count.
        (20, 0, 62, (20, 18, 22)),
        # All that is possible lies within one five.
        (4, 3, 6, (5, 3, 6)),
        (4, 4, 5, (5, 4, 5)),
    ],
)
def test_a_sum_is_joined_where_its_edge_would_give_its_parts_away(
    count: int, least: int, most: int, said: tuple[int, int, int]
) -> None:
    cells = Cells.joined(np.array([count]), np.array([least]), np.array([most]))
    assert (cells.shown[0], cells.low[0], cells.high[0]) == said


def test_four_units_of_two_do_not_show_ten() -> None:
    # A city without posts of its own over four units of two people: by nearest fives 0 and 10.
    _alone, total, _counts = shown([0, 1, 1, 1, 1], [0, 2, 2, 2, 2])
    assert total.shown[1:, 0].tolist() == [0, 0, 0, 0]
    # Its own posts are a part too: five parts of at most two, 8 to 10 are three values.
    assert total.shown[0, 0] == 10
    _alone, total, _counts = shown([0, 1, 1, 1], [2, 2, 2, 2])
    assert total.shown[0, 0] == 5


def test_a_unit_without_units_below_shows_one_count_for_both() -> None:
    alone, total, _counts = shown([0, 1], [4, 6])
    assert alone.shown[1, 0] == total.shown[1, 0] == 5


def test_a_sum_that_is_not_that_of_its_parts_is_shown_like_a_part() -> None:
    # A run whose tree was corrected afterwards.
    units = tree([0, 1])
    _alone, total = protected(np.array([[1], [1]]), np.array([[40], [1]]), units)
    assert (total.shown[0, 0], total.low[0, 0], total.high[0, 0]) == (40, 38, 42)


TREES = st.integers(1, 12).flatmap(
    lambda size: st.tuples(
        st.tuples(*[st.integers(0 if i == 0 else 1, max(i, 0)) for i in range(size)]),
        st.lists(st.integers(0, 9), min_size=size, max_size=size),
    )
)


@given(TREES)
def test_a_count_lies_within_what_is_shown_of_it(world: tuple[tuple[int, ...], list[int]]) -> None:
    parents, own = world
    alone, total, counts = shown(list(parents), own)
    for cells, found in ((alone, np.array(own).reshape(-1, 1)), (total, counts)):
        assert (cells.low <= found).all()
        assert (found <= cells.high).all()
        assert (cells.high - cells.low + 1 >= LEAST).all()
        assert (cells.shown % 5 == 0).all()
        assert (abs(cells.shown - found) <= 4).all()


def possible(alone: Any) -> Any:
    """Return every choice of the units' own counts that what is shown of them leaves open."""
    ranges = [
        range(int(a), int(b) + 1) for a, b in zip(alone.low[:, 0], alone.high[:, 0], strict=True)
    ]
    return np.array(list(itertools.product(*ranges)), dtype=np.int64).T


SMALL = st.integers(1, 4).flatmap(
    lambda size: st.tuples(
        st.tuples(*[st.integers(0 if i == 0 else 1, max(i, 0)) for i in range(size)]),
        st.lists(st.integers(0, 8), min_size=size, max_size=size),
    )
)


@given(SMALL)
def test_whatever_is_shown_every_count_may_be_one_of_three(
    world: tuple[tuple[int, ...], list[int]],
) -> None:
    """Row 8, worked out in full: all the trees that would show the very same are tried."""
    parents, own = list(world[0]), world[1]
    alone, total, _counts = shown(parents, own)
    others = possible(alone)
    sums = roll_up(others, tree(parents))
    _alone, same = protected(others, sums, tree(parents))
    fits = (same.shown == total.shown).all(axis=0)
    assert fits.any()
    for cells in (others[:, fits], sums[:, fits]):
        assert all(len(np.unique(row)) >= LEAST for row in cells)


@given(SMALL)
def test_what_is_joined_depends_on_what_the_parts_show_alone(
    world: tuple[tuple[int, ...], list[int]],
) -> None:
    parents, own = list(world[0]), world[1]
    alone, total, _counts = shown(parents, own)
    # What is said to be possible of each count is what is possible, not less: else the joining
    # itself would tell something.
    others = possible(alone)
    sums = roll_up(others, tree(parents))
    within = ((sums >= total.low) & (sums <= total.high)).all(axis=0)
    _alone, same = protected(others, sums, tree(parents))
    assert ((same.shown == total.shown).all(axis=0) == within).all()


def test_the_same_question_about_the_same_people_has_the_same_answer() -> None:
    people = np.arange(40)
    first = blurred(people, "women", b"secret")
    assert first % 5 == 0
    assert blurred(people[::-1], "women", b"secret") == first
    others = {blurred(people, f"women {i}", b"secret") for i in range(50)}
    assert len(others) > 3
    assert {blurred(people, "women", bytes([i])) for i in range(50)} != {first}
    # As many other people: another draw, else a person who comes would show as one more.
    assert len({blurred(people + i, "women", b"secret") for i in range(50)}) > 3


def test_answers_are_right_on_the_whole_and_off_by_some_ten_people() -> None:
    found = np.array([blurred(np.arange(500), str(i), b"secret") for i in range(2000)])
    assert abs(found.mean() - 500) < 1.5
    assert 9 < found.std() < 13
    # Unbounded noise: more than thirty off is rare, and happens.
    assert (abs(found - 500) > 30).any()


def test_nobody_is_answered_about_like_a_few() -> None:
    assert min(blurred(np.arange(0), str(i), b"secret") for i in range(50)) == 0
