"""What a change of the tree, of a target or of a threshold would do to the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from django.db import transaction

from apps.accounts.models import User
from apps.cadres.people import people_frame
from apps.metrics.core import evaluate
from apps.metrics.core.tally import roll_up
from apps.metrics.core.verdict import verdicts
from apps.metrics.previews.preview import Change, Effects, Turned, UnitEffect, current_specs
from apps.metrics.score import Score
from apps.metrics.selectors import specs
from apps.targets.models import TargetVersion
from apps.units.models import Placement, Unit
from apps.units.selectors import units_frame

# So many units are shown one by one; of the others only how many verdicts turn.
_SHOWN = 12


@dataclass(frozen=True)
class Side:
    """The tree and the targets before the act, or after it; names of the units that are seen."""

    units: pd.DataFrame
    specs: list[evaluate.Spec]
    versions: dict[int, TargetVersion]
    names: dict[int, str]

    @classmethod
    def read(cls, user: User, day: date, plan: str | None) -> Side:
        """Read how things stand in the present transaction."""
        listed = specs(day, plan=plan) if plan else current_specs(day)
        ids = [spec.version_id for spec in listed]
        seen = Unit.objects.visible_to(user, day).order_by()
        placed = Placement.objects.as_of(day).filter(unit__in=seen)
        return cls(
            units_frame(day),
            listed,
            TargetVersion.objects.select_related("target").in_bulk(ids),
            dict(placed.values_list("unit", "name")),
        )

    def counted(self, people: pd.DataFrame, codes: np.ndarray) -> np.ndarray:
        """Count people by unit with everything below it: (units, 3 × targets)."""
        return roll_up(self.counted_alone(people, codes), self.units)

    def counted_alone(self, people: pd.DataFrame, codes: np.ndarray) -> np.ndarray:
        """Count people by unit alone: (units, 3 × targets)."""
        unit_ids = people["unit_id"].to_numpy()
        is_inside = np.isin(unit_ids, self.units["unit_id"].to_numpy())
        rows = evaluate.rows_of(self.units, unit_ids[is_inside])
        return evaluate.own_counts(codes[is_inside], rows, len(self.units))

    @cached_property
    def _index(self) -> pd.Index:
        return pd.Index(self.units["unit_id"].to_numpy())

    def rows_of(self, unit_ids: np.ndarray) -> np.ndarray:
        """Return the rows of units; -1 for one that is not in the tree."""
        found: np.ndarray = self._index.get_indexer(pd.Index(unit_ids))
        return found

    def row_of(self, unit_id: int) -> int | None:
        """Return the row of a unit; None when it is not in the tree."""
        row = int(self.rows_of(np.array([unit_id]))[0])
        return row if row >= 0 else None

    def version(self, place: int) -> TargetVersion:
        """Return the version of a target by its place among the specs."""
        return self.versions[self.specs[place].version_id]

    def by_target(self) -> dict[int, int]:
        """Return the place of each target among the specs."""
        return {self.versions[s.version_id].target_id: i for i, s in enumerate(self.specs)}


@dataclass(frozen=True)
class _Pair:
    """A target before and after, over the same units: counts (units, 3), thresholds, verdicts.

    A side on which there is no such target is None.
    """

    version: TargetVersion
    before: _Half | None
    after: _Half | None

    @property
    def differs(self) -> np.ndarray:
        """Which units count otherwise, or are judged by another threshold."""
        before, after = self.before or self.after, self.after or self.before
        if before is None or after is None:
            raise ValueError("a target stands on one side at least")
        if self.before is None or self.after is None:
            return before.population > 0
        is_other = (before.counts != after.counts).any(axis=1) | (before.bars != after.bars)
        found: np.ndarray = is_other & (before.population + after.population > 0)
        return found

    def turned(self) -> Iterator[Turned]:
        """Yield how many units come from one verdict to another."""
        nowhere = [None] * len(self.differs)
        before, after = (
            side.verdicts.tolist() if side else nowhere for side in (self.before, self.after)
        )
        marks = zip(before, after, self.differs.tolist(), strict=True)
        counted = Counter((old, new) for old, new, is_other in marks if is_other and old != new)
        for (old, new), units in counted.most_common():
            yield Turned(self.version, old, new, units)

    def turns(self) -> np.ndarray:
        """Which units get another verdict."""
        if self.before is None or self.after is None:
            return np.zeros_like(self.differs)
        found: np.ndarray = self.differs & (self.before.verdicts != self.after.verdicts)
        return found

    def change(self, row: int) -> Change | None:
        """Return the target in one unit; None when nobody is counted on either side."""
        halves = [side.score(row) if side else None for side in (self.before, self.after)]
        known = [score for score in halves if score]
        if not any(score.population for score in known):
            return None
        before, after = (score or Score.of(0, 0, 0, known[0].threshold_bp) for score in halves)
        return Change(
            self.version, before, after, is_new=halves[0] is None, is_gone=halves[1] is None
        )


@dataclass(frozen=True)
class _Half:
    """A target on one side: counts and thresholds of the units."""

    counts: np.ndarray
    bars: np.ndarray
    verdicts: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        found = verdicts(self.counts[:, 0], self.counts[:, 2], self.population, self.bars)
        object.__setattr__(self, "verdicts", found)

    @property
    def population(self) -> np.ndarray:
        """How many people the target counts, by unit."""
        size: np.ndarray = self.counts.sum(axis=1)
        return size

    def score(self, row: int) -> Score:
        """Return one unit's counts, judged."""
        met, no, unknown = self.counts[row].tolist()
        return Score.of(met, no, unknown, int(self.bars[row]))


