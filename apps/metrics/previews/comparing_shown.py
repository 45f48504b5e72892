"""What a change would do to the figures, for readers who see counts only.

What is shown before the change is protected as everywhere. What is shown after it is worked out
from the shown counts alone, never from the people: units that move take their shown counts along.
So trying out moves tells nothing that the figures do not tell. How many people in each unit a new
condition would count is not said: of conditions that a reader writes freely no count of a small
unit is safe, rounded or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from apps.accounts.access import reads_counts_only
from apps.accounts.models import User
from apps.metrics.core import evaluate
from apps.metrics.core.disclosure import Cells, protected
from apps.metrics.core.tally import levels, roll_up
from apps.metrics.previews.comparing import Side, both_sides, depths_of, effect_of_change
from apps.metrics.previews.preview import Change, Effects, Turned, UnitEffect
from apps.metrics.score import Range, Score
from apps.metrics.shown import SHOWN, shown_parts
from apps.targets.models import TargetVersion
from apps.units.models import Unit

# So many units are shown one by one; of the others only how many verdicts turn.
_SHOWN_UNITS = 12


def effect_for(
    act: Callable[[], object], *, user: User, day: date, plan: str | None = None
) -> Effects:
    """Say what an act on the tree, a plan, a target or a threshold would do.

    As ``effect_of_change``, as far as the user may see it.
    """
    if not reads_counts_only(user):
        return effect_of_change(act, user=user, day=day, plan=plan)
    before, after, people = both_sides(act, user=user, day=day, plan=plan)
    codes = evaluate.all_codes(before.specs, people, day)
    own = before.counted_alone(people, codes)
    half = _Half(before, _protected(own, before), list(range(len(before.specs))))
    return _effects(day, half, _after(half, after))


@dataclass(frozen=True)
class _Half:
    """One side: shown counts by unit, and for each of its targets where they stand among them.

    A target whose conditions the other side does not have has no place: it is not shown.
    """

    side: Side
    cells: Cells
    places: list[int | None]

    def score(self, unit_id: int, target: int) -> Score | None:
        """Return what is shown of a unit; None when it is not in the tree."""
        row, place = self.side.row_of(unit_id), self.places[target]
        if row is None or place is None:
            return None
        spec = self.side.specs[target]
        population, met, unknown = (
            Range(*(int(part[row, SHOWN * place + i]) for part in self._parts))
            for i in range(SHOWN)
        )
        threshold_bp = spec.own_thresholds.get(unit_id, spec.threshold_bp)
        return Score.of_ranges(population, met, unknown, threshold_bp)

    @property
    def _parts(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self.cells.shown, self.cells.low, self.cells.high


def _protected(own: np.ndarray, side: Side) -> Cells:
    parts = shown_parts(own.reshape(len(own), -1, 3))
    _alone, total = protected(parts, roll_up(parts, side.units), side.units)
    return total


def _after(before: _Half, after: Side) -> _Half:
    """Carry what is shown before over to the tree and the targets after the act."""
    shown = before.cells.shown
    alone = shown.copy()
    for rows, above in levels(before.side.units):
        np.subtract.at(alone, above, shown[rows])
    rows = before.side.rows_of(after.units["unit_id"].to_numpy())
    is_known = (rows >= 0)[:, np.newaxis]
    total = np.maximum(roll_up(np.where(is_known, alone[rows], 0), after.units), 0)
    below, above = (
        np.where(is_known, np.abs(part - shown)[rows], 0)
        for part in (before.cells.low, before.cells.high)
    )
    cells = Cells(total, np.maximum(total - below, 0), total + above)
    said = {(s.population, s.criterion): i for i, s in enumerate(before.side.specs)}
    return _Half(after, cells, [said.get((s.population, s.criterion)) for s in after.specs])


def _effects(day: date, before: _Half, after: _Half) -> Effects:
    pairs, hidden = _pairs(before, after)
    unit_ids = sorted(before.side.names.keys() | after.side.names.keys())
    changes = {unit_id: _changes(unit_id, pairs, before, after) for unit_id in unit_ids}
    depths = depths_of(after.side, before.side)
    touched = sorted(
        (pk for pk, found in changes.items() if any(not change.is_none for change in found)),
        key=lambda pk: (not any(c.turns for c in changes[pk]), len(depths.get(pk, ()))),
    )
    first = touched[:_SHOWN_UNITS]
    units = Unit.objects.in_bulk(first)
    shown = tuple(
        UnitEffect(
            units[pk],
            after.side.names.get(pk) or before.side.names[pk],
            changes[pk],
            is_inner=any(above in units for above in depths.get(pk, ())),
        )
        for pk in first
        if pk in units
    )
    turned = tuple(_turned(changes[pk] for pk in touched))
    unshown = len(touched) - len(first)
    return Effects(day, shown, 0, turned, unshown, in_fives=True, hidden=hidden)


@dataclass(frozen=True)
class _Pair:
    """A target with its place on either side; None where there is none."""

    version: TargetVersion
    before: int | None
    after: int | None


def _pairs(before: _Half, after: _Half) -> tuple[list[_Pair], tuple[TargetVersion, ...]]:
    """Return the targets of either side that can be shown, and those that cannot."""
    places, places_after = before.side.by_target(), after.side.by_target()
    pairs, hidden = [], []
    for target_id in dict.fromkeys([*places, *places_after]):
        i, j = places.get(target_id), places_after.get(target_id)
        version = after.side.version(j) if j is not None else before.side.version(i or 0)
        if j is not None and after.places[j] is None:
            hidden.append(version)
        else:
            pairs.append(_Pair(version, i, j))
    return pairs, tuple(hidden)


def _changes(unit_id: int, pairs: list[_Pair], before: _Half, after: _Half) -> tuple[Change, ...]:
    found = []
    for pair in pairs:
        old = None if pair.before is None else before.score(unit_id, pair.before)
        new = None if pair.after is None else after.score(unit_id, pair.after)
        known = [score for score in (old, new) if score]
        if any(score.population for score in known):
            nothing = Range(0, 0, 0)
            nobody = Score.of_ranges(nothing, nothing, nothing, known[0].threshold_bp)
            is_new, is_gone = pair.before is None, pair.after is None
            found.append(Change(pair.version, old or nobody, new or nobody, is_new, is_gone))
    return tuple(found)


def _turned(changes: Iterator[tuple[Change, ...]]) -> Iterator[Turned]:
    """Yield how many units come from one verdict to another."""
    versions: dict[int, TargetVersion] = {}
    counted: Counter[tuple[int, str | None, str | None]] = Counter()
    for change in (change for found in changes for change in found if not change.is_none):
        old = None if change.is_new else str(change.before.verdict)
        new = None if change.is_gone else str(change.after.verdict)
        if old != new:
            versions[change.version.pk] = change.version
            counted[change.version.pk, old, new] += 1
    for (pk, old, new), units in counted.most_common():
        yield Turned(versions[pk], old, new, units)
