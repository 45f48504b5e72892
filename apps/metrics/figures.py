"""The figures of units at a run, read from their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from django.db import connection

from apps.metrics.core.evaluate import CELLS
from apps.metrics.models import Run
from apps.metrics.score import Range, Score
from apps.targets.models import TargetVersion
from apps.units.models import Unit


class Counts(NamedTuple):
    """What is stored of a unit and a target: see ``core.evaluate.CELLS``."""

    threshold_bp: int
    own_met: int
    own_not_met: int
    own_unknown: int
    met: int
    not_met: int
    unknown: int

    def score(self, *, own: bool = False) -> Score:
        """Return the counts judged, with the units below or alone."""
        cells = self[1:4] if own else self[4:7]
        return Score.of(*cells, self.threshold_bp)


@dataclass(frozen=True, slots=True)
class Fives:
    """Protected counts of a unit and a target, see ``core.disclosure``.

    ``own`` and ``total`` are the population, the met and the unknown.
    """

    threshold_bp: int
    own: tuple[Range, Range, Range]
    total: tuple[Range, Range, Range]

    def score(self, *, own: bool = False) -> Score:
        """Return the counts judged, with the units below or alone."""
        return Score.of_ranges(*(self.own if own else self.total), self.threshold_bp)


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit's figures: its counts by version of target, and the profile of its people.

    Where only protected counts may be seen there is no profile.
    """

    unit_id: int
    counts: Mapping[int, Counts | Fives]
    profile: np.ndarray


# A unit's figures are its last row up to the run; an empty profile says that it had left the tree.
_AT = """SELECT found.unit_id, found.counts, found.profile
FROM unnest(%(units)s::int[]) wanted (id) CROSS JOIN LATERAL (
    SELECT unit_id, counts, profile FROM metrics_result
    WHERE unit_id = wanted.id AND from_run <= %(run)s ORDER BY from_run DESC LIMIT 1
) found WHERE found.profile <> ''"""


def figures_of(run: Run, unit_ids: Iterable[int]) -> dict[int, UnitFigures]:
    """Return the figures of some units at a run, by unit; those not in the tree are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_AT, {"units": list(unit_ids), "run": run.pk})
        return {row[0]: _figures(run, *row) for row in cursor.fetchall()}


def _figures(run: Run, unit_id: int, cells: list[int], profile: memoryview) -> UnitFigures:
    size = len(CELLS)
    counts = {
        version_id: Counts(*cells[size * i : size * (i + 1)])
        for i, version_id in enumerate(run.version_ids)
    }
    return UnitFigures(unit_id, counts, np.frombuffer(profile, dtype=">i4").astype(np.int64))


def counts_of(run: Run, unit: Unit, version: TargetVersion) -> Counts | None:
    """Return the counts of a unit and a target at a run, if it has any, as they are."""
    found = figures_of(run, [unit.pk]).get(unit.pk)
    return found.counts.get(version.pk) if found else None  # type: ignore[return-value]


def counts_of_all(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Return the units in the tree of a run, and their counts: (units, targets, ``CELLS``)."""
    with connection.cursor() as cursor:
        wanted = list(Unit.objects.order_by().values_list("pk", flat=True))
        cursor.execute(_AT, {"units": wanted, "run": run.pk})
        rows = cursor.fetchall()
    unit_ids = np.array([row[0] for row in rows], dtype=np.int64)
    counts = np.array([row[1] for row in rows], dtype=np.int64)
    return unit_ids, counts.reshape(len(rows), len(run.version_ids), len(CELLS))


def all_figures(run: Run) -> list[UnitFigures]:
    """Return the figures of every unit at a run."""
    return list(figures_of(run, Unit.objects.order_by().values_list("pk", flat=True)).values())
