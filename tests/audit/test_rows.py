"""Rows that the database shows to nobody but whose they are (acceptance 11)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections, transaction

from apps.accounts.models import User
from apps.common.stepping_down import acting_for, as_jobs
from apps.entry.models import Draft
from apps.reports.models import LongList, LongListPart

LIST = {"kind": "cadres", "day": "2025-01-01", "title": "x", "format": "csv", "language": "vi",
        "covers": []}  # fmt: skip


def fill() -> list[User]:
    """Make three users with one draft and one list of one part each."""
    users = [User.objects.create(username=f"u{number}") for number in range(3)]
    for user in users:
        Draft.objects.create(user=user, act="appoint", address="/", fields={})
        asked = LongList.objects.create(asked_by=user, **LIST)
        LongListPart.objects.create(list=asked, number=0, content=str(user.pk).encode())
    return users


def seen() -> list[int]:
    """Return whose rows are seen, over all three tables."""
    return [
        *Draft.objects.values_list("user", flat=True),
        *LongList.objects.values_list("asked_by", flat=True),
        *(int(bytes(part.content)) for part in LongListPart.objects.all()),
    ]


def test_without_an_actor_there_are_no_rows(db):
    fill()
    with acting_for(None):
        assert seen() == []
        assert Draft.objects.update(label="x") == LongListPart.objects.all().delete()[0] == 0


def test_an_actor_sees_and_changes_own_rows_only(db):
    first, second, _ = fill()
    with acting_for(first.pk):
        assert seen() == [first.pk] * 3
        assert Draft.objects.update(label="mine") == 1
        with acting_for(second.pk):
            assert seen() == [second.pk] * 3
        assert seen() == [first.pk] * 3
    with acting_for(first.pk + 1_000_000):
        assert seen() == []
    assert Draft.objects.filter(label="mine").get().user == first


def test_nobody_writes_rows_for_somebody_else(db):
    first, second, _ = fill()
    with acting_for(first.pk):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Draft.objects.create(user=second, act="retire", address="/", fields={})
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Draft.objects.update(user=second)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            LongList.objects.create(asked_by=second, **LIST)


def test_jobs_see_all_rows(db):
    users = fill()
    with as_jobs():
        assert sorted(seen()) == sorted(user.pk for user in users for _ in range(3))


def test_errors_and_rollbacks_show_nothing_more(transactional_db):
    first, _, _ = fill()
    with acting_for(first.pk):
        with pytest.raises(DatabaseError), transaction.atomic():
            Draft.objects.extra(where=["1/0 = 1"]).exists()
        assert seen() == [first.pk] * 3
        with transaction.atomic():
            Draft.objects.all().delete()
            transaction.set_rollback(True)
        assert seen() == [first.pk] * 3
        connection.close()
        assert seen() == [first.pk] * 3


def test_many_borrowers_of_few_connections_see_their_own(transactional_db):
    # 5 connections, 600 borrowings; the drill in docs/security.md makes 10,000.
    actors = [*(user.pk for user in fill()), None]

    def borrow(number: int) -> bool:
        actor = actors[number % 4]
        with acting_for(actor):
            if number % 7 == 0:
                with pytest.raises(DatabaseError), transaction.atomic():
                    Draft.objects.extra(where=["1/0 = 1"]).exists()
            return seen() == ([actor] * 3 if actor else [])

    with ThreadPoolExecutor(5, initializer=connections.close_all) as pool:
        assert all(pool.map(borrow, range(600)))
        list(pool.map(lambda _: connections.close_all(), range(50)))


def test_the_first_wall_missing_the_second_stands(world, officer, binh):
    """T1: a page that forgot to ask whose a draft is would show none of somebody else's."""
    Draft.objects.create(user=world.officer, act="appoint", address="/", fields={})
    with acting_for(world.binh.pk):
        assert not Draft.objects.exists()
