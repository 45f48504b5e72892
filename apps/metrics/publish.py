"""Writing a run: only what differs from the run before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from apps.common.cells import array_of, read_rows
from apps.common.stream import write_frame
from apps.metrics.core import profile
from apps.metrics.core.evaluate import CELLS
from apps.metrics.models import Run

_LAST = """SELECT found.unit_id, found.counts, found.profile
FROM units_unit wanted CROSS JOIN LATERAL (
    SELECT unit_id, counts, profile FROM metrics_result
    WHERE unit_id = wanted.id ORDER BY from_run DESC LIMIT 1
) found WHERE found.profile <> '' ORDER BY found.unit_id"""


@dataclass(frozen=True)
class Figures:
    """What the figures of some units are, in matching rows.

    ``counts`` are those of ``core.evaluate.cells``: units by targets by numbers; ``profiles``
    have ``profile.WIDTH`` counts a unit.
    """

    unit_ids: np.ndarray
    counts: np.ndarray
    profiles: np.ndarray

    def of(self, rows: np.ndarray) -> Figures:
        """Return some of the rows."""
        return Figures(self.unit_ids[rows], self.counts[rows], self.profiles[rows])


def next_run(day: date, reason: Run.Reason, version_ids: list[int], people: int) -> Run:
    """Return the next run of day, not yet written. The caller holds the lock on runs."""
    editions = Run.objects.filter(as_of=day).order_by("-edition").values_list("edition", flat=True)
    edition = (editions.first() or 0) + 1
    return Run(as_of=day, edition=edition, reason=reason, version_ids=version_ids, people=people)


def publish(cursor: Any, run: Run, figures: Figures) -> None:
    """Write a run whose figures are these, of every unit."""
    previous = Run.objects.order_by("-pk").first()
    before = last_figures(cursor, previous.version_ids if previous else [])
    run.save()
    gone = np.setdiff1d(before.unit_ids, figures.unit_ids)
    cursor.execute(
        "INSERT INTO metrics_result SELECT unnest(%s::int[]), %s, '{}', ''", [gone.tolist(), run.pk]
    )
    is_same = np.zeros(len(figures.unit_ids), dtype=bool)
    if previous and previous.version_ids == run.version_ids:
        is_same = _same(figures, before)
    _write(cursor, run, figures.of(~is_same))


def publish_changed(cursor: Any, run: Run, figures: Figures) -> None:
    """Write a run that differs from the one before in the figures of these units only."""
    run.save()
    _write(cursor, run, figures)


def _same(new: Figures, old: Figures) -> np.ndarray:
    """Return which of the new rows say what the old ones say."""
    at = pd.Index(old.unit_ids).get_indexer(new.unit_ids)
    is_same = at >= 0
    held, before = new.of(is_same), old.of(at[is_same])
    is_same[is_same] = (held.counts == before.counts).all(axis=(1, 2)) & (
        held.profiles == before.profiles
    ).all(axis=1)
    return is_same


def last_figures(cursor: Any, version_ids: list[int]) -> Figures:
    """Return every unit's figures at the last run, which has these versions, ordered by unit."""
    shape = (len(version_ids), len(CELLS))
    columns = [
        ("unit_id", ">i4"),
        ("counts", array_of(shape[0] * shape[1])),
        ("profile", np.dtype((">i4", profile.WIDTH))),
    ]
    rows = read_rows(cursor, _LAST, columns)
    return Figures(
        rows["unit_id"].astype(np.int32),
        rows["counts"]["items"]["value"].astype(np.int64).reshape(len(rows), *shape),
        rows["profile"].astype(np.int64),
    )


def _write(cursor: Any, run: Run, figures: Figures) -> None:
    size = len(figures.unit_ids)
    if not size:
        return
    keys = pd.DataFrame(
        {
            "unit_id": figures.unit_ids.astype(np.int32),
            "from_run": np.full(size, run.pk, dtype=np.int32),
        }
    )
    counts = figures.counts.reshape(size, -1).astype(np.int32)
    profiles = np.ascontiguousarray(figures.profiles.astype(">i4")).view(np.uint8)
    write_frame(cursor, "metrics_result", keys, {"counts": counts, "profile": profiles})
