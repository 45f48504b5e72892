"""Lawful gaps: what is taken out for a reason is accepted, and nothing beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from apps.audit.gaps import forget_contexts, remove
from apps.audit.history import acting, without_history
from apps.audit.models import AccessLog, Gap
from apps.audit.seals import Break, Whole, seal, verify
from apps.audit.services import log_access
from apps.cadres.models import Cadre
from apps.common.stepping_down import acting_for, as_jobs
from tests.factories import a_cadre

NOW = datetime(2025, 3, 1, 17, 20, tzinfo=UTC)
EVENTS = "cadres_cadreevent"


def ids() -> list[int]:
    return [row[0] for row in sql(f"SELECT pgh_id FROM {EVENTS} ORDER BY pgh_id")]


def sql(statement: str) -> list[tuple]:
    """Run a statement as the owner, who may do everything."""
    with without_history(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL app.retention TO 'on'; {statement}")
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def sealed(db: None) -> list[int]:
    """Six versions of people in two seals of three; their numbers."""
    with acting("an"):
        for number in range(3):
            a_cadre(f"c{number}")
        with as_jobs():
            seal(day=date(2025, 3, 1), now=NOW)
        Cadre.objects.update(gender="male")
    with as_jobs():
        seal(day=date(2025, 3, 2), now=NOW + timedelta(days=1))
    return ids()


def take_out(*rows: int, table: str = EVENTS) -> int:
    with as_jobs():
        return remove(table, rows, by="officer", reason="erasure, request 1")


def test_what_is_taken_out_lawfully_leaves_the_history_whole(sealed):
    assert take_out(sealed[0], sealed[1], sealed[4]) == 3
    assert ids() == [sealed[2], sealed[3], sealed[5]]
    assert isinstance(verify(), Whole)
    gap = Gap.objects.get()
    assert (gap.rows, gap.spans) == (3, [[sealed[0], sealed[1]], [sealed[4], sealed[4]]])
    # The gap is sealed itself in the night that follows, and the history goes on.
    with as_jobs():
        seal(day=date(2025, 3, 3), now=NOW + timedelta(days=2))
    assert isinstance(verify(), Whole)


def test_all_rows_of_a_seal_may_go(sealed):
    take_out(*sealed[:3])
    assert isinstance(verify(), Whole)


def test_rows_that_were_not_sealed_yet_may_go(sealed):
    a_cadre("later")
    take_out(ids()[-1])
    with as_jobs():
        seal(day=date(2025, 3, 3), now=NOW + timedelta(days=2))
    assert isinstance(verify(), Whole)


@pytest.mark.parametrize("other", [1, 2, 3, 5])
def test_one_row_more_that_is_gone_is_found_and_named(sealed, other):
    take_out(sealed[0], sealed[4])
    sql(f"DELETE FROM {EVENTS} WHERE pgh_id = {sealed[other]}")
    found = verify()
    assert isinstance(found, Break)
    assert (found.table, found.row, found.what) == (EVENTS, sealed[other], "the row is gone")


def test_a_row_that_is_changed_beside_a_gap_is_found(sealed):
    take_out(sealed[0])
    sql(f"UPDATE {EVENTS} SET full_name = 'X' WHERE pgh_id = {sealed[1]}")
    found = verify()
    assert isinstance(found, Break) and (found.row, found.what) == (
        sealed[1],
        "the row was changed",
    )


def test_a_row_put_back_into_a_gap_is_found(sealed):
    take_out(sealed[1])
    sql(f"""INSERT INTO {EVENTS} SELECT (r).* FROM (SELECT jsonb_populate_record(e,
        jsonb_build_object('pgh_id', {sealed[1]})) r FROM {EVENTS} e LIMIT 1) x""")
    found = verify()
    assert isinstance(found, Break) and (found.row, found.what) == (
        sealed[1],
        "the row was added later",
    )


@pytest.mark.parametrize(
    "forging",
    [
        """INSERT INTO audit_gap ("table", spans, rows, at, by, reason, sign)
           VALUES ('cadres_cadreevent', '[[{0}, {0}]]', 1, now(), 'x', 'x', repeat('0', 64))""",
        """INSERT INTO audit_gap ("table", spans, rows, at, by, reason, sign)
           SELECT "table", '[[{0}, {0}]]', rows, at, by, reason, sign FROM audit_gap""",
        """UPDATE audit_gap SET spans = spans || '[[{0}, {0}]]'""",
    ],
)
def test_a_forged_gap_is_found(sealed, forging):
    take_out(sealed[0])
    sql(forging.format(sealed[3]) + f"; DELETE FROM {EVENTS} WHERE pgh_id = {sealed[3]}")
    found = verify()
    assert isinstance(found, Break)
    assert (found.table, found.row) == ("audit_gap", Gap.objects.order_by("pk").last().pk)


def test_a_gap_that_is_taken_away_is_found(sealed):
    take_out(sealed[0])
    with as_jobs():
        seal(day=date(2025, 3, 3), now=NOW + timedelta(days=2))
    sql("DELETE FROM audit_gap")
    assert isinstance(verify(), Break)


def test_requests_can_neither_take_out_nor_make_gaps(sealed):
    for what in ("SELECT audit_remove(1)", "SELECT audit_forget('{}')", f"DELETE FROM {EVENTS}",
                 "INSERT INTO audit_gap (spans) VALUES ('[]')"):  # fmt: skip
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():  # noqa: SIM117
            with acting_for(1), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL app.retention TO 'on'; {what}")


def test_jobs_take_out_only_what_a_gap_of_the_moment_names(sealed):
    take_out(sealed[0])
    gap = Gap.objects.get()
    sql(f"UPDATE audit_gap SET at = at - interval '1 second' WHERE id = {gap.pk}")
    for what in (f"SELECT audit_remove({gap.pk})", f"DELETE FROM {EVENTS}"):
        with pytest.raises(DatabaseError), transaction.atomic(), as_jobs():  # noqa: SIM117
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL app.retention TO 'on'; {what}")
    assert len(ids()) == 5


def test_all_rows_named_must_be_there(sealed):
    with pytest.raises(DatabaseError, match="rows are in the gap"), transaction.atomic():
        take_out(sealed[0], sealed[5] + 1000)
    assert len(ids()) == 6


def test_no_row_of_facts_seals_or_gaps_can_be_taken_out(sealed):
    for table in ("cadres_cadre", "audit_seal", "audit_gap"):
        with pytest.raises(DatabaseError), transaction.atomic():
            take_out(1, table=table)


def test_who_acted_goes_with_the_last_row_written_then(sealed):
    contexts = {row[0] for row in sql(f"SELECT DISTINCT pgh_context_id FROM {EVENTS}")}
    take_out(*sealed[:5])
    with as_jobs():
        assert forget_contexts(contexts) == len(contexts) - 1
    take_out(sealed[5])
    with as_jobs():
        assert forget_contexts(contexts) == 1


def test_a_reading_can_be_taken_out_too(sealed):
    log_access(username="an", act=AccessLog.Act.READ, kind="cadre", key="c0")
    pk = AccessLog.objects.get().pk
    with as_jobs():
        seal(day=date(2025, 3, 3), now=NOW + timedelta(days=2))
    assert take_out(pk, table="audit_accesslog") == 1
    assert isinstance(verify(), Whole)
