"""Computing the figures of the days ahead for every unit, and the verdicts that will be lost."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from django.utils import timezone

from apps.common.months import months_after
from apps.common.stream import one_snapshot
from apps.metrics.ahead.projecting import Ahead, ahead, month_ends
from apps.metrics.core.evaluate import CELLS, TOTAL, all_codes, cells, own_counts
from apps.metrics.core.losing import losses
from apps.metrics.core.tally import MET, roll_down, roll_up, rows_of
from apps.metrics.core.verdict import Verdict, verdicts
from apps.metrics.models import ForeseenLoss, ProjectedUnit, Projection, Run
from apps.targets.models import TargetVersion
from apps.units.selectors import units_frame

# So many months are looked ahead at least, and at most; further on hardly anything is known.
LEAST_MONTHS, MOST_MONTHS = 24, 60
# Of verdicts that are lost within so many months people are warned.
WARNED_MONTHS = 12
# After a change the days ahead are computed anew once those at hand are this old.
_REST = timedelta(minutes=10)
_LOST = (Verdict.NOT_MET.value, Verdict.UNDETERMINED.value)


@dataclass(frozen=True)
class Counted:
    """Who is counted on a day and how, and the figures of all units of its tree."""

    day: date
    units: pd.DataFrame
    people: pd.DataFrame
    retired: np.ndarray
    version_ids: list[int]
    codes: np.ndarray
    cells: np.ndarray

    def among(self, unit_id: int, version_id: int) -> tuple[np.ndarray, np.ndarray]:
        """Return who serves in a unit or below it, and how they count for a target."""
        mark = (self.units["unit_id"].to_numpy() == unit_id).astype(np.int64)[:, np.newaxis]
        inside = self.units["unit_id"].to_numpy()[roll_down(mark, self.units)[:, 0] > 0]
        is_inside = np.isin(self.people["unit_id"].to_numpy(), inside)
        place = self.version_ids.index(version_id)
        return self.people["cadre_id"].to_numpy()[is_inside], self.codes[is_inside, place]


def counted(known: Ahead, day: date) -> Counted:
    """Count everybody on a day ahead."""
    units, wanted = units_frame(day), known.specs[day]
    present = known.on(day)
    people = present.serving
    people = people[people["unit_id"].isin(units["unit_id"])]
    codes = all_codes(wanted, people, day)
    rows = rows_of(units, people["unit_id"].to_numpy())
    own = own_counts(codes, rows, len(units))
    return Counted(
        day=day,
        units=units,
        people=people,
        retired=present.retired,
        version_ids=[spec.version_id for spec in wanted],
        codes=codes,
        cells=cells(own, roll_up(own, units), units, wanted),
    )


def foresee(today: date) -> Projection:
    """Compute the days ahead from today on, in place of what was computed before."""
    with one_snapshot(lock="metrics_projection"):
        days = days_ahead(today)
        known = ahead(today, days)
        last = Run.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        version_ids = sorted({spec.version_id for day in days for spec in known.specs[day]})
        Projection.objects.all().delete()
        made = Projection.objects.create(base=today, run=last, days=days, version_ids=version_ids)
        turns, unit_ids, counts = _computed(known, days, version_ids)
        ProjectedUnit.objects.bulk_create(
            ProjectedUnit(projection=made, unit_id=pk, counts=zlib.compress(rows.tobytes(), 1))
            for pk, rows in zip(unit_ids.tolist(), counts, strict=True)
        )
        ForeseenLoss.objects.bulk_create(ForeseenLoss(projection=made, **turn) for turn in turns)
    return made


def days_ahead(today: date) -> list[date]:
    """Return today, and the month-ends and due dates up to the last due date in force.

    Two years are looked at in any case.
    """
    versions = TargetVersion.objects.as_of(today)
    dues = [due for due in versions.values_list("due_on", flat=True) if due > today]
    last = min(max([months_after(today, LEAST_MONTHS), *dues]), months_after(today, MOST_MONTHS))
    return sorted({today, *month_ends(today, last), *(due for due in dues if due <= last)})


def _computed(
    known: Ahead, days: list[date], version_ids: list[int]
) -> tuple[list[dict[str, object]], np.ndarray, np.ndarray]:
    """Return the verdicts lost, the units, and their counts: units, days, versions, cells."""
    now = counted(known, known.base)
    unit_ids = now.units["unit_id"].to_numpy()
    table = np.zeros((len(unit_ids), len(days), len(version_ids), len(CELLS)), dtype="<i4")
    warned_until, told = months_after(known.base, WARNED_MONTHS), set[tuple[int, int]]()
    turns: list[dict[str, object]] = []
    for place, day in enumerate(days):
        then = counted(known, day)
        columns = [version_ids.index(pk) for pk in then.version_ids]
        at = pd.Index(then.units["unit_id"].to_numpy()).get_indexer(unit_ids)
        table[np.ix_(at >= 0, [place], columns)] = then.cells[at[at >= 0]][:, np.newaxis]
        if known.base < day <= warned_until:
            for pair in _lost(unit_ids, table[:, 0], table[:, place], version_ids):
                if pair not in told:
                    told.add(pair)
                    turns.append(_turn(now, then, *pair))
    return turns, unit_ids, table


def _lost(
    unit_ids: np.ndarray, now: np.ndarray, then: np.ndarray, version_ids: list[int]
) -> Iterator[tuple[int, int]]:
    """Yield the units and versions whose verdict is met now and no longer then."""
    is_there = (now[:, :, 0] > 0) & (then[:, :, 0] > 0)
    is_lost = (_verdicts(now) == Verdict.MET.value) & np.isin(_verdicts(then), _LOST) & is_there
    for row, column in np.argwhere(is_lost).tolist():
        yield int(unit_ids[row]), version_ids[column]


def _verdicts(found: np.ndarray) -> np.ndarray:
    wide = found.astype(np.int64)
    total = wide[:, :, TOTAL]
    return verdicts(total[:, :, 0], total[:, :, 2], total.sum(axis=2), wide[:, :, 0])


def _turn(now: Counted, then: Counted, unit_id: int, version_id: int) -> dict[str, object]:
    ids, codes = now.among(unit_id, version_id)
    found = losses(ids[codes == MET], *then.among(unit_id, version_id), then.retired)
    return {
        "unit_id": unit_id,
        "version_id": version_id,
        "day": then.day,
        "lapsed": len(found.lapsed),
        "retired": len(found.retired),
        "gone": len(found.gone),
        "gained": len(found.gained),
    }


def foresee_if_due(today: date) -> Projection | None:
    """Compute the days ahead anew when a day or, for some minutes, a change has passed over them.

    Returns None when they stand, or when nothing was published yet.
    """
    run = Run.objects.order_by("-pk").first()
    last = Projection.objects.order_by("-pk").first()
    if run is None:
        return None
    if last and last.base == today:
        is_fresh = last.run >= run.pk or timezone.now() - last.computed_at < _REST
        if is_fresh:
            return None
    return foresee(today)
