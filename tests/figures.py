"""Published figures as plain values, to be compared."""

from __future__ import annotations

from typing import Any

import numpy as np

from apps.metrics.core.profile import SIZES
from apps.metrics.models import Profile, Result, Run, Standing

_COUNTS = ("own_met", "own_not_met", "own_unknown", "met", "not_met", "unknown")


def shown(run: Run) -> dict[str, Any]:
    """Return every figure and profile of a run, by unit and target."""
    results = Result.objects.at(run).values_list("unit_id", "version_id", "threshold_bp", *_COUNTS)
    profiles = Profile.objects.at(run).values_list("unit_id", "counts")
    listed, held = list(results), list(profiles)
    told = {
        "results": {row[:2]: row[2:] for row in listed},
        "profiles": dict(held),
    }
    # One row each: a unit that stood twice at a run would be lost in the dictionary.
    assert len(told["results"]) == len(listed)
    assert len(told["profiles"]) == len(held)
    return told


def figures_at(run: Run) -> dict[str, Any]:
    """Return what a run shows, and how many people it counted."""
    return {**shown(run), "people": Run.objects.get(pk=run.pk).people}


def standings() -> dict[int, tuple[Any, ...]]:
    """Return how each person is kept: unit, codes and bins, by person."""
    kept: dict[int, tuple[Any, ...]] = {}
    for row in Standing.objects.all():
        ids = np.frombuffer(bytes(row.cadre_ids), dtype=np.int32)
        if not len(ids):  # everyone of the block has gone
            continue
        units = np.frombuffer(bytes(row.unit_ids), dtype=np.int32)
        codes = np.frombuffer(bytes(row.codes), dtype=np.int8).reshape(len(ids), -1)
        bins = np.frombuffer(bytes(row.bins), dtype=np.int8).reshape(len(ids), len(SIZES))
        for i, cadre in enumerate(ids.tolist()):
            assert cadre not in kept
            kept[cadre] = (int(units[i]), codes[i].tolist(), bins[i].tolist())
    return kept
