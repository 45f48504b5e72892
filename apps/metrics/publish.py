"""Writing a run: only what differs from the run before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import Max

from apps.common.stream import read_frame, write_frame
from apps.metrics.core import profile
from apps.metrics.core.evaluate import COUNTS
from apps.metrics.models import Run

_VALUES = ("threshold_bp", *COUNTS)
_RESULT = [
    ("id", "int64"),
    ("unit_id", "int32"),
    ("version_id", "int32"),
    ("threshold_bp", "int16"),
    *((name, "int32") for name in COUNTS),
]


@dataclass(frozen=True)
class Figures:
    """What a run says: results by unit and target, profiles by unit, and how many were counted.

    ``results`` is the frame of ``core.evaluate.results``; ``profiles`` has one row of
    ``profile.WIDTH`` counts for each of ``unit_ids``.
    """

    results: pd.DataFrame
    unit_ids: np.ndarray
    profiles: np.ndarray
    people: int


def publish(cursor: Any, figures: Figures, *, day: date, reason: Run.Reason) -> Run:
    """Write the figures as the next run of day. The caller holds the lock on runs."""
    run = _next_run(day, reason, figures.people)
    _publish_results(cursor, run, figures.results, current_results(cursor), is_whole=True)
    current = current_profiles(cursor)
    _publish_profiles(cursor, run, figures.unit_ids, figures.profiles, current, is_whole=True)
    return run


def publish_difference(
    cursor: Any, changed: Figures, base: tuple[pd.DataFrame, pd.DataFrame], *, day: date
) -> Run:
    """Write a run that differs from the one before only in the given rows.

    ``base`` holds the current rows of the changed units, as read by ``current_results`` and
    ``current_profiles``.
    """
    run = _next_run(day, Run.Reason.CHANGE, changed.people)
    _publish_results(cursor, run, changed.results, base[0], is_whole=False)
    _publish_profiles(cursor, run, changed.unit_ids, changed.profiles, base[1], is_whole=False)
    return run


def _next_run(day: date, reason: Run.Reason, people: int) -> Run:
    last = Run.objects.filter(as_of=day).aggregate(last=Max("edition"))["last"] or 0
    return Run.objects.create(as_of=day, edition=last + 1, reason=reason, people=people)


def current_results(cursor: Any, unit_ids: np.ndarray | None = None) -> pd.DataFrame:
    """Return the results in force at the last run, of all units or of some."""
    names = ", ".join(name for name, _ in _RESULT)
    query = f"SELECT {names} FROM metrics_result WHERE until_run IS NULL"
    return read_frame(cursor, query + _among(cursor, unit_ids), _RESULT)


def current_profiles(cursor: Any, unit_ids: np.ndarray | None = None) -> pd.DataFrame:
    """Return the profiles in force at the last run: id, unit_id and one column a bin."""
    bins = [(f"bin_{i}", "int32") for i in range(profile.WIDTH)]
    cells = ", ".join(f"counts[{i + 1}]" for i in range(profile.WIDTH))
    query = f"SELECT id, unit_id, {cells} FROM metrics_profile WHERE until_run IS NULL"
    columns = [("id", "int64"), ("unit_id", "int32"), *bins]
    return read_frame(cursor, query + _among(cursor, unit_ids), columns)


def _among(cursor: Any, unit_ids: np.ndarray | None) -> str:
    if unit_ids is None:
        return ""
    listed: str = cursor.mogrify("%s", [unit_ids.tolist()]).decode()
    return f" AND unit_id = ANY({listed}::int[])"


def _differing(
    new_keys: np.ndarray, new: np.ndarray, old_keys: np.ndarray, old: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return which new rows say something new, and which old rows they or nothing replace."""
    order = np.argsort(old_keys)
    at = np.searchsorted(old_keys, new_keys, sorter=order)
    found = at < len(old_keys)
    place = order[np.where(found, at, 0)] if len(old_keys) else np.zeros(len(new_keys), int)
    found &= old_keys[place] == new_keys if len(old_keys) else False
    same = np.zeros(len(new_keys), dtype=bool)
    same[found] = (new[found] == old[place[found]]).all(axis=1)
    replaced = np.ones(len(old_keys), dtype=bool)
    replaced[place[found & same]] = False
    return ~same, replaced


def _publish_results(
    cursor: Any, run: Run, new: pd.DataFrame, old: pd.DataFrame, *, is_whole: bool
) -> None:
    keys = [f["unit_id"].to_numpy(np.int64) << 32 | f["version_id"].to_numpy() for f in (new, old)]
    values = [f[list(_VALUES)].to_numpy(np.int64) for f in (new, old)]
    changed, replaced = _differing(keys[0], values[0], keys[1], values[1])
    if not is_whole:
        replaced &= np.isin(keys[1], keys[0])
    _close(cursor, "metrics_result", run, old["id"].to_numpy()[replaced])
    rows = new[changed].drop(columns="id", errors="ignore")
    rows = rows.astype({"threshold_bp": np.int16} | dict.fromkeys(COUNTS, np.int32))
    rows = rows.astype({"unit_id": np.int32, "version_id": np.int32})
    write_frame(cursor, "metrics_result", rows.assign(from_run=np.int32(run.pk)))


def _publish_profiles(
    cursor: Any,
    run: Run,
    unit_ids: np.ndarray,
    counts: np.ndarray,
    old: pd.DataFrame,
    *,
    is_whole: bool,
) -> None:
    old_ids = old["unit_id"].to_numpy()
    old_counts = old.iloc[:, 2:].to_numpy()
    changed, replaced = _differing(unit_ids, counts, old_ids, old_counts)
    if not is_whole:
        replaced &= np.isin(old_ids, unit_ids)
    _close(cursor, "metrics_profile", run, old["id"].to_numpy()[replaced])
    rows = pd.DataFrame({"unit_id": unit_ids[changed].astype(np.int32)})
    rows["from_run"] = np.int32(run.pk)
    write_frame(cursor, "metrics_profile", rows, {"counts": counts[changed].astype(np.int32)})


def _close(cursor: Any, table: str, run: Run, ids: np.ndarray) -> None:
    if len(ids):
        query = f"UPDATE {table} SET until_run = %s WHERE id = ANY(%s)"
        cursor.execute(query, [run.pk, ids.tolist()])
