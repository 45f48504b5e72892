"""Computing the figures of a day and publishing them whole."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from apps.cadres.models import ChangedCadre
from apps.cadres.people import people_frame
from apps.common.stream import one_snapshot, read_frame
from apps.jobs.models import Job
from apps.jobs.services import finish
from apps.metrics.core import evaluate, profile
from apps.metrics.core.evaluate import OWN, TOTAL
from apps.metrics.core.tally import OUTSIDE, roll_up
from apps.metrics.models import Run, Standing
from apps.metrics.publish import Figures, last_figures, next_run, publish, publish_changed
from apps.metrics.standing import Standings, is_kept, keep_all, kept_of, lay_over
from apps.metrics.state import Memory, Setting, State, setting_of
from apps.targets.models import TargetChange
from apps.units.models import TreeChange

_NOTES = (ChangedCadre, TreeChange, TargetChange)
# Beyond this share of the people a whole refresh is quicker than taking in differences.
_FEW = 0.2


_memory = Memory()


def refresh(*, day: date, reason: Run.Reason = Run.Reason.ASKED, job: Job | None = None) -> Run:
    """Compute every target in force on day for every unit, and publish the run.

    With a job, the job is finished in the same transaction, so that the work of a worker that
    lost its lease leaves no trace.
    """
    started = time.perf_counter()
    with one_snapshot(lock="metrics_run") as cursor:
        state = _refresh(cursor, setting_of(day), reason)
        if job:
            finish(job)
        _note_time(state.run, started)
    _memory.keep(state)
    return state.run


def _note_time(run: Run, started: float) -> None:
    run.seconds = time.perf_counter() - started
    run.save(update_fields=["seconds"])


def _refresh(cursor: Any, setting: Setting, reason: Run.Reason) -> State:
    standings = _standings(setting, people_frame(setting.day, setting.needs))
    own = _counted(setting, standings)
    total, width = roll_up(own, setting.units), 3 * len(setting.specs)
    figures = Figures(
        setting.units["unit_id"].to_numpy(),
        evaluate.cells(own[:, :width], total[:, :width], setting.units, setting.specs),
        total[:, width:],
    )
    run = next_run(setting.day, reason, setting.version_ids, len(standings.cadre_ids))
    publish(cursor, run, figures)
    if reason == Run.Reason.CHANGE:
        keep_all(cursor, run, standings)
    else:
        Standing.objects.all().delete()
    return State(run, setting, figures)


def _standings(setting: Setting, people: pd.DataFrame) -> Standings:
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


def _counted(setting: Setting, standings: Standings) -> np.ndarray:
    """Count people by unit: the targets' counts, then the profile's bins, side by side."""
    rows = evaluate.rows_of(setting.units, standings.unit_ids)
    return _counted_at(standings, rows, len(setting.units))


def _counted_at(standings: Standings, rows: np.ndarray, size: int) -> np.ndarray:
    own = evaluate.own_counts(standings.codes, rows, size)
    return np.concatenate([own, profile.own_profile(standings.bins, rows, size)], axis=1)


def refresh_changes(*, day: date) -> Run | None:
    """Bring the figures of day up to date with what was saved since the last run.

    Only the people whose facts changed are looked at again when the last run is of the same day,
    tree and targets; otherwise everything is. Returns None when nothing was saved.
    """
    started = time.perf_counter()
    with one_snapshot(lock="metrics_run") as cursor:
        notes = _notes(cursor)
        if notes.empty:
            return None
        is_of_people = notes["kind"].to_numpy() == _NOTES.index(ChangedCadre)
        cadre_ids = np.unique(notes["cadre_id"].to_numpy()[is_of_people])
        last = _last_state(cursor, day) if is_of_people.all() else None
        if last and len(cadre_ids) <= max(10, _FEW * last.run.people):
            state = _take_in(cursor, last, cadre_ids)
        else:
            state = _refresh(cursor, setting_of(day), Run.Reason.CHANGE)
        _forget(cursor, notes)
        _note_time(state.run, started)
    _memory.keep(state)
    return state.run


def _notes(cursor: Any) -> pd.DataFrame:
    """Return every note of a change: its kind, a place in ``_NOTES``, its id and the person."""
    parts = [
        f"SELECT {kind}::int2, id::int8, {'cadre_id' if model is ChangedCadre else 0}::int4"
        f" FROM {model._meta.db_table}"
        for kind, model in enumerate(_NOTES)
    ]
    columns = [("kind", "int8"), ("id", "int64"), ("cadre_id", "int32")]
    return read_frame(cursor, " UNION ALL ".join(parts), columns)


def _forget(cursor: Any, notes: pd.DataFrame) -> None:
    """Delete the notes that were read, and none that came meanwhile."""
    for kind, model in enumerate(_NOTES):
        ids = notes["id"].to_numpy()[notes["kind"].to_numpy() == kind]
        if len(ids):
            # One text, not one parameter a note: a load leaves hundreds of thousands.
            listed = "{" + ",".join(map(str, ids.tolist())) + "}"
            query = f"DELETE FROM {model._meta.db_table} WHERE id = ANY(%s::bigint[])"
            cursor.execute(query, [listed])


def _last_state(cursor: Any, day: date) -> State | None:
    """Return the last run's state, if it is of this day and keeps how people count.

    The caller knows that no rule has changed since.
    """
    run = Run.objects.order_by("-pk").first()
    if not run or run.as_of != day or not is_kept(cursor, run):
        return None
    if known := _memory.of(run):
        return known
    setting, figures = setting_of(day), last_figures(cursor, run.version_ids)
    is_same_tree = np.array_equal(figures.unit_ids, setting.units["unit_id"].to_numpy())
    is_as_published = is_same_tree and run.version_ids == setting.version_ids
    return State(run, setting, figures) if is_as_published else None


def _take_in(cursor: Any, last: State, cadre_ids: np.ndarray) -> State:
    """Publish what the changed people add and take away."""
    setting = last.setting
    before = kept_of(cursor, cadre_ids, len(setting.specs))
    frame = people_frame(setting.day, setting.needs, cadre_ids=cadre_ids.tolist())
    after = _standings(setting, frame)
    run = Run(
        as_of=setting.day,
        edition=last.run.edition + 1,
        reason=Run.Reason.CHANGE,
        version_ids=setting.version_ids,
        people=last.run.people + len(after.cadre_ids) - len(before.cadre_ids),
    )
    own = _difference(setting, before, after)
    figures, is_touched = _sum(setting, last.figures, own)
    publish_changed(cursor, run, figures.of(is_touched))
    lay_over(cursor, run, cadre_ids, after)
    return State(run, setting, figures)


def _difference(setting: Setting, before: Standings, after: Standings) -> np.ndarray:
    """Count by unit how many more people there are now, as ``_counted`` does."""
    size, width = len(setting.units), 3 * len(setting.specs) + profile.WIDTH
    found = np.zeros((size, width), dtype=np.int64)
    for sign, standings in ((-1, before), (1, after)):
        rows = evaluate.rows_of(setting.units, standings.unit_ids)
        touched, places = np.unique(rows, return_inverse=True)
        found[touched] += sign * _counted_at(standings, places, len(touched))
    return found


def _sum(setting: Setting, last: Figures, own: np.ndarray) -> tuple[Figures, np.ndarray]:
    """Add differences by unit to the last figures; say which units they touch."""
    total = roll_up(own, setting.units)
    counts, width = last.counts.copy(), 3 * len(setting.specs)
    shape = (len(counts), len(setting.specs), 3)
    counts[:, :, OWN] += own[:, :width].reshape(shape)
    counts[:, :, TOTAL] += total[:, :width].reshape(shape)
    figures = Figures(last.unit_ids, counts, last.profiles + total[:, width:])
    return figures, (own != 0).any(axis=1) | (total != 0).any(axis=1)
