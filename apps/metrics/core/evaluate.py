"""Every target, one day, every unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from apps.cadres.columns import Needs
from apps.metrics.core.tally import OUTSIDE, count, roll_up, rows_of
from apps.targets.conditions import Condition, needs
from apps.targets.states import TRUE, states

COUNTS = ("own_met", "own_not_met", "own_unknown", "met", "not_met", "unknown")


@dataclass(frozen=True)
class Spec:
    """A version of a target as the core needs it; ``own_thresholds`` by unit id."""

    version_id: int
    population: Condition
    criterion: Condition
    threshold_bp: int
    own_thresholds: Mapping[int, int] = field(default_factory=dict)


def needs_of(specs: Sequence[Spec], day: date) -> Needs:
    """Return which facts the targets look at on day."""
    parts = [part for spec in specs for part in (spec.population, spec.criterion)]
    return needs(parts, day)


def codes(spec: Spec, people: pd.DataFrame, day: date) -> np.ndarray:
    """Return for each person OUTSIDE, NOT_MET, UNKNOWN or MET, as an int8 array."""
    inside = states(spec.population, people, day) == TRUE
    return np.where(inside, states(spec.criterion, people, day) + 1, OUTSIDE).astype(np.int8)


def all_codes(specs: Sequence[Spec], people: pd.DataFrame, day: date) -> np.ndarray:
    """Return the codes of every person for every target, an array of (people, targets)."""
    if not specs:
        return np.zeros((len(people), 0), dtype=np.int8)
    return np.stack([codes(spec, people, day) for spec in specs], axis=1)


def own_counts(people_codes: np.ndarray, rows: np.ndarray, size: int) -> np.ndarray:
    """Count every target by unit: an array of (size, 3 * targets)."""
    parts = [count(people_codes[:, i], rows, size) for i in range(people_codes.shape[1])]
    return np.concatenate(parts, axis=1) if parts else np.zeros((size, 0), dtype=np.int64)


def results(own: np.ndarray, units: pd.DataFrame, specs: Sequence[Spec]) -> pd.DataFrame:
    """Return one row for each unit and target: own and subtree counts and the threshold.

    ``own`` is what ``own_counts`` returned for the rows of ``units``.
    """
    total = roll_up(own, units)
    frames = [
        _of_target(spec, own[:, 3 * i : 3 * i + 3], total[:, 3 * i : 3 * i + 3], units)
        for i, spec in enumerate(specs)
    ]
    empty = {name: np.zeros(0, dtype=np.int64) for name in _RESULT}
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(empty)


_RESULT = ("unit_id", "version_id", "threshold_bp", *COUNTS)


def _of_target(spec: Spec, own: np.ndarray, total: np.ndarray, units: pd.DataFrame) -> pd.DataFrame:
    unit_ids = units["unit_id"].to_numpy().astype(np.int64)
    thresholds = np.full(len(units), spec.threshold_bp, dtype=np.int64)
    for unit_id, threshold_bp in spec.own_thresholds.items():
        thresholds[unit_ids == unit_id] = threshold_bp
    values = [unit_ids, np.full(len(units), spec.version_id), thresholds, *own.T, *total.T]
    return pd.DataFrame(dict(zip(_RESULT, values, strict=True)))


def evaluate(
    people: pd.DataFrame, units: pd.DataFrame, specs: Sequence[Spec], day: date
) -> pd.DataFrame:
    """Count every target on day for every unit, alone and with everything below it."""
    rows = rows_of(units, people["unit_id"].to_numpy())
    own = own_counts(all_codes(specs, people, day), rows, len(units))
    return results(own, units, specs)
