"""A unit's figures on a target over time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q
from django.db.models.functions import TruncMonth

from apps.accounts.models import User
from apps.metrics.board import Point
from apps.metrics.models import Run
from apps.metrics.score import Score
from apps.metrics.shown import figures_for, sees_people
from apps.metrics.trends.carried import OWN, Counts, carried, standing_within, tree_asked
from apps.targets.models import Target
from apps.units.models import Succession, Unit


@dataclass(frozen=True)
class Trend:
    """The counts of each day with figures, and the days on which the units were reorganised."""

    days: list[date]
    counts: list[Counts | None]
    breaks: list[date]
    # Protected figures, of the ends of months alone; None where the counts are as they are.
    scores: list[Score | None] | None = None
    # The names of the units that became this one, where their past is shown as its own, and of
    # those that were divided, whose past is not.
    origins: Sequence[str] = ()
    divided: Sequence[str] = ()

    @property
    def in_fives(self) -> bool:
        """Whether the figures are protected."""
        return self.scores is not None

    def score(self, place: int) -> Score | None:
        """Return the figure of one of the days, judged."""
        if self.scores is not None:
            return self.scores[place]
        counts = self.counts[place]
        return Score.of(*counts) if counts else None


# A row's counts stand in the order of the versions that its run had: the n-th target's numbers
# are the n-th seven. Where the target is not among them, or the unit has left, there is a null.
_ROWS = """
SELECT r.from_run,
    r.counts[7 * n - 2], r.counts[7 * n - 1], r.counts[7 * n], r.counts[7 * n - 6]
FROM metrics_result r JOIN metrics_run run ON run.id = r.from_run
LEFT JOIN LATERAL (
    SELECT n FROM unnest(run.version_ids) WITH ORDINALITY place (version_id, n)
    WHERE version_id = ANY(%s)
) place ON TRUE
WHERE r.unit_id = %s ORDER BY r.from_run
"""


def trend(user: User, unit: Unit, target: Target, until: date, tree: str = OWN) -> Trend:
    """Return a unit's counts on every day that has a run, each by its last edition.

    A result is stored when it changes; between changes it holds. ``tree`` says on which tree the
    figures of all days are drawn, see ``tree_asked``. To who may not see the people it is shown as
    protected, and of each month only the last day.
    """
    if not sees_people(user, unit, until):
        return _shown_trend(user, unit, target, until)
    reference = tree_asked(unit, until, tree)
    origins: tuple[list[str], list[str]] = [], []
    if reference is None:
        days, counts = _as_it_was(user, unit, target, until)
    else:
        standing = standing_within(unit, reference)
        days, counts = carried(unit, standing, target, until)
        origins = _origins(unit, standing, target, until)
    first = next((i for i, found in enumerate(counts) if found), len(counts))
    return Trend(days[first:], counts[first:], _breaks(unit, days[first:]), None, *origins)


def _origins(
    unit: Unit, standing: Collection[int], target: Target, until: date
) -> tuple[list[str], list[str]]:
    """Return who became the unit while the target was in force: those in it, and those divided."""
    starts = target.versions.in_order().values_list("start_day", flat=True)
    since = starts.first() or date.min
    links = Succession.objects.filter(
        successor=unit, effective_on__gt=since, effective_on__lte=until
    )
    became = Unit.objects.filter(pk__in=links.values("predecessor")).order_by("name_key")
    names = list(became.values_list("pk", "name"))
    whole = [name for pk, name in names if pk in standing]
    return whole, [name for pk, name in names if pk not in standing]


def _as_it_was(
    user: User, unit: Unit, target: Target, until: date
) -> tuple[list[date], list[Counts | None]]:
    runs = Run.objects.filter(as_of__lte=until).order_by("as_of", "-pk").distinct("as_of")
    stored = _stored(unit, target) if _is_seen(user, unit, until) else []
    starts = [row[0] for row in stored]
    days: list[date] = []
    counts: list[Counts | None] = []
    for number, day in runs.values_list("pk", "as_of"):
        at = bisect_right(starts, number) - 1
        days.append(day)
        counts.append(stored[at][1] if at >= 0 else None)
    return days, counts


# So many months of protected figures are shown: each is worked out for the whole tree.
_MONTHS = 36


def _shown_trend(user: User, unit: Unit, target: Target, until: date) -> Trend:
    runs = Run.objects.filter(as_of__lte=until).annotate(month=TruncMonth("as_of"))
    last = list(runs.order_by("-month", "-as_of", "-pk").distinct("month")[:_MONTHS])[::-1]
    is_seen = _is_seen(user, unit, until)
    versions = set(target.versions.values_list("pk", flat=True))
    scores: list[Score | None] = []
    for run in last:
        found = figures_for(user, run, [unit.pk]).get(unit.pk) if is_seen else None
        counts = found.counts if found else {}
        scores.append(next((counts[pk].score() for pk in counts if pk in versions), None))
    first = next((i for i, found in enumerate(scores) if found), len(scores))
    days = [run.as_of for run in last]
    return Trend(
        days[first:],
        [_counted(score) for score in scores[first:]],
        _breaks(unit, days[first:]),
        scores[first:],
    )


def _counted(score: Score | None) -> Counts | None:
    if score is None or not score.population:
        return None
    return score.met, score.not_met, score.unknown, score.threshold_bp


def _is_seen(user: User, unit: Unit, day: date) -> bool:
    return Unit.objects.visible_to(user, day).filter(pk=unit.pk).exists()


def _stored(unit: Unit, target: Target) -> list[tuple[int, Counts | None]]:
    """Return the run and the counts of each of the unit's rows, the earliest first."""
    versions = list(target.versions.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [versions, unit.pk])
        return [(row[0], None if row[1] is None else row[1:]) for row in cursor.fetchall()]


def month_ends(found: Trend) -> list[Point]:
    """Return the last figure of each month, the latest first."""
    last = {(day.year, day.month): i for i, day in enumerate(found.days)}
    return [
        Point(found.days[i], score) for i in reversed(last.values()) if (score := found.score(i))
    ]


def _breaks(unit: Unit, days: list[date]) -> list[date]:
    """Return the days within the series on which units in the unit's tree succeeded others."""
    return breaks_of(unit, days[0], days[-1]) if days else []


def breaks_of(unit: Unit, first: date, last: date) -> list[date]:
    """Return the days after one and up to another on which the unit's tree was reorganised."""
    touched = Q(successor__lineage__ancestor=unit) | Q(predecessor__lineage__ancestor=unit)
    found = Succession.objects.filter(touched, effective_on__gt=first, effective_on__lte=last)
    return sorted(set(found.order_by().values_list("effective_on", flat=True).distinct()))
