"""Where the units of any day stand in the tree of another, through what succeeded them.

Units frames hold ``unit_id`` and ``parent_id`` (0 at the root). People are never divided: a unit
that became several stands at the lowest unit above all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

import pandas as pd

Pair = tuple[int, int]  # predecessor, successor


def standing_in(
    reference: pd.DataFrame, unit_ids: Iterable[int], pairs: Sequence[Pair], last: Mapping[int, int]
) -> dict[int, int]:
    """Return for each unit where it stands in the reference tree; 0 where it stands nowhere.

    A unit of that tree stands at itself. Another stands where its successors do, or, if it has
    none that leads there, its predecessors; else where the parent in ``last``, that it had last,
    does.
    """
    parents = dict(zip(reference["unit_id"].tolist(), reference["parent_id"].tolist(), strict=True))
    found = _Standing(parents, pairs, last)
    return {unit: found.of(unit) for unit in unit_ids}


class _Standing:
    def __init__(
        self, parents: Mapping[int, int], pairs: Sequence[Pair], last: Mapping[int, int]
    ) -> None:
        self.parents, self.last = parents, last
        self.after: dict[int, list[int]] = {}
        self.before: dict[int, list[int]] = {}
        for predecessor, successor in pairs:
            self.after.setdefault(predecessor, []).append(successor)
            self.before.setdefault(successor, []).append(predecessor)
        self.known = [dict.fromkeys(parents, 0) for _way in range(2)]
        for known in self.known:
            known.update((unit, unit) for unit in parents)

    def of(self, unit: int) -> int:
        places = (self._through(unit, way) for way in range(2))
        return next((place for place in places if place), 0) or self._at_parent(unit)

    def _through(self, unit: int, way: int) -> int:
        """Follow successors (0) or predecessors (1) into the tree; 0 where none leads there."""
        known = self.known[way]
        if unit not in known:
            known[unit] = 0  # what leads back to itself leads nowhere
            steps = (self.after, self.before)[way].get(unit, ())
            places = {place for step in steps if (place := self._through(step, way))}
            known[unit] = reduce(self._above_both, sorted(places)) if places else 0
        return known[unit]

    def _at_parent(self, unit: int) -> int:
        seen: set[int] = set()
        while (unit := self.last.get(unit, 0)) and unit not in seen:
            seen.add(unit)
            if place := self._through(unit, 0) or self._through(unit, 1):
                return place
        return 0

    def _above_both(self, one: int, other: int) -> int:
        """Return the lowest unit at or above both; 0 where two trees stand side by side."""
        path = set(self._climb(one))
        return next((unit for unit in self._climb(other) if unit in path), 0)

    def _climb(self, unit: int) -> list[int]:
        path = []
        while unit:
            path.append(unit)
            unit = self.parents[unit]
        return path
