"""Drills on the walls of the database: tampering found, writes kept, connections borrowed.

Run `python -m bench.tampering` on a home of its own with demonstration data, never where a site
works: it signs in as the owner, tampers a hundred times in each way, and takes back what it did.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import django

from cadre_tracker import embedded

embedded.ensure()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre_tracker.settings")
django.setup()

from django.db import DatabaseError, connection, connections, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from apps.audit.history import acting, without_history  # noqa: E402
from apps.audit.seals import Break, seal, verify  # noqa: E402
from apps.cadres.models import Appointment, Cadre  # noqa: E402
from apps.common.reach import Reach, beyond_scope  # noqa: E402
from apps.common.stepping_down import APP, EVERYBODY, acting_for, as_jobs  # noqa: E402
from apps.entry.models import Draft  # noqa: E402
from apps.units.models import Lineage, Membership, Unit  # noqa: E402

TIMES, WRITES, BORROWINGS = 100, 5_000, 10_000
EVENTS = "cadres_qualificationevent"
FACTS = "cadres_qualification"
Ids = list[int]


def sql(statement: str, *values: object) -> list[tuple[object, ...]]:
    """Run a statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def edit(ids: Ids, draw: random.Random) -> int:
    """Change a cell of a version."""
    row = draw.choice(ids)
    sql(f"UPDATE {EVENTS} SET pgh_label = pgh_label || 'd' WHERE pgh_id = {row}")
    return row


def delete(ids: Ids, draw: random.Random) -> int:
    """Remove a version."""
    row = draw.choice(ids)
    sql(f"DELETE FROM {EVENTS} WHERE pgh_id = {row}")
    return row


def reorder(ids: Ids, draw: random.Random) -> int:
    """Let two neighbours change places."""
    at = draw.randrange(len(ids) - 1)
    one, two = ids[at : at + 2]
    for old, new in ((one, -1), (two, one), (-1, two)):
        sql(f"UPDATE {EVENTS} SET pgh_id = {new} WHERE pgh_id = {old}")
    return one


