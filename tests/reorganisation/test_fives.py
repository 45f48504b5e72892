"""What a plan would make of the figures, for who sees counts only: shown counts carried along."""

from __future__ import annotations

import numpy as np
import pandas as pd

from apps.reorganisation.fives import Carried, Flow, after, before

# 1 stands above 2 and 3; 2 above 4 and 5.
TREE = pd.DataFrame({"unit_id": [1, 2, 3, 4, 5], "parent_id": [0, 1, 1, 2, 2]})
# Met, not met, unknown of one target: 40 of 60 in 3, 10 of 20 in 4, 12 of 31 in 5; nobody above.
OWN = np.array([[0, 0, 0], [0, 0, 0], [40, 20, 0], [10, 10, 0], [12, 19, 0]])


def tree(**parents: int) -> pd.DataFrame:
    pairs = {int(unit[1:]): parent for unit, parent in parents.items()}
    return pd.DataFrame({"unit_id": list(pairs), "parent_id": list(pairs.values())})


def shown(side: Carried) -> dict[int, list[int] | None]:
    """Population and met by unit; None where nothing can be told."""
    return {
        unit_id: None if side.is_open[row] else side.cells.shown[row, :2].tolist()
        for row, unit_id in enumerate(side.units["unit_id"].tolist())
    }


def flow(
    whole: dict[int, int] | None = None,
    parted: dict[int, set[int]] | None = None,
    leaving: set[int] | None = None,
) -> Flow:
    parts = {unit: frozenset(goals) for unit, goals in (parted or {}).items()}
    return Flow(whole or {}, parts, frozenset(leaving or ()))


def test_before_a_plan_everything_is_in_fives() -> None:
    assert shown(before(TREE, OWN)) == {
        1: [110, 60], 2: [50, 20], 3: [60, 40], 4: [20, 10], 5: [30, 10]
    }  # fmt: skip


def test_units_that_merge_take_their_shown_counts_along() -> None:
    found = after(before(TREE, OWN), tree(u1=0, u2=1, u3=1, u5=2), flow({4: 3}))
    assert shown(found) == {1: [110, 60], 2: [30, 10], 3: [80, 50], 5: [30, 10]}
    # A new unit has what merged into it: 20 and 30 may be off by two each.
    found = after(before(TREE, OWN), tree(u1=0, u2=1, u3=1, u6=2), flow({4: 6, 5: 6}))
    assert shown(found)[6] == [50, 20]
    row = found.units["unit_id"].tolist().index(6)
    assert (found.cells.low[row, 0], found.cells.high[row, 0]) == (46, 54)


def test_nothing_is_said_of_parts_below_the_unit_that_holds_them_all() -> None:
    made = tree(u1=0, u2=1, u3=1, u5=2, u6=2)
    found = shown(after(before(TREE, OWN), made, flow(parted={4: {5, 6}})))
    # 2 still holds all of 4; its parts in 5 and 6 stay untold.
    assert found == {1: [110, 60], 2: [50, 20], 3: [60, 40], 5: None, 6: None}
    found = shown(after(before(TREE, OWN), made, flow(parted={4: {3, 6}})))
    assert found == {1: [110, 60], 2: None, 3: None, 5: [30, 10], 6: None}


def test_where_somebody_leaves_nothing_is_said_up_to_the_top() -> None:
    made = tree(u1=0, u2=1, u3=1, u5=2)
    found = shown(after(before(TREE, OWN), made, flow(parted={4: {5}}, leaving={4})))
    assert found == {1: None, 2: None, 3: [60, 40], 5: None}
    found = shown(after(before(TREE, OWN), made, flow(parted={4: set()}, leaving={4})))
    assert found == {1: None, 2: None, 3: [60, 40], 5: [30, 10]}
