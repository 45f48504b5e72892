"""Seals of the history: whatever its owner changes afterwards is found, and named."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from apps.audit import seals
from apps.audit.history import acting, without_history
from apps.audit.models import AccessLog, Seal
from apps.audit.seals import Break, BusyError, Whole, seal, sealed_tables, verify
from apps.audit.services import log_access
from apps.cadres.models import Cadre
from apps.common.stepping_down import as_jobs
from apps.dashboards.tasks import seal_the_night
from apps.notices.models import Notice
from tests.factories import a_cadre

DAY = date(2025, 3, 1)
NOW = datetime(2025, 3, 1, 17, 20, tzinfo=UTC)
EVENTS = "cadres_cadreevent"


@pytest.fixture
def sealed(db: None) -> list[int]:
    """Six versions of people in two seals of three; their numbers."""
    with acting("an"):
        for number in range(3):
            a_cadre(f"c{number}")
        log_access(username="an", act=AccessLog.Act.READ, kind="cadre", key="c0")
        with as_jobs():
            seal(day=DAY, now=NOW)
        Cadre.objects.update(gender="male")
    with as_jobs():
        seal(day=DAY.replace(day=2), now=NOW)
    return list(ids())


def ids() -> list[int]:
    return [row[0] for row in sql(f"SELECT pgh_id FROM {EVENTS} ORDER BY pgh_id")]


def sql(statement: str) -> list[tuple]:
    with without_history(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL app.retention TO 'on'; {statement}")
        return cursor.fetchall() if cursor.description else []


def test_an_untouched_history_is_whole(sealed):
    # 15 tables twice: 6 versions of people and 1 reading; a later one is not sealed yet.
    a_cadre()
    found = verify()
    assert isinstance(found, Whole)
    assert (found.seals, found.rows, found.unsealed) == (2 * len(sealed_tables()), 7, 1)
    assert found.head == Seal.objects.last().digest
    assert verify(head=Seal.objects.first().digest) == found


@pytest.mark.parametrize(
    ("tampering", "what"),
    [
        (f"UPDATE {EVENTS} SET full_name = 'X' WHERE pgh_id = {{0}}", "changed"),
        (f"UPDATE {EVENTS} SET pgh_created_at = '2020-01-01' WHERE pgh_id = {{0}}", "changed"),
        (f"DELETE FROM {EVENTS} WHERE pgh_id = {{0}}", "gone"),
        (f"DELETE FROM {EVENTS} WHERE pgh_id >= {{0}}", "gone"),
    ],
)
def test_edits_deletions_and_a_tail_cut_off_are_found_and_named(sealed, tampering, what):
    """Acceptance 56: the first bad row is named, with its table and day."""
    for place, row in enumerate(sealed):
        with transaction.atomic():
            sql(tampering.format(row))
            found = verify()
            transaction.set_rollback(True)
        assert isinstance(found, Break)
        assert (found.table, found.row, found.day.day) == (EVENTS, row, 1 if place < 3 else 2)
        assert what in found.what


def test_rows_that_change_places_are_found(sealed):
    first, second = sealed[:2]
    sql(
        f"UPDATE {EVENTS} SET pgh_id = -1 WHERE pgh_id = {first};"
        f"UPDATE {EVENTS} SET pgh_id = {first} WHERE pgh_id = {second};"
        f"UPDATE {EVENTS} SET pgh_id = {second} WHERE pgh_id = -1"
    )
    assert verify() == Break(EVENTS, DAY, first, "the row was changed")


def test_a_row_put_in_between_is_found(sealed):
    sql(f"DELETE FROM audit_seal; DELETE FROM {EVENTS} WHERE pgh_id = {sealed[1]}")
    seal(day=DAY, now=NOW)
    sql(f"""INSERT INTO {EVENTS} SELECT (r).* FROM (SELECT jsonb_populate_record(e,
        jsonb_build_object('pgh_id', {sealed[1]})) r FROM {EVENTS} e LIMIT 1) x""")
    assert verify() == Break(EVENTS, DAY, sealed[1], "the row was added later")


def test_who_acted_is_sealed_as_well(sealed):
    sql('UPDATE pghistory_context SET created_at = now(), metadata = \'{"username": "chi"}\'')
    assert verify() == Break(EVENTS, DAY, sealed[0], "the row was changed")


def test_what_was_read_is_sealed_as_well(sealed):
    pk = AccessLog.objects.get().pk
    sql("UPDATE audit_accesslog SET username = 'chi'")
    assert verify() == Break("audit_accesslog", DAY, pk, "the row was changed")


@pytest.mark.parametrize(
    ("tampering", "what"),
    [
        ("UPDATE audit_seal SET content = repeat('0', 64) WHERE id = {0}", "changed"),
        ("UPDATE audit_seal SET digest = repeat('0', 64) WHERE id = {0}", "changed"),
        ("UPDATE audit_seal SET marks = '' , day = '2024-01-01' WHERE id = {0}", "changed"),
        ("DELETE FROM audit_seal WHERE id = {0}", "does not follow"),
    ],
)
def test_a_seal_that_was_changed_is_found(sealed, tampering, what):
    first = Seal.objects.first()
    sql(tampering.format(first.pk))
    found = verify()
    assert isinstance(found, Break)
    assert what in found.what


def test_a_history_rewritten_with_all_its_seals_is_found_by_a_digest_kept_elsewhere(sealed):
    head = Seal.objects.last().digest
    sql("DELETE FROM audit_seal")
    sql(f"DELETE FROM {EVENTS} WHERE pgh_id = {sealed[0]}")
    seal(day=DAY, now=NOW)
    assert isinstance(verify(), Whole)
    found = verify(head=head)
    assert isinstance(found, Break)
    assert "kept elsewhere" in found.what


def test_a_table_that_gains_a_column_stays_whole(sealed):
    sql(f"ALTER TABLE {EVENTS} ADD COLUMN later text DEFAULT 'x'")
    assert isinstance(verify(), Whole)
    sql(f"ALTER TABLE {EVENTS} DROP COLUMN full_name")
    assert verify() == Break(EVENTS, DAY, None, "columns are gone: full_name")


def test_rows_that_a_running_transaction_may_still_write_are_waited_for(
    transactional_db, monkeypatch
):
    monkeypatch.setattr(seals, "_PATIENCE", 0.0)
    a_cadre("first")
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("UPDATE cadres_cadre SET gender = 'male'")
        a_cadre("second")  # a higher number, committed before the lower one
        with pytest.raises(BusyError):
            seal(day=DAY, now=NOW)
    other.commit()
    other.close()
    seal(day=DAY, now=NOW)
    found = verify()
    assert isinstance(found, Whole)
    assert found.rows == 3


def test_the_commands_seal_verify_and_name_the_break(sealed, capsys):
    call_command("seal_history")
    call_command("verify_history", head=capsys.readouterr().out.strip())
    assert Seal.objects.last().digest in capsys.readouterr().out
    sql(f"DELETE FROM {EVENTS} WHERE pgh_id = {sealed[0]}")
    with pytest.raises(CommandError, match=rf"{EVENTS}, row {sealed[0]}, sealed for 2025-03-01"):
        call_command("verify_history")


def test_a_night_is_sealed_once_and_the_auditors_are_told(world):
    seal_the_night()
    seal_the_night()
    assert Seal.objects.count() == len(sealed_tables())
    notice = Notice.objects.get(code="history_sealed")
    assert notice.user == world.auditor
    assert notice.values["digest"] == Seal.objects.last().digest
