"""Computing the figures of a day and publishing them whole."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import Model

from apps.cadres.columns import Needs
from apps.cadres.models import ChangedCadre
from apps.cadres.people import people_frame
from apps.common.stream import one_snapshot
from apps.jobs.models import Job
from apps.jobs.services import finish
from apps.metrics.core import evaluate, profile
from apps.metrics.core.tally import OUTSIDE, roll_up
from apps.metrics.models import Run, Standing
from apps.metrics.publish import (
    Figures,
    current_profiles,
    current_results,
    publish,
    publish_difference,
)
from apps.metrics.selectors import specs
from apps.metrics.standing import BLOCK_BITS, Standings, keep_all, keep_blocks, read_blocks
from apps.targets.models import TargetChange
from apps.units.models import TreeChange
from apps.units.selectors import units_frame

_RULES = (TreeChange, TargetChange)
# Beyond this share of the people a whole refresh is quicker than taking in differences.
_FEW = 0.2


@dataclass(frozen=True)
class _Setting:
    """What a day's figures are computed from, apart from the people."""

    day: date
    units: pd.DataFrame
    specs: list[evaluate.Spec]

    @property
    def version_ids(self) -> list[int]:
        return [spec.version_id for spec in self.specs]

    @property
    def needs(self) -> Needs:
        return evaluate.needs_of(self.specs, self.day) | profile.NEEDS


def _setting(day: date) -> _Setting:
    return _Setting(day, units_frame(day), specs(day))


def refresh(*, day: date, reason: Run.Reason = Run.Reason.ASKED, job: Job | None = None) -> Run:
    """Compute every target in force on day for every unit, and publish the run.

    With a job, the job is finished in the same transaction, so that the work of a worker that
    lost its lease leaves no trace.
    """
    started = time.perf_counter()
    with one_snapshot(lock="metrics_run") as cursor:
        run = _refresh(cursor, _setting(day), reason)
        if job:
            finish(job)
        _note_time(run, started)
    return run


def _note_time(run: Run, started: float) -> None:
    run.seconds = time.perf_counter() - started
    run.save(update_fields=["seconds"])


def _refresh(cursor: Any, setting: _Setting, reason: Run.Reason) -> Run:
    standings = _standings(setting, people_frame(setting.day, setting.needs))
    figures = _figures(setting, standings)
    run = publish(cursor, figures, day=setting.day, reason=reason)
    Standing.objects.all().delete()
    if reason == Run.Reason.CHANGE:
        keep_all(cursor, run, setting.version_ids, standings)
    return run


def _standings(setting: _Setting, people: pd.DataFrame) -> Standings:
    """Say how each person counts; who is in no unit of the tree, or no population, is left out."""
    codes = evaluate.all_codes(setting.specs, people, setting.day)
    rows = Standings(
        people["cadre_id"].to_numpy(),
        people["unit_id"].to_numpy(),
        codes,
        profile.bins(people, setting.day),
    )
    counted = (codes != OUTSIDE).any(axis=1)
    return rows.of(counted & np.isin(rows.unit_ids, setting.units["unit_id"].to_numpy()))


def _counted(setting: _Setting, standings: Standings) -> np.ndarray:
    """Count people by unit: the targets' counts, then the profile's bins, side by side."""
    rows = evaluate.rows_of(setting.units, standings.unit_ids)
    size = len(setting.units)
    own = evaluate.own_counts(standings.codes, rows, size)
    return np.concatenate([own, profile.own_profile(standings.bins, rows, size)], axis=1)


def _figures(setting: _Setting, standings: Standings) -> Figures:
    own = _counted(setting, standings)
    width = 3 * len(setting.specs)
    return Figures(
        results=evaluate.results(own[:, :width], setting.units, setting.specs),
        unit_ids=setting.units["unit_id"].to_numpy(),
        profiles=roll_up(own[:, width:], setting.units),
        people=len(standings.cadre_ids),
    )


def refresh_changes(*, day: date) -> Run | None:
    """Bring the figures of day up to date with what was saved since the last run.

    Only the people whose facts changed are looked at again when the last run is of the same day,
    tree and targets; otherwise everything is. Returns None when nothing was saved.
    """
    started = time.perf_counter()
    with one_snapshot(lock="metrics_run") as cursor:
        people = dict(ChangedCadre.objects.values_list("pk", "cadre_id"))
        rules: dict[type[Model], list[int]] = {
            model: list(model.objects.values_list("pk", flat=True)) for model in _RULES
        }
        if not people and not any(rules.values()):
            return None
        cadre_ids = np.unique(np.fromiter(people.values(), dtype=np.int32, count=len(people)))
        setting = _setting(day)
        if not any(rules.values()) and _is_comparable(setting, len(cadre_ids)):
            run = _take_in(cursor, setting, cadre_ids)
        else:
            run = _refresh(cursor, setting, Run.Reason.CHANGE)
        rules[ChangedCadre] = list(people)
        for model, notes in rules.items():
            # One array, not one parameter a note: a load leaves hundreds of thousands.
            cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = ANY(%s)", [notes])
        _note_time(run, started)
    return run


def _is_comparable(setting: _Setting, changed: int) -> bool:
    last = Run.objects.order_by("-pk").first()
    kept = Standing.objects.first()
    return bool(
        last
        and kept
        and last.as_of == setting.day
        and kept.run_id == last.pk
        and kept.version_ids == setting.version_ids
        and changed <= max(10, _FEW * last.people)
    )


def _take_in(cursor: Any, setting: _Setting, cadre_ids: np.ndarray) -> Run:
    """Publish what the changed people add and take away."""
    blocks = np.unique(cadre_ids >> BLOCK_BITS)
    kept = read_blocks(blocks, len(setting.specs))
    before = kept.of(np.isin(kept.cadre_ids, cadre_ids))
    frame = people_frame(setting.day, setting.needs, cadre_ids=cadre_ids.tolist())
    after = _standings(setting, frame)
    own = _counted(setting, after) - _counted(setting, before)
    total = roll_up(own, setting.units)
    people = len(after.cadre_ids) - len(before.cadre_ids)
    run = _publish_sum(cursor, setting, own, total, people)
    standings = kept.without(cadre_ids).plus(after)
    keep_blocks(cursor, run, setting.version_ids, standings, blocks)
    return run


def _publish_sum(
    cursor: Any, setting: _Setting, own: np.ndarray, total: np.ndarray, people: int
) -> Run:
    """Add differences by unit to the current rows of the units that they touch."""
    touched = np.flatnonzero((own != 0).any(axis=1) | (total != 0).any(axis=1))
    unit_ids = setting.units["unit_id"].to_numpy()[touched]
    base = current_results(cursor, unit_ids), current_profiles(cursor, unit_ids)
    width = 3 * len(setting.specs)
    results = base[0].copy()
    at = evaluate.rows_of(setting.units, results["unit_id"].to_numpy())
    place = {version_id: i for i, version_id in enumerate(setting.version_ids)}
    columns = 3 * results["version_id"].map(place).to_numpy(dtype=np.int64)
    for i, name in enumerate(("met", "not_met", "unknown")):
        results[f"own_{name}"] += own[at, columns + i]
        results[name] += total[at, columns + i]
    profile_ids = base[1]["unit_id"].to_numpy()
    profile_rows = evaluate.rows_of(setting.units, profile_ids)
    profiles = base[1].iloc[:, 2:].to_numpy() + total[profile_rows, width:]
    last = Run.objects.order_by("-pk").values_list("people", flat=True)[0]
    changed = Figures(results, profile_ids, profiles, last + people)
    return publish_difference(cursor, changed, base, day=setting.day)
