"""Where units of other days stand in a tree."""

from __future__ import annotations

import pandas as pd

from apps.metrics.core.lineage import standing_in

# 1 is the city, 2 and 3 stand under it, 4 under 2.
TREE = pd.DataFrame({"unit_id": [1, 2, 3, 4], "parent_id": [0, 1, 1, 2]})


def test_a_unit_stands_where_its_successors_do():
    # 10 and 11 became 4, 12 became 11 before.
    pairs = [(10, 4), (11, 4), (12, 11)]
    assert standing_in(TREE, [4, 10, 11, 12], pairs, {}) == {4: 4, 10: 4, 11: 4, 12: 4}


def test_what_became_several_stands_above_all_of_them():
    assert standing_in(TREE, [10], [(10, 2), (10, 4)], {}) == {10: 2}
    assert standing_in(TREE, [10], [(10, 3), (10, 4)], {}) == {10: 1}
    # One of the two has no place in the tree: only the other tells.
    assert standing_in(TREE, [10], [(10, 4), (10, 99)], {}) == {10: 4}


def test_a_later_unit_stands_where_its_predecessors_did():
    assert standing_in(TREE, [20, 21], [(2, 20), (3, 21), (4, 21)], {}) == {20: 2, 21: 1}


def test_what_nobody_succeeded_stands_at_its_last_parent():
    # 30 was closed under 31, which became 3; 32 stood nowhere.
    assert standing_in(TREE, [30, 32], [(31, 3)], {30: 31}) == {30: 3, 32: 0}


def test_units_that_succeed_one_another_in_a_ring_lead_nowhere():
    assert standing_in(TREE, [40, 41], [(40, 41), (41, 40)], {40: 1}) == {40: 1, 41: 0}
