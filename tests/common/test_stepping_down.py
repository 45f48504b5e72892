"""Asking the database in a role and for an actor, and leaving nothing of it behind."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import pytest
from django.db import DatabaseError, close_old_connections, connection, connections, transaction

from apps.accounts.models import User
from apps.audit.history import acting
from apps.cadres.models import Cadre
from apps.common.stepping_down import APP, JOBS, acting_for, as_jobs, sent_for
from apps.common.stream import copy, one_snapshot

PART = "SELECT current_user::text, coalesce(current_setting('app.actor', true), '')"


def part() -> tuple[str, str]:
    """Return as whom, and for whom, the database is asked now."""
    with connection.cursor() as cursor:
        cursor.execute(PART)
        return cursor.fetchone()


def login() -> tuple[str, str]:
    return (connection.settings_dict["USER"], "")


def test_a_block_acts_for_a_user_and_ends(transactional_db):
    with acting_for(7):
        assert part() == (APP, "7")
        with transaction.atomic():
            assert part() == (APP, "7")
    assert part() == login()
    with acting_for(None):
        assert part() == (APP, "")
    with as_jobs():
        assert part() == (JOBS, "")
    assert part() == login()


def test_within_an_open_transaction_it_begins_at_once_and_is_taken_back(db):
    assert part() == login()
    with acting_for(7):
        assert part() == (APP, "7")
    assert part() == login()


@pytest.mark.parametrize("isolation", ["db", "transactional_db"])
def test_blocks_within_blocks_return_to_the_one_around_them(isolation, request):
    request.getfixturevalue(isolation)
    with as_jobs():
        with acting_for(7), transaction.atomic():
            with acting_for(8):
                assert part() == (APP, "8")
            assert part() == (APP, "7")
        assert part() == (JOBS, "")
    assert part() == login()


@pytest.mark.parametrize("isolation", ["db", "transactional_db"])
def test_errors_and_rollbacks_leave_nothing_behind(isolation, request):
    request.getfixturevalue(isolation)
    with pytest.raises(DatabaseError), transaction.atomic(), acting_for(7):
        User.objects.extra(where=["1/0 = 1"]).exists()
    assert part() == login()
    with pytest.raises(ZeroDivisionError), acting_for(7), transaction.atomic():
        assert part() == (APP, "7")
        raise ZeroDivisionError
    assert part() == login()
    with acting_for(7):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        assert part() == (APP, "7")
    assert part() == login()


def test_whatever_comes_first_in_a_transaction_steps_down(transactional_db):
    user = User.objects.create(username="an")
    with acting_for(user.pk):
        with one_snapshot() as cursor, acting("an"):
            cursor.execute(PART + ", current_setting('transaction_isolation')")
            assert cursor.fetchone() == (APP, str(user.pk), "repeatable read")
        with acting("an"), one_snapshot() as cursor:
            cursor.execute("SHOW transaction_isolation")
            assert cursor.fetchone() == ("repeatable read",)
        sent = io.BytesIO()
        with connection.cursor() as cursor:
            copy(cursor, f"COPY ({PART}) TO STDOUT", sent)
            assert sent.getvalue().decode().split() == [APP, str(user.pk)]
            cursor.executemany("UPDATE accounts_user SET username = current_user WHERE id = %s",
                               [[user.pk]])  # fmt: skip
        many = User.objects.annotate().values_list("username").iterator(chunk_size=1)
        assert list(many) == [(APP,)]
    assert part() == login()


def test_a_connection_that_was_lost_steps_down_again(transactional_db):
    with acting_for(7):
        assert part() == (APP, "7")
        connection.close()
        assert part() == (APP, "7")


def test_an_answer_that_is_made_while_it_is_sent_acts_for_its_user(transactional_db):
    def pieces():
        for _ in range(3):
            yield "/".join(part()).encode()

    sent = sent_for(7, pieces())
    assert list(islice(sent, 2)) == [f"{APP}/7".encode()] * 2
    assert part() == login()
    sent.close()
    assert part() == login()


def test_connections_that_many_borrow_never_answer_for_somebody_else(transactional_db):
    # 5 connections, 2,000 borrowings, each for another actor; every fourth one fails.
    def borrow(actor: int) -> bool:
        with acting_for(actor):
            if actor % 4 == 0:
                with pytest.raises(DatabaseError), transaction.atomic():
                    User.objects.extra(where=["1/0 = 1"]).first()
            seen = part() == (APP, str(actor))
        if actor % 50 == 0:
            connections.close_all()
        return seen and part() == login()

    with ThreadPoolExecutor(5) as pool:
        assert all(pool.map(borrow, range(1, 2001)))
        list(pool.map(lambda _: connections.close_all(), range(50)))
    close_old_connections()


def test_history_is_written_for_whoever_acts(world):
    cadre = world.cadres["khoa"]
    before = cadre.events.count()
    with acting_for(world.officer.pk), acting("officer"):
        Cadre.objects.filter(pk=cadre.pk).update(gender="female")
    assert cadre.events.count() == before + 1
