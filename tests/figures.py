"""Published figures as plain values, to be compared."""

from __future__ import annotations

from typing import Any

import numpy as np

from apps.metrics.core.profile import SIZES
from apps.metrics.figures import Counts, all_figures, counts_of
from apps.metrics.models import Run, Standing
from apps.targets.models import TargetVersion
from apps.units.models import Unit


def counts_at(run: Run, unit: Unit, version: TargetVersion) -> Counts:
    """Return the counts of a unit and a target, which must be there."""
    counts = counts_of(run, unit, version)
    assert counts is not None
    return counts


def by_key(run: Run, version: TargetVersion) -> dict[str, Counts]:
    """Return the counts of a target by the units' keys."""
    keys = dict(Unit.objects.values_list("pk", "key"))
    told = {keys[found.unit_id]: found.counts.get(version.pk) for found in all_figures(run)}
    return {key: counts for key, counts in told.items() if counts}


def shown(run: Run) -> dict[str, Any]:
    """Return every figure and profile of a run, by unit and target."""
    figures = all_figures(run)
    return {
        "results": {
            (found.unit_id, version_id): counts
            for found in figures
            for version_id, counts in found.counts.items()
        },
        "profiles": {found.unit_id: found.profile.tolist() for found in figures},
    }


def figures_at(run: Run) -> dict[str, Any]:
    """Return what a run shows, and how many people it counted."""
    return {**shown(run), "people": Run.objects.get(pk=run.pk).people}


def standings() -> dict[int, tuple[Any, ...]]:
    """Return how each person is kept: unit, codes and bins, by person."""
    targets = len(Run.objects.order_by("-pk")[0].version_ids)
    size = 8 + targets + len(SIZES)
    kept: dict[int, tuple[Any, ...]] = {}
    for row in Standing.objects.order_by("pk"):
        told = bytes(row.people)
        assert len(told) % size == 0
        in_row = set()
        for at in range(0, len(told), size):
            cadre, unit = np.frombuffer(told, dtype="<i4", count=2, offset=at).tolist()
            states = np.frombuffer(told, dtype=np.int8, count=size - 8, offset=at + 8).tolist()
            assert cadre not in in_row
            assert row.block in (None, cadre >> 13)
            in_row.add(cadre)
            kept[cadre] = (unit, states[:targets], states[targets:])
    return {cadre: told for cadre, told in kept.items() if told[0]}
