"""Every target, one day, every unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from apps.cadres.columns import Needs
from apps.metrics.core.tally import OUTSIDE, count, roll_up, rows_of
from apps.targets.conditions import Condition, needs
from apps.targets.states import TRUE, States, combined, leaf_states

COUNTS = ("own_met", "own_not_met", "own_unknown", "met", "not_met", "unknown")
# What is stored of a target: the threshold, the unit alone, with everything below it.
CELLS = ("threshold_bp", *COUNTS)
OWN, TOTAL = slice(1, 4), slice(4, 7)


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
    return codes_by(spec, len(people), lambda leaf: leaf_states(leaf, people, day))


def codes_by(spec: Spec, size: int, of_leaf: Callable[[Condition], States]) -> np.ndarray:
    """Return how ``size`` people count, from what the simple conditions say of them."""
    inside = combined(spec.population, size, of_leaf) == TRUE
    return np.where(inside, combined(spec.criterion, size, of_leaf) + 1, OUTSIDE).astype(np.int8)


def all_codes(specs: Sequence[Spec], people: pd.DataFrame, day: date) -> np.ndarray:
    """Return the codes of every person for every target, an array of (people, targets)."""
    if not specs:
        return np.zeros((len(people), 0), dtype=np.int8)
    return np.stack([codes(spec, people, day) for spec in specs], axis=1)


def own_counts(people_codes: np.ndarray, rows: np.ndarray, size: int) -> np.ndarray:
    """Count every target by unit: an array of (size, 3 * targets)."""
    parts = [count(people_codes[:, i], rows, size) for i in range(people_codes.shape[1])]
    return np.concatenate(parts, axis=1) if parts else np.zeros((size, 0), dtype=np.int64)


def cells(
    own: np.ndarray, total: np.ndarray, units: pd.DataFrame, specs: Sequence[Spec]
) -> np.ndarray:
    """Return the numbers ``CELLS`` for each unit and target: an array of (units, targets, 7).

    ``own`` is what ``own_counts`` returned for the rows of ``units``, ``total`` its roll-up.
    """
    found = np.empty((len(units), len(specs), len(CELLS)), dtype=np.int64)
    unit_ids = units["unit_id"].to_numpy()
    for i, spec in enumerate(specs):
        found[:, i, 0] = spec.threshold_bp
        for unit_id, threshold_bp in spec.own_thresholds.items():
            found[unit_ids == unit_id, i, 0] = threshold_bp
    found[:, :, OWN] = own.reshape(len(units), len(specs), 3)
    found[:, :, TOTAL] = total.reshape(len(units), len(specs), 3)
    return found


def results(own: np.ndarray, units: pd.DataFrame, specs: Sequence[Spec]) -> pd.DataFrame:
    """Return a row for each target and unit: their numbers, then ``CELLS``."""
    found = cells(own, roll_up(own, units), units, specs).swapaxes(0, 1).reshape(-1, len(CELLS))
    unit_ids = units["unit_id"].to_numpy().astype(np.int64)
    keys = {
        "unit_id": np.tile(unit_ids, len(specs)),
        "version_id": np.repeat([spec.version_id for spec in specs], len(units)).astype(np.int64),
    }
    return pd.DataFrame(keys | dict(zip(CELLS, found.T, strict=True)))


def evaluate(
    people: pd.DataFrame, units: pd.DataFrame, specs: Sequence[Spec], day: date
) -> pd.DataFrame:
    """Count every target on day for every unit, alone and with everything below it."""
    rows = rows_of(units, people["unit_id"].to_numpy())
    return results(own_counts(all_codes(specs, people, day), rows, len(units)), units, specs)
