"""Figures as a reader may see them: exact where they may see the people, protected elsewhere.

Every door that shows figures to users asks here. What is protected is protected for a whole run at
once, so that it is the same on every page and in every file.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from apps.accounts.access import reads_counts_only
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.metrics.core.disclosure import Cells, protected
from apps.metrics.core.evaluate import OWN, TOTAL
from apps.metrics.core.tally import rows_of
from apps.metrics.figures import Fives, UnitFigures, counts_of_all, figures_of
from apps.metrics.models import Run
from apps.metrics.score import Range, Score
from apps.targets.models import TargetVersion
from apps.units.models import Membership, Unit
from apps.units.selectors import units_frame

# Population, met, unknown.
SHOWN = 3
_KEPT = 24
_tables: OrderedDict[tuple[object, ...], Table] = OrderedDict()


def reach(user: User) -> tuple[int, ...] | None:
    """Return the units of whose people, at or below, the user reads; None when of all they see.

    What is written once for several readers is kept by this.
    """
    if not reads_counts_only(user):
        return None
    held = Membership.objects.in_force_now().holding(Permission.PEOPLE_VIEW).filter(user=user)
    return tuple(sorted(set(held.values_list("unit", flat=True))))


def exact_among(user: User, unit_ids: Collection[int], day: date) -> frozenset[int]:
    """Return of which of some units, whose figures the user sees, also the people may be seen."""
    if not reads_counts_only(user):
        return frozenset(unit_ids)
    seen = Unit.objects.visible_to(user, day, Permission.PEOPLE_VIEW).filter(pk__in=unit_ids)
    return frozenset(seen.order_by().values_list("pk", flat=True))


def sees_people(user: User, unit: Unit, day: date) -> bool:
    """Whether the figures of a unit are shown to the user as they are."""
    return unit.pk in exact_among(user, [unit.pk], day)


def figures_for(user: User, run: Run, unit_ids: Collection[int]) -> dict[int, UnitFigures]:
    """Return the figures of some units at a run as the user may see them, by unit."""
    exact = exact_among(user, unit_ids, run.as_of)
    found = figures_of(run, exact) if exact else {}
    if len(exact) < len(set(unit_ids)):
        table = table_of(run)
        found |= {pk: table.figures(pk) for pk in unit_ids if pk not in exact and pk in table.rows}
    return found


def score_for(
    user: User, run: Run, unit: Unit, version: TargetVersion, *, own: bool = False
) -> Score:
    """Return how a unit stands in a run, as the user may see it."""
    found = figures_for(user, run, [unit.pk]).get(unit.pk)
    counts = found.counts.get(version.pk) if found else None
    return counts.score(own=own) if counts else Score.of(0, 0, 0, version.threshold_bp)


@dataclass(frozen=True)
class Table:
    """The protected figures of all units at a run; rows by unit, three columns a target."""

    version_ids: tuple[int, ...]
    rows: dict[int, int]
    thresholds: np.ndarray
    own: Cells
    total: Cells

    def figures(self, unit_id: int) -> UnitFigures:
        """Return the figures of a unit."""
        row = self.rows[unit_id]
        own, total = _ranges(self.own, row), _ranges(self.total, row)
        thresholds = self.thresholds[row].tolist()
        counts = {
            version_id: Fives(bar, own[i], total[i])
            for i, (version_id, bar) in enumerate(zip(self.version_ids, thresholds, strict=True))
        }
        return UnitFigures(unit_id, counts, np.zeros(0, dtype=np.int64))


def _ranges(cells: Cells, row: int) -> list[tuple[Range, Range, Range]]:
    columns = (cells.shown[row].tolist(), cells.low[row].tolist(), cells.high[row].tolist())
    found = [Range(*values) for values in zip(*columns, strict=True)]
    return [(found[i], found[i + 1], found[i + 2]) for i in range(0, len(found), SHOWN)]


def table_of(run: Run) -> Table:
    """Return the protected figures of a run; the last ones worked out are at hand."""
    key = (run.pk, run.computed_at)
    if key not in _tables:
        _tables[key] = _table(run)
    _tables.move_to_end(key)
    while len(_tables) > _KEPT:
        _tables.popitem(last=False)
    return _tables[key]


def _table(run: Run) -> Table:
    unit_ids, counts = counts_of_all(run)
    units = tree_with(unit_ids, run.as_of)
    places = rows_of(units, unit_ids)
    of_tree = np.zeros((len(units), *counts.shape[1:]), dtype=np.int64)
    of_tree[places] = counts
    own, total = (shown_parts(of_tree[:, :, part]) for part in (OWN, TOTAL))
    rows = dict(zip(unit_ids.tolist(), places.tolist(), strict=True))
    return Table(tuple(run.version_ids), rows, of_tree[:, :, 0], *protected(own, total, units))


def tree_with(unit_ids: np.ndarray, day: date) -> pd.DataFrame:
    """Return the tree of a day as it is known now, with units that it does not hold beside it."""
    units = units_frame(day)
    others = np.setdiff1d(unit_ids, units["unit_id"].to_numpy())
    beside = pd.DataFrame({"unit_id": others, "parent_id": np.zeros(len(others), dtype=np.int64)})
    return pd.concat([units, beside], ignore_index=True) if len(others) else units


def shown_parts(counts: np.ndarray) -> np.ndarray:
    """Return population, met and unknown of met, not met and unknown: (units, 3 × targets)."""
    parts = np.stack([counts.sum(axis=2), counts[:, :, 0], counts[:, :, 2]], axis=2)
    return parts.reshape(len(counts), -1)
