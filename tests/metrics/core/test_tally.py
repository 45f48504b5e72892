"""Counting by unit, and carrying counts up the tree."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN, count, roll_up, rows_of


def tree(*pairs: tuple[int, int]) -> pd.DataFrame:
    """Return a units frame of (unit, parent), parent 0 at a root."""
    return pd.DataFrame(pairs, columns=["unit_id", "parent_id"], dtype="int32")


def test_people_are_counted_in_their_own_unit_only():
    # Row 0 has one of each and one outside; row 1 nobody; row 2 two met.
    codes = np.array([MET, NOT_MET, UNKNOWN, OUTSIDE, MET, MET], dtype=np.int8)
    rows = np.array([0, 0, 0, 0, 2, 2])
    assert count(codes, rows, 3).tolist() == [[1, 1, 1], [0, 0, 0], [2, 0, 0]]


def test_nobody_is_counted_as_nothing():
    nobody = np.zeros(0, dtype=np.int8)
    assert count(nobody, nobody.astype(np.int64), 2).tolist() == [[0, 0, 0], [0, 0, 0]]


def test_a_parents_counts_are_its_own_and_its_childrens():
    # 1 < 2 < 4 and 1 < 3: 4's five reach 2 and 1, 3's seven reach 1.
    units = tree((4, 2), (1, 0), (3, 1), (2, 1))
    own = np.array([[5], [1], [7], [2]])
    assert roll_up(own, units).tolist() == [[5], [15], [7], [7]]
    assert own.tolist() == [[5], [1], [7], [2]]


def test_several_roots_stand_beside_each_other():
    assert roll_up(np.array([[1], [2], [3]]), tree((1, 0), (2, 0), (3, 2))).tolist() == [
        [1],
        [5],
        [3],
    ]


def test_a_forest_without_units_has_no_counts():
    assert roll_up(np.zeros((0, 3), dtype=np.int64), tree()).shape == (0, 3)


@pytest.mark.parametrize(
    "pairs",
    [[(1, 1)], [(1, 2), (2, 1)], [(1, 0), (2, 3), (3, 4), (4, 2)], [(5, 2), (2, 3), (3, 2)]],
)
def test_a_cycle_is_refused(pairs):
    with pytest.raises(ValueError, match="cycle"):
        roll_up(np.ones((len(pairs), 1), dtype=np.int64), tree(*pairs))


def test_a_unit_that_is_not_in_the_frame_is_named():
    with pytest.raises(KeyError, match="7"):
        rows_of(tree((1, 0)), np.array([1, 7]))
    with pytest.raises(KeyError, match="9"):
        roll_up(np.ones((1, 1), dtype=np.int64), tree((1, 9)))


@st.composite
def forests(draw):
    """Draw units in any order, each under one that was drawn before it, or a root."""
    size = draw(st.integers(1, 25))
    parents = [draw(st.integers(0, i)) for i in range(size)]  # unit i + 1 under units 0..i
    order = draw(st.permutations(range(size)))
    own = draw(st.lists(st.integers(0, 9), min_size=2 * size, max_size=2 * size))
    return [(i + 1, parents[i]) for i in order], np.array(own).reshape(size, 2)


@given(forests())
def test_the_roll_up_is_what_walking_up_from_every_unit_gives(forest):
    pairs, own = forest
    parent = dict(pairs)
    total = {unit: np.zeros(2, dtype=np.int64) for unit in parent}
    for (unit, _), counts in zip(pairs, own, strict=True):
        at = unit
        while at:
            total[at] = total[at] + counts
            at = parent[at]
    assert roll_up(own, tree(*pairs)).tolist() == [total[unit].tolist() for unit, _ in pairs]


@given(forests())
def test_the_roots_together_hold_everyone_once(forest):
    pairs, own = forest
    total = roll_up(own, tree(*pairs))
    roots = [i for i, (_, parent) in enumerate(pairs) if parent == 0]
    assert total[roots].sum(axis=0).tolist() == own.sum(axis=0).tolist()


def test_a_chain_of_a_thousand_units_is_carried_up():
    units = tree(*[(i, i - 1) for i in range(1, 1001)])
    total = roll_up(np.ones((1000, 1), dtype=np.int64), units)
    assert total[:, 0].tolist() == list(range(1000, 0, -1))
