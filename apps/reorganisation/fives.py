"""Figures before and after a plan for who sees counts only: from the counts shown to them alone.

As with other changes of the tree (``metrics.comparing_shown``), units that merge or move as a
whole take their shown counts along. Nothing is said of the parts of a unit: its counts stay with
the lowest unit that stands above all of them. So trying out plans tells nothing that the figures
do not tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from apps.metrics.core.disclosure import Cells, protected
from apps.metrics.core.tally import levels, roll_up
from apps.metrics.shown import shown_parts
from apps.reorganisation.moving import Destinations
from apps.reorganisation.plans import Plan


@dataclass(frozen=True)
class Flow:
    """Where the counts of units go, by number: whole, or in parts to any of several.

    ``leaving`` are units of whose people some leave.
    """

    whole: Mapping[int, int]
    parted: Mapping[int, frozenset[int]]
    leaving: frozenset[int]

    @classmethod
    def of(cls, plan: Plan, found: Destinations, ids: Mapping[str, int]) -> Flow:
        """Read from a plan which units go as a whole: those that no rule and no name divides."""
        named = {part.cadre for part in plan.named}
        leaving = {post.unit for post in found.leaving}
        divided = {post.unit for post, _to in found.going if post.cadre in named}
        divided |= leaving | {rule.source for rule in plan.rules}
        followed, closing = plan.followed(), set(plan.closing())
        whole = {key: into for key, into in followed.items() if key not in divided}
        ways = {*plan.successions(), *found.people()}
        ways |= {(key, key) for key in plan.sources() if key not in closing}
        goals: dict[str, set[int]] = {key: set() for key in plan.sources() if key not in whole}
        for source, to in ways:
            if source in goals:
                goals[source].add(ids[to])
        return cls(
            {ids[key]: ids[into] for key, into in whole.items()},
            {ids[key]: frozenset(found) for key, found in goals.items()},
            frozenset(ids[key] for key in leaving),
        )


@dataclass(frozen=True)
class Carried:
    """Shown counts by row of a tree; of rows that ``is_open`` marks they cannot be told."""

    units: pd.DataFrame
    cells: Cells
    is_open: np.ndarray


def before(units: pd.DataFrame, own: np.ndarray) -> Carried:
    """Return the counts of all units as they are shown, with everything below."""
    parts = shown_parts(own.reshape(len(own), -1, 3))
    _alone, total = protected(parts, roll_up(parts, units), units)
    return Carried(units, total, np.zeros(len(units), dtype=bool))


def after(known: Carried, units: pd.DataFrame, flow: Flow) -> Carried:
    """Carry the shown counts over to the tree that a plan makes."""
    shown, tree = known.cells.shown, _Tree.of(units)
    alone = shown.copy()
    for rows, parents in levels(known.units):
        np.subtract.at(alone, parents, shown[rows])
    # What is known, and how far below and above it the truth may lie.
    kept = [alone, shown - known.cells.low, known.cells.high - shown]
    total, low, high = (np.zeros((len(units), shown.shape[1]), dtype=np.int64) for _ in kept)
    is_open = np.zeros(len(units), dtype=bool)
    pairs = known.units[["unit_id", "parent_id"]].itertuples(index=False)
    for row, (unit_id, parent_id) in enumerate(pairs):
        at = tree.goal(int(unit_id), int(parent_id), flow, is_open)
        if at is not None:
            for sums, values in zip((total, low, high), kept, strict=True):
                sums[at] += values[row]
    is_new = ~np.isin(units["unit_id"].to_numpy(), known.units["unit_id"].to_numpy())
    low, high = (np.where(is_new[:, np.newaxis], roll_up(s, units), s) for s in (low, high))
    total = np.maximum(roll_up(total, units), 0)
    return Carried(units, Cells(total, np.maximum(total - low, 0), total + high), is_open)


@dataclass(frozen=True)
class _Tree:
    """The tree that a plan makes: rows by unit, and the row above each."""

    rows: Mapping[int, int]
    above: Mapping[int, int]

    @classmethod
    def of(cls, units: pd.DataFrame) -> _Tree:
        rows = {unit_id: row for row, unit_id in enumerate(units["unit_id"].tolist())}
        pairs = zip(rows.values(), units["parent_id"].tolist(), strict=True)
        return cls(rows, {row: rows[parent] for row, parent in pairs if parent})

    def goal(self, unit_id: int, parent_id: int, flow: Flow, is_open: np.ndarray) -> int | None:
        """Return the row that takes over a unit's counts, and mark of which none can be told."""
        if unit_id not in flow.parted:
            return self.rows.get(flow.whole.get(unit_id, unit_id))
        goals = flow.parted[unit_id] or {parent_id}
        ways = [list(self._upwards(self.rows[goal])) for goal in sorted(goals)]
        common = set(ways[0]).intersection(*ways)
        at = next((row for row in ways[0] if row in common), None)
        for way in ways:
            is_open[[row for row in way if row not in common]] = True
        if at is not None and unit_id in flow.leaving:
            is_open[list(self._upwards(at))] = True
        return at

    def _upwards(self, row: int) -> Iterator[int]:
        yield row
        while row in self.above:
            row = self.above[row]
            yield row
