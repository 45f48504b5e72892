"""Counting people by unit, and carrying counts up the tree.

Counts are integer arrays with one row for each unit, in the order of the units frame. The units
frame holds ``unit_id`` and ``parent_id`` (0 at the root) of every unit in force on the day.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

OUTSIDE, NOT_MET, UNKNOWN, MET = 0, 1, 2, 3


def rows_of(units: pd.DataFrame, unit_ids: np.ndarray) -> np.ndarray:
    """Return each unit's row in the units frame; raise KeyError for a unit that is not there."""
    index = pd.Index(units["unit_id"].to_numpy())
    rows = index.get_indexer(unit_ids)
    if (rows < 0).any():
        raise KeyError(int(np.asarray(unit_ids)[rows < 0][0]))
    return rows


def count(codes: np.ndarray, rows: np.ndarray, size: int) -> np.ndarray:
    """Count a target's people by unit: an array of (size, 3) for met, not met and unknown.

    ``codes`` says for each person whether and how they count; ``rows`` gives their unit's row.
    """
    table = np.bincount(rows * 4 + codes, minlength=size * 4).reshape(size, 4)
    return table[:, [MET, NOT_MET, UNKNOWN]]


def roll_up(own: np.ndarray, units: pd.DataFrame) -> np.ndarray:
    """Return each unit's counts with everything below it, from the units' own counts.

    ``own`` has one row for each unit and any number of columns. Raises ValueError when the tree
    has a cycle.
    """
    total = own.copy()
    for rows, parents in levels(units):
        np.add.at(total, parents, total[rows])
    return total


def roll_down(own: np.ndarray, units: pd.DataFrame) -> np.ndarray:
    """Return each unit's values with those of everything above it, from the units' own values."""
    total = own.copy()
    for rows, parents in reversed(levels(units)):
        total[rows] += total[parents]
    return total


def levels(units: pd.DataFrame) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the units by depth, deepest first, each with its parent's row."""
    parent_ids = units["parent_id"].to_numpy()
    parents = np.full(len(units), -1, dtype=np.int64)
    below = parent_ids != 0
    parents[below] = rows_of(units, parent_ids[below])
    depth = np.zeros(len(units), dtype=np.int64)
    at = parents.copy()
    for _step in range(len(units)):
        climbing = at >= 0
        if not climbing.any():
            break
        depth[climbing] += 1
        at[climbing] = parents[at[climbing]]
    else:
        if len(units):
            raise ValueError("the tree of units has a cycle")
    order = [np.flatnonzero(depth == level) for level in range(depth.max(initial=0), 0, -1)]
    return [(rows, parents[rows]) for rows in order]
