"""The days ahead beside a refresh of today, the smallest mix for a unit, and its page ahead."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services import create_user
from apps.metrics.ahead.foreseeing import LEAST_MONTHS, foresee
from apps.metrics.ahead.mixing import answer
from apps.metrics.measuring import measure, project
from apps.metrics.models import Run
from apps.metrics.services import refresh
from apps.targets.models import Target
from apps.targets.shipped import PLANS
from apps.units.models import Placement, Unit
from apps.units.services import grant_membership
from bench.measure import INFORMATION, DifferentError, Line, p95, ratio, seconds

# Files of style are not served here.
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PLAN: str = PLANS[0]["plan"]["code"]
ASKED = 40
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
    yield from page(unit, rounds)


def page(unit: Unit, rounds: int) -> Iterator[Line]:
    """Measure a unit's page ahead from stored figures, beside a page of ours without figures."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(_leader())
    paths = [
        reverse("target_ahead", args=[unit.key, target.code])
        for target in Target.objects.filter(plan__code=PLAN)
    ]
    ours, bare = [], []
    with override_settings(STORAGES=PLAIN):
        for _round in range(rounds):
            bare.append(p95([_asked(client, "/help/method/") for _time in range(ASKED)]))
            ours.append(p95([_asked(client, paths[at % len(paths)]) for at in range(ASKED)]))
    name = "a unit's days ahead, p95, the largest department"
    yield Line(name, tuple(1000 * each for each in ours), 300, "ms")
    yield ratio("the same beside a page without figures", ours, bare, INFORMATION)


def _asked(client: Client, path: str) -> float:
    """Return how long a page takes; one ahead that has no figures does not count."""
    started = time.perf_counter()
    answer = client.get(path, {"plan": PLAN})
    took = time.perf_counter() - started
    if answer.status_code != 200 or ("/ahead/" in path and b"data-series" not in answer.content):
        raise DifferentError(f"{path}: {answer.status_code}")
    return took


def _leader() -> User:
    """Return somebody who sees the whole tree."""
    by = User(username="bench")
    user = create_user(
        username="leader", full_name="Leader", password="lúa chín vàng đồng 177", is_temporary=False
    )
    top = Placement.objects.get(parent=None).unit
    grant_membership(user=user, role=Role.LEADER, unit=top, start_on=date(2020, 1, 1), by=by)
    return user


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
