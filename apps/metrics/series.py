"""A unit's figures on a target over time."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from apps.accounts.models import User
from apps.metrics.board import Point
from apps.metrics.models import Result, Run
from apps.metrics.score import Score
from apps.targets.models import Target
from apps.units.models import Succession, Unit

# met, not met, unknown, threshold in basis points
Counts = tuple[int, int, int, int]


@dataclass(frozen=True)
class Trend:
    """The counts of each day with figures, and the days on which the units were reorganised."""

    days: list[date]
    counts: list[Counts | None]
    breaks: list[date]


def trend(user: User, unit: Unit, target: Target, until: date) -> Trend:
    """Return a unit's counts on every day that has a run, each by its last edition.

    A result is stored when it changes; between changes it holds.
    """
    seen = Unit.objects.visible_to(user, until).filter(pk=unit.pk)
    runs = Run.objects.filter(as_of__lte=until).order_by("as_of", "-pk").distinct("as_of")
    rows = (
        Result.objects.filter(unit__in=seen, version__target=target)
        .order_by("from_run")
        .values_list("from_run", "until_run", "met", "not_met", "unknown", "threshold_bp")
    )
    stored = list(rows)
    starts = [row[0] for row in stored]
    days: list[date] = []
    counts: list[Counts | None] = []
    for number, day in runs.values_list("pk", "as_of"):
        at = bisect_right(starts, number) - 1
        row = stored[at] if at >= 0 else None
        holds = row is not None and (row[1] is None or number < row[1])
        days.append(day)
        counts.append(row[2:] if row is not None and holds else None)
    first = next((i for i, found in enumerate(counts) if found), len(counts))
    return Trend(days[first:], counts[first:], _breaks(unit, days[first:]))


def month_ends(found: Trend) -> list[Point]:
    """Return the last figure of each month, the latest first."""
    last = {(day.year, day.month): i for i, day in enumerate(found.days)}
    return [
        Point(found.days[i], Score.of(*counts))
        for i in reversed(last.values())
        if (counts := found.counts[i])
    ]


def _breaks(unit: Unit, days: list[date]) -> list[date]:
    """Return the days within the series on which units in the unit's tree succeeded others."""
    if not days:
        return []
    touched = Q(successor__lineage__ancestor=unit) | Q(predecessor__lineage__ancestor=unit)
    found = Succession.objects.filter(touched, effective_on__gt=days[0], effective_on__lte=days[-1])
    return sorted(set(found.order_by().values_list("effective_on", flat=True).distinct()))
