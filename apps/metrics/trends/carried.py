"""A unit's figures over time on the tree of one day: what other units had is carried to it.

A unit that ended stands where its successors do, one that came later where its predecessors did;
what was divided stands above its parts (``core.lineage``). Everybody stands somewhere once, so the
figures of the top are the same on every tree.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from datetime import date

from django.db import connection

from apps.metrics.core.lineage import standing_in
from apps.metrics.models import Run
from apps.metrics.subtree import below
from apps.targets.models import Target, TargetVersion, UnitThreshold
from apps.units.models import Placement, Succession, Unit
from apps.units.selectors import units_frame

# met, not met, unknown, threshold in basis points
Counts = tuple[int, int, int, int]
_Own = tuple[int, int, int] | None

# As in ``series``, but of the units alone: the numbers before those with everything below.
_ROWS = """
SELECT r.from_run, r.unit_id, r.counts[7 * n - 5], r.counts[7 * n - 4], r.counts[7 * n - 3]
FROM metrics_result r JOIN metrics_run run ON run.id = r.from_run
LEFT JOIN LATERAL (
    SELECT n FROM unnest(run.version_ids) WITH ORDINALITY place (version_id, n)
    WHERE version_id = ANY(%s)
) place ON TRUE
WHERE r.unit_id = ANY(%s) ORDER BY r.from_run
"""


# Each day on its own tree.
OWN = "own"


def tree_asked(unit: Unit, day: date, asked: str) -> date | None:
    """Return the day on whose tree a series is drawn, as asked for; None for each day's own.

    Unless something else is asked for, a unit that came after the first figures and took over from
    others shows their past.
    """
    if asked == OWN:
        return None
    if asked:
        try:
            return date.fromisoformat(asked)
        except ValueError:
            return None
    first = Run.objects.order_by("as_of").values_list("as_of", flat=True).first() or day
    came_later = not Placement.objects.as_of(first).filter(unit=unit).exists()
    return day if came_later and Succession.objects.filter(successor=unit).exists() else None


def carried(
    unit: Unit, standing: Collection[int], target: Target, until: date
) -> tuple[list[date], list[Counts | None]]:
    """Return each day up to one that has a run, and the counts of the units that stand in one.

    They are None before anybody of them was counted, and where the target was not in force.
    """
    runs = Run.objects.filter(as_of__lte=until).order_by("as_of", "-pk").distinct("as_of")
    numbered = list(runs.values_list("pk", "as_of"))
    totals = _totals(target, standing, {number for number, _day in numbered})
    thresholds = _Thresholds(unit, target)
    counts = [
        (*found, thresholds.on(day)) if (found := totals[number]) else None
        for number, day in numbered
    ]
    return [day for _number, day in numbered], counts


def standing_within(unit: Unit, tree: date) -> set[int]:
    """Return the units of all days that stand in the unit, or below it, on the tree of a day."""
    reference = units_frame(tree)
    if unit.pk not in reference["unit_id"].to_numpy():
        return set()
    within = set(below(reference, unit.pk)["unit_id"].tolist())
    ended = Placement.objects.order_by("start_day").values_list("unit", "parent")
    last = {unit_id: parent for unit_id, parent in ended if parent}
    everything = Unit.objects.order_by().values_list("pk", flat=True)
    pairs = list(Succession.objects.order_by().values_list("predecessor", "successor"))
    standing = standing_in(reference, everything, pairs, last)
    return {unit_id for unit_id, place in standing.items() if place in within}


def _totals(target: Target, units: Collection[int], numbers: set[int]) -> dict[int, _Own]:
    """Add up what the units alone had at each of some runs."""
    versions = list(target.versions.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [versions, list(units)])
        rows = cursor.fetchall()
    found: dict[int, _Own] = {}
    held: dict[int, tuple[int, ...]] = {}
    total, at = [0, 0, 0], 0
    for number in sorted(numbers):
        while at < len(rows) and rows[at][0] <= number:
            _run, unit_id, *own = rows[at]
            former = held.pop(unit_id, (0, 0, 0))
            if own[0] is not None:
                held[unit_id] = tuple(own)
            total = _moved(total, former, held.get(unit_id, (0, 0, 0)))
            at += 1
        found[number] = (total[0], total[1], total[2]) if held else None
    return found


def _moved(total: list[int], before: Iterable[int], after: Iterable[int]) -> list[int]:
    return [sum_ - was + now for sum_, was, now in zip(total, before, after, strict=True)]


class _Thresholds:
    """The threshold of a unit on any day: its own, or that of the version in force."""

    def __init__(self, unit: Unit, target: Target) -> None:
        self.own = _steps(UnitThreshold.objects.filter(unit=unit, target=target))
        self.general = _steps(TargetVersion.objects.filter(target=target))

    def on(self, day: date) -> int:
        for steps in (self.own, self.general):
            at = bisect_right(steps, day, key=lambda step: step[0]) - 1
            if at >= 0 and day < steps[at][1]:
                return steps[at][2]
        return self.general[-1][2]


def _steps(rows: Iterable[TargetVersion | UnitThreshold]) -> list[tuple[date, date, int]]:
    found = [(row.start_day or date.min, row.end_day or date.max, row.threshold_bp) for row in rows]
    return sorted(found, key=lambda step: step[0])
