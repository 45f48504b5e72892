"""The days ahead beside a refresh of today, and the smallest mix for a unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import connection

from apps.metrics.foreseeing import LEAST_MONTHS, foresee
from apps.metrics.measuring import measure, project
from apps.metrics.mixing import answer
from apps.metrics.models import Run
from apps.metrics.services import refresh
from apps.units.models import Unit
from bench.measure import DifferentError, Line, ratio, seconds

DAY, NEAR, DUE = date(2025, 12, 31), date(2026, 2, 28), date(2027, 12, 31)


def projecting(people: int, rounds: int) -> Iterator[Line]:
    """Measure the month-ends of two years for all units, stored, and mixes for departments."""
    ours, one = [], []
    _compare()
    for _round in range(rounds):
        one.append(seconds(lambda: refresh(day=DAY, reason=Run.Reason.NIGHT)))
        ours.append(seconds(lambda: foresee(DAY)))
    floor = [LEAST_MONTHS * each for each in one]
    note = f"{LEAST_MONTHS} times one refresh, which took {min(one):.2f} s at best"
    yield ratio(
        f"projection of {LEAST_MONTHS} month-ends, {people:,} people", ours, floor, 1.2, note
    )
    unit = _largest()
    times = [seconds(lambda: answer(unit, DAY, DUE, {})) for _round in range(rounds)]
    yield Line("smallest mix for the largest department, 5 targets", tuple(times), 1, "s")


def _compare() -> None:
    """Let the months ahead be what measuring each of them gives."""
    days = [date(2026, 1, 31), NEAR]
    if not project(days[0], NEAR).equals(measure(days, retirements_from=days[0])):
        raise DifferentError("the months ahead are not what measuring them gives")


def _largest() -> Unit:
    """Return the unit directly below the top that has most people."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT near.unit_id FROM units_placement top
               JOIN units_placement near ON near.parent_id = top.unit_id
               JOIN units_lineage below ON below.ancestor_id = near.unit_id
               JOIN cadres_appointment post ON post.unit_id = below.unit_id
               WHERE top.parent_id IS NULL AND post.is_primary AND post.end_day IS NULL
               GROUP BY near.unit_id ORDER BY count(*) DESC LIMIT 1"""
        )
        return Unit.objects.get(pk=cursor.fetchone()[0])
