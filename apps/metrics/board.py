"""The figures of one unit's dashboard, in as many queries for five children as for five hundred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db import connection

from apps.accounts.models import User
from apps.metrics.figures import UnitFigures
from apps.metrics.models import Run
from apps.metrics.score import Score
from apps.metrics.shown import figures_for, sees_people
from apps.targets.models import TargetVersion
from apps.units.models import Placement, Unit


@dataclass(frozen=True)
class Point:
    """A score on a day."""

    day: date
    score: Score


@dataclass(frozen=True)
class Card:
    """A target: how the unit stands, how it stood at the ends of the last twelve months, and on
    the due date if that has passed.
    """

    version: TargetVersion
    score: Score
    year: tuple[Point, ...]
    due: Point | None


@dataclass(frozen=True)
class Line:
    """A unit's scores on the targets, in the order of the plan; None where it has no figure."""

    key: str
    name: str
    kind: str
    name_key: str
    scores: tuple[Score | None, ...]

    @property
    def not_met(self) -> int:
        """How many targets are not met."""
        return sum(1 for score in self.scores if score and score.verdict == "not_met")

    @property
    def counted(self) -> int:
        """How many targets have somebody to count."""
        return sum(1 for score in self.scores if score and score.population)


@dataclass(frozen=True)
class Board:
    """Everything on the dashboard of a unit, from one run; ``in_fives`` where it is protected."""

    run: Run
    cards: tuple[Card, ...]
    total: Line
    own: Line | None  # the unit's own people, when it has both people and units below
    lines: tuple[Line, ...]
    profile: tuple[int, ...]
    profiles: dict[str, list[int]]  # of the units below, added up by kind
    in_fives: bool


def scoreboard(
    user: User, run: Run, unit: Unit, name: str, versions: Sequence[TargetVersion]
) -> Board:
    """Return the figures of a unit and of those directly below it that the user may see."""
    below = list(_children(user, run, unit))
    figures = figures_for(user, run, [unit.pk, *(row[0] for row in below)])
    wanted = [version.pk for version in versions]
    lines = tuple(
        Line(key, child_name, kind, name_key, _scores(figures.get(pk), wanted))
        for pk, key, child_name, kind, name_key in below
    )
    here = figures.get(unit.pk)
    total = Line(unit.key, name, unit.kind, unit.name_key, _scores(here, wanted))
    alone = Line(unit.key, name, unit.kind, unit.name_key, _scores(here, wanted, own=True))
    in_fives = not sees_people(user, unit, run.as_of)
    cards = _cards(user, run, unit, versions, total)
    shown_own = alone if lines and alone.counted else None
    profile = tuple(here.profile.tolist()) if here else ()
    profiles = {} if in_fives else _profiles(figures, below)
    return Board(run, cards, total, shown_own, lines, profile, profiles, in_fives)


Below = tuple[int, str, str, str, str]


def _children(user: User, run: Run, unit: Unit) -> Iterable[Below]:
    placed = Placement.objects.as_of(run.as_of).filter(
        parent=unit, unit__in=Unit.objects.visible_to(user, run.as_of)
    )
    return placed.values_list("unit_id", "unit__key", "name", "unit__kind", "unit__name_key")


def _scores(
    figures: UnitFigures | None, wanted: Sequence[int], *, own: bool = False
) -> tuple[Score | None, ...]:
    counts = figures.counts if figures else {}
    return tuple(counts[pk].score(own=own) if pk in counts else None for pk in wanted)


def _profiles(figures: Mapping[int, UnitFigures], below: Sequence[Below]) -> dict[str, list[int]]:
    """Add up the profiles of the units below by kind."""
    by_kind: dict[str, np.ndarray] = {}
    for pk, _key, _name, kind, _name_key in below:
        if pk in figures:
            by_kind[kind] = by_kind.get(kind, 0) + figures[pk].profile
    return {kind: summed.tolist() for kind, summed in by_kind.items()}


# The last run of each of the last months, and the last run of each due date that has passed.
_MOMENTS = """
WITH months AS (
    SELECT DISTINCT ON (date_trunc('month', as_of)) id, as_of, version_ids
    FROM metrics_run
    WHERE as_of > %(since)s AND as_of < %(day)s
    ORDER BY date_trunc('month', as_of), as_of DESC, id DESC
), dues AS (
    SELECT DISTINCT ON (as_of) id, as_of, version_ids
    FROM metrics_run
    WHERE as_of = ANY(%(dues)s) AND as_of <= %(day)s
    ORDER BY as_of, id DESC
), moments AS (SELECT * FROM months UNION SELECT * FROM dues)
"""
# The n-th target's numbers are the n-th seven of the counts.
_HISTORY = f"""{_MOMENTS}
SELECT v.target_id, m.as_of,
    r.counts[7 * n - 2], r.counts[7 * n - 1], r.counts[7 * n], r.counts[7 * n - 6]
FROM moments m
CROSS JOIN LATERAL (
    SELECT counts, profile FROM metrics_result
    WHERE unit_id = %(unit)s AND from_run <= m.id ORDER BY from_run DESC LIMIT 1
) r
CROSS JOIN unnest(m.version_ids) WITH ORDINALITY place (version_id, n)
JOIN targets_targetversion v ON v.id = place.version_id AND v.target_id = ANY(%(targets)s)
WHERE r.profile <> ''
ORDER BY m.as_of
"""


def _cards(
    user: User, run: Run, unit: Unit, versions: Sequence[TargetVersion], total: Line
) -> tuple[Card, ...]:
    since = _a_year_before(run.as_of)
    given: dict[str, Any] = {
        "since": since,
        "day": run.as_of,
        "dues": [version.due_on for version in versions],
        "unit": unit.pk,
        "targets": [version.target_id for version in versions],
    }
    is_exact = sees_people(user, unit, run.as_of)
    history = _history(given) if is_exact else _shown_history(user, unit, given)
    cards = []
    for version, score in zip(versions, total.scores, strict=True):
        if score:
            past = history.get(version.target_id, {})
            year = [Point(day, old) for day, old in past.items() if since < day < run.as_of]
            year.append(Point(run.as_of, score))
            due = past.get(version.due_on)
            cards.append(
                Card(version, score, tuple(year), Point(version.due_on, due) if due else None)
            )
    return tuple(cards)


def _history(given: Mapping[str, Any]) -> dict[int, dict[date, Score]]:
    """Return the unit's scores by target and day."""
    history: dict[int, dict[date, Score]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, given)
        for target_id, day, *counts in cursor.fetchall():
            history.setdefault(target_id, {})[day] = Score.of(*counts)
    return history


def _shown_history(
    user: User, unit: Unit, given: Mapping[str, Any]
) -> dict[int, dict[date, Score]]:
    """Return the unit's scores by target and day as the user may see them."""
    runs = Run.objects.raw(
        f"{_MOMENTS} SELECT run.* FROM metrics_run run JOIN moments USING (id) ORDER BY run.as_of",
        given,
    )
    versions = TargetVersion.objects.filter(target__in=given["targets"])
    targets = dict(versions.values_list("pk", "target_id"))
    history: dict[int, dict[date, Score]] = {}
    for run in runs:
        found = figures_for(user, run, [unit.pk]).get(unit.pk)
        for version_id, counts in (found.counts if found else {}).items():
            if version_id in targets:
                history.setdefault(targets[version_id], {})[run.as_of] = counts.score()
    return history


def _a_year_before(day: date) -> date:
    """Return the day twelve months before; 29 February falls on the 28th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year - 1, day.month, last)