def cut(ids: Ids, draw: random.Random) -> int:
    """Cut off the latest versions."""
    row = ids[-draw.randint(1, len(ids) // 2)]
    sql(f"DELETE FROM {EVENTS} WHERE pgh_id >= {row}")
    return row


def tampering() -> None:
    """Tamper as the owner, a hundred times in each way; each has to be found and named."""
    now, draw = timezone.now(), random.Random(56)
    print("seal", seal(day=timezone.localdate(now), now=now)[:12], "seed 56")  # noqa: T201
    ids = [row[0] for row in sql(f"SELECT pgh_id FROM {EVENTS} ORDER BY pgh_id")]
    acts: list[Callable[[Ids, random.Random], int]] = [edit, delete, reorder, cut]
    for act in acts:
        began, named = time.monotonic(), 0
        for _ in range(TIMES):
            with transaction.atomic():
                sql("SET LOCAL app.retention TO 'on'")
                with without_history():
                    row = act(ids, draw)  # type: ignore[arg-type]
                found = verify()
                named += isinstance(found, Break) and (found.table, found.row) == (EVENTS, row)
                transaction.set_rollback(True)
        print(f"{act.__name__}: {named} of {TIMES} named, {time.monotonic() - began:.0f} s")  # noqa: T201


def writes() -> None:
    """Write 5,000 times as the site, a quarter of it taken back; each leaves one version."""
    draw, kept = random.Random(55), Counter[str]()
    ids = [row[0] for row in sql(f"SELECT id FROM {FACTS} ORDER BY id")]
    before = sql(f"SELECT max(pgh_id) FROM {EVENTS}")[0][0]
    with transaction.atomic():
        for number in range(WRITES):
            who, row = f"u{number % 7}", draw.choice(ids)
            with acting_for(number + 1), acting(who), transaction.atomic():
                sql(f"UPDATE {FACTS} SET name = 'f{number}' WHERE id = {row}")
                is_kept = number % 4 > 0
                transaction.set_rollback(not is_kept)
            kept[who] += is_kept
        query = f"""SELECT c.metadata->>'username', count(*), count(DISTINCT name) FROM {EVENTS}
            JOIN pghistory_context c ON c.id = pgh_context_id WHERE pgh_id > %s GROUP BY 1"""
        found = {str(who): (count, new) for who, count, new in sql(query, before)}
        transaction.set_rollback(True)
    is_right = found == {who: (count, count) for who, count in kept.items()}
    print(f"{WRITES} writes, {sum(kept.values())} kept, history right: {is_right}")  # noqa: T201


def borrowings() -> None:
    """Borrow 5 connections 10,000 times, for four users and nobody; none may see another's rows.

    Three head a unit each and one leads the city: each reads drafts and people.
    """
    people, own = _users()
    actors = [*(user.pk for user in people), None]

    def borrow(number: int) -> bool:
        actor = actors[number % 5]
        with acting_for(actor):
            _disturb(number)
            said = sql("SELECT current_user::text, current_setting('app.actor')")[0]
            rows = list(Draft.objects.filter(act="drill").values_list("user", flat=True))
            found = (Cadre.objects.count(), Appointment.objects.count())
        role = EVERYBODY if actor == actors[3] else APP
        is_own = rows == ([actor] if actor else []) and found == own[actor]
        return said == (role, str(actor or "")) and is_own

    began = time.monotonic()
    with ThreadPoolExecutor(int(os.environ.get("BORROWERS", "5"))) as pool:
        wrong = list(pool.map(borrow, range(BORROWINGS))).count(False)
        list(pool.map(lambda _: connections.close_all(), range(100)))
    with as_jobs():
        Draft.objects.filter(act="drill").delete()
        Membership.objects.filter(user__in=people).delete()
        User.objects.filter(pk__in=[user.pk for user in people]).update(is_active=False)
    seconds = time.monotonic() - began
    print(f"{BORROWINGS} borrowings, {wrong} wrong, {seconds:.0f} s, people: {own}")  # noqa: T201


def _users() -> tuple[list[User], dict[int | None, tuple[int, int]]]:
    """Make four users with a draft each; return them with how many people and posts each sees."""
    with as_jobs():
        people = [
            User.objects.create(username=f"drill-{time.time_ns()}-{number}") for number in range(4)
        ]
        for user in people:
            Draft.objects.create(user=user, act="drill", address="/", fields={})
        return people, _answering(people) | {None: (0, 0)}


def _disturb(number: int) -> None:
    """Fail now and then, and now and then reach beyond the actor's units."""
    if number % 9 == 0:
        with suppress(DatabaseError), transaction.atomic():
            sql("SELECT 1 / 0")
    if number % 7 == 0:
        with beyond_scope(Reach.COUNTING):
            Cadre.objects.count()


def _answering(people: list[User]) -> dict[int | None, tuple[int, int]]:
    """Let three users head a unit and a fourth the city; return how much each is to see."""
    top = Unit.objects.get(placements__parent=None)
    heads = Unit.objects.filter(placements__parent=top, kind="department").order_by("key")[:3]
    found: dict[int | None, tuple[int, int]] = {}
    for user, unit in zip(people, [*heads, top], strict=True):
        role = "leader" if unit == top else "head"
        Membership.objects.create(user=user, unit=unit, role=role, start_on="2020-01-01")
        units = Lineage.objects.filter(ancestor=unit).values("unit")
        theirs = set(Appointment.objects.filter(unit__in=units).values_list("cadre", flat=True))
        posts = Appointment.objects.filter(cadre__in=theirs).count()
        found[user.pk] = (len(theirs), posts)
    return found


if __name__ == "__main__":
    for drill in (tampering, writes, borrowings):
        if not sys.argv[1:] or drill.__name__ in sys.argv[1:]:
            drill()