def effect_of_change(
    act: Callable[[], object], *, user: User, day: date, plan: str | None = None
) -> Effects:
    """Say what an act on the tree, a plan, a target or a threshold would do to the figures of day.

    The act is done, the tree and the targets are read, and it is taken back; whatever it raises is
    raised. People are read once and counted both ways, so the act must leave them alone, and the
    kinds of units: those are for ``effect_of``. Shown are the units that the user sees and whose
    counts, threshold or verdict change, those whose verdict turns first, then the higher ones.
    An act on the targets of one plan names it in ``plan``, be its period over or to come.
    """
    before, after, people = both_sides(act, user=user, day=day, plan=plan)
    return _compared(day, before, after, people)


def both_sides(
    act: Callable[[], object], *, user: User, day: date, plan: str | None
) -> tuple[Side, Side, pd.DataFrame]:
    """Do an act and take it back; return how things stand before and after, and the people."""
    with transaction.atomic():
        before = Side.read(user, day, plan)
        point = transaction.savepoint()
        try:
            act()
            after = Side.read(user, day, plan)
        finally:
            # What the act locked is free again from here on.
            transaction.savepoint_rollback(point)
        people = people_frame(day, evaluate.needs_of([*before.specs, *after.specs], day))
    return before, after, people


def _compared(day: date, before: Side, after: Side, people: pd.DataFrame) -> Effects:
    unit_ids = np.array(sorted(before.names.keys() | after.names.keys()), dtype=np.int64)
    pairs = list(_pairs(before, after, people, day, unit_ids))
    nothing = np.zeros(len(unit_ids), dtype=bool)
    differs = np.logical_or.reduce([nothing, *(pair.differs for pair in pairs)])
    turning = np.logical_or.reduce([nothing, *(pair.turns() for pair in pairs)])
    depths = depths_of(after, before)
    rows = sorted(
        np.flatnonzero(differs).tolist(),
        key=lambda row: (not turning[row], len(depths.get(int(unit_ids[row]), ()))),
    )
    shown = rows[:_SHOWN]
    keys = {int(unit_ids[row]) for row in shown}
    units = Unit.objects.in_bulk(keys)
    return Effects(
        day,
        tuple(
            UnitEffect(
                units[unit_id],
                after.names.get(unit_id) or before.names[unit_id],
                tuple(change for pair in pairs if (change := pair.change(row))),
                is_inner=any(above in keys for above in depths.get(unit_id, ())),
            )
            for row in shown
            if (unit_id := int(unit_ids[row])) in units
        ),
        people=0,
        turned=tuple(turn for pair in pairs for turn in pair.turned()),
        unshown=len(rows) - len(shown),
    )


def _pairs(
    before: Side, after: Side, people: pd.DataFrame, day: date, unit_ids: np.ndarray
) -> Iterator[_Pair]:
    """Yield each target of either side with its counts on both."""
    codes = evaluate.all_codes(before.specs, people, day)
    counted = before.counted(people, codes)
    counted_after = after.counted(people, _codes_after(before, after, people, day, codes))
    places, places_after = before.by_target(), after.by_target()
    for target_id in [*places, *(key for key in places_after if key not in places)]:
        i, j = places.get(target_id), places_after.get(target_id)
        yield _Pair(
            after.versions[after.specs[j].version_id]
            if j is not None
            else before.versions[before.specs[i or 0].version_id],
            None if i is None else _half(before, i, counted, unit_ids),
            None if j is None else _half(after, j, counted_after, unit_ids),
        )


def _codes_after(
    before: Side, after: Side, people: pd.DataFrame, day: date, codes: np.ndarray
) -> np.ndarray:
    """Return how everyone counts after the act; what a condition says is asked only once."""
    known = {(s.population, s.criterion): i for i, s in reversed(list(enumerate(before.specs)))}
    found = []
    for spec in after.specs:
        place = known.get((spec.population, spec.criterion))
        found.append(evaluate.codes(spec, people, day) if place is None else codes[:, place])
    return np.stack(found, axis=1) if found else np.zeros((len(people), 0), dtype=np.int8)


def _half(side: Side, place: int, counted: np.ndarray, unit_ids: np.ndarray) -> _Half:
    """Return a target's counts for the units asked for; a unit out of the tree counts nobody."""
    spec = side.specs[place]
    rows = pd.Index(side.units["unit_id"].to_numpy()).get_indexer(unit_ids)
    counts = np.where((rows >= 0)[:, np.newaxis], counted[rows, 3 * place : 3 * place + 3], 0)
    bars = np.array([spec.own_thresholds.get(int(unit), spec.threshold_bp) for unit in unit_ids])
    return _Half(counts, bars.astype(np.int64))


def depths_of(*sides: Side) -> dict[int, tuple[int, ...]]:
    """Return the units above each unit, by the first side that knows it."""
    above: dict[int, tuple[int, ...]] = {}
    for side in reversed(sides):
        parents = dict(
            zip(side.units["unit_id"].tolist(), side.units["parent_id"].tolist(), strict=True)
        )
        above |= {unit: tuple(_climb(unit, parents)) for unit in parents}
    return above


def _climb(unit: int, parents: dict[int, int]) -> Iterator[int]:
    while unit := parents.get(unit, 0):
        yield unit
