"""The report on a whole city, and a list of everybody: how long, how much memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services import create_user
from apps.metrics.services import refresh
from apps.units.models import Unit
from apps.units.services import grant_membership
from bench.database import fill, fresh_database
from bench.measure import INFORMATION, DifferentError, Line, ratio
from bench.refreshing import DAY
from bench.roster import HANOI

DOCUMENTS = ("docx", "xlsx", "pdf")
LISTS = ("xlsx", "csv")
# One in twenty-five of a roster has left: so many people leave 150,000 who serve.
PEOPLE = 157_000
MEGABYTES = 2**10


def reports(people: int, rounds: int, sizes: tuple[int, ...] = HANOI) -> Iterator[Line]:
    """Measure reports and lists, each in a process of its own that may use one core."""
    with fresh_database("reports") as name:
        fill(people, sizes)
        refresh(day=DAY)
        for username in ("leader", "second"):
            _leader(username)
        yield from _documents(name, rounds)
        yield from _lists(name, rounds)


def _leader(username: str) -> None:
    user = create_user(
        username=username, full_name="Leader", password="lúa chín vàng đồng 177", is_temporary=False
    )
    grant_membership(
        user=user,
        role=Role.LEADER,
        unit=Unit.objects.get(pk=1),
        start_on=DAY,
        by=User(username="bench"),
    )


def _documents(database: str, rounds: int) -> Iterator[Line]:
    """The figures are computed anew for each format, as if only that one were asked for."""
    units = Unit.objects.filter(placements__parent=1).count()
    for form in DOCUMENTS:
        made = [_made(database, "city", form) for _round in range(rounds)]
        note = f"figures {made[0]['figures']:.2f} s; {_took(made)}"
        times = tuple(one["seconds"] for one in made)
        yield Line(f"city report, annexes of {units} units, {form}", times, 5, "s", note=note)
        memory = tuple(one["memory"] / MEGABYTES for one in made)
        yield Line(f"its memory, {form}", memory, 300, "MB")


def _lists(database: str, rounds: int) -> Iterator[Line]:
    for form in LISTS:
        made, floor = [], []
        for _round in range(rounds):
            made.append(_made(database, "cadres", form))
            floor.append(_made(database, "floor", form))
        counts = {one["rows"] for one in (*made, *floor)}
        if len(counts) != 1:
            raise DifferentError(f"the lists have {counts} rows")
        yield from _list_lines(f"list of {counts.pop():,} cadres, {form}", made)
        ours, least = ([one["seconds"] for one in side] for side in (made, floor))
        name = "the same beside one query and a bare writer"
        yield ratio(f"{name}, {form}", ours, least, INFORMATION)
    behind = [_made(database, "who", "xlsx") for _round in range(rounds)]
    yield from _list_lines(f"list of {behind[0]['rows']:,} people and why, xlsx", behind)


def _list_lines(name: str, made: list[dict[str, Any]]) -> Iterator[Line]:
    times = tuple(one["seconds"] for one in made)
    yield Line(name, times, 60, "s", note=_took(made))
    memory = tuple(one["memory"] / MEGABYTES for one in made)
    yield Line("its memory", memory, 512, "MB")


def _took(made: list[dict[str, Any]]) -> str:
    processor = statistics.median(one["processor"] for one in made)
    return f"Python's processor time {processor:.2f} s; {made[0]['size']:,} bytes"


def _made(database: str, what: str, form: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.making", database, what, form],
        check=True,
        stdout=subprocess.PIPE,
    )
    return dict(json.loads(done.stdout))
