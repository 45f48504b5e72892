"""Five years of nightly runs, written by the code that publishes every run.

Which counts differ from one night to the next is made up: each night some units' own counts move,
for every target, and are carried up the tree.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from django.db import connection

from apps.accounts.models import User
from apps.common.stream import one_snapshot
from apps.metrics.core import profile
from apps.metrics.core.evaluate import cells
from apps.metrics.core.tally import roll_up
from apps.metrics.models import Run
from apps.metrics.publish import Figures, next_run, publish
from apps.metrics.selectors import specs
from apps.metrics.trends.series import trend
from apps.targets.models import Target
from apps.units.models import Unit
from apps.units.selectors import units_frame
from bench.measure import DifferentError, Line, seconds
from bench.roster import Tree

FIRST = date(2021, 1, 1)
NIGHTS = 5 * 365 + 1
SHARE = 0.02
SEED = 1826
# Units below the city, below its first department, and in all.
MANY_BELOW, FEW_BELOW, UNITS = 400, 5, 3000
TABLES = ("metrics_run", "metrics_result", "metrics_standing")


def broad_tree() -> Tree:
    """Return 3,000 units: 400 stand below the first, 5 below the second."""
    rng = np.random.default_rng(SEED)
    rest = UNITS - 1 - MANY_BELOW - FEW_BELOW
    parents = [
        np.zeros(1, int),
        np.full(MANY_BELOW, 1),
        np.full(FEW_BELOW, 2),
        np.sort(rng.integers(3, MANY_BELOW + 2, rest)),
    ]
    return Tree(np.concatenate(parents), np.repeat([0, 1, 2], [1, MANY_BELOW, FEW_BELOW + rest]))


def publish_nights(nights: int) -> None:
    """Publish a run for each of so many nights; in each, some units' own counts move."""
    rng = np.random.default_rng(SEED)
    units, targets = units_frame(FIRST), specs(FIRST)
    version_ids = [target.version_id for target in targets]
    own = rng.integers(5, 40, (len(units), 3 * len(targets)))
    people = rng.integers(5, 40, (len(units), profile.WIDTH))
    for night in range(nights):
        chosen = rng.choice(len(units), int(SHARE * len(units)), replace=False)
        own[chosen] += rng.integers(0, 2, (len(chosen), own.shape[1]))
        people[chosen] += rng.integers(0, 2, (len(chosen), people.shape[1]))
        figures = Figures(
            units["unit_id"].to_numpy(),
            cells(own, roll_up(own, units), units, targets),
            roll_up(people, units),
        )
        day = FIRST + timedelta(days=night)
        with one_snapshot(lock="metrics_run") as cursor:
            run = next_run(day, Run.Reason.NIGHT, version_ids, int(people.sum()))
            publish(cursor, run, figures)


def size(nights: int) -> Iterator[Line]:
    """Measure what the runs take on disk, indexes included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s) name",
                       [list(TABLES)])  # fmt: skip
        taken = float(cursor.fetchone()[0]) / 2**30
    name = f"{nights:,} nightly runs, {UNITS:,} units, 5 targets"
    yield Line(name, (taken,), 1, "GB", note="2 % of the units change a night, in every target")


def reading(user: User, nights: int, rounds: int) -> Iterator[Line]:
    """Measure reading the daily trend of the city, which differs every night."""
    target = Target.objects.order_by("pk")[0]
    city = Unit.objects.order_by("pk")[0]
    until = FIRST + timedelta(days=nights - 1)
    if len(trend(user, city, target, until).days) != nights:
        raise DifferentError(f"the trend does not have {nights} days")
    times = [
        statistics.median(seconds(lambda: trend(user, city, target, until)) for _read in range(15))
        for _round in range(rounds)
    ]
    yield Line(f"a unit's daily trend of {nights:,} days", tuple(1000 * t for t in times), 50, "ms")
