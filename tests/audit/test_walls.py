"""The database's own wall around what was written: for the site, and for its owner too."""

from __future__ import annotations

import uuid

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from apps.accounts.actor import ActorMiddleware
from apps.audit.history import without_history
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.audit.walls import APP, JOBS, kept_tables
from apps.cadres.models import Cadre
from apps.cadres.services.people import register_cadre
from apps.common.stepping_down import acting_for, as_jobs

pytestmark = pytest.mark.django_db
BY_TRIGGERS = [
    table
    for table in kept_tables()
    if table not in ("audit_accesslog", "audit_shown", "audit_seal", "audit_gap")
]
ROLES = [pytest.param(lambda: acting_for(7), id="site"), pytest.param(as_jobs, id="jobs")]


def key_of(table: str) -> str:
    return "pgh_id" if table.endswith("event") else "id"


def sql(statement: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def refused(*statements: str, why: str = "denied|must be owner") -> None:
    for statement in statements:
        with pytest.raises(DatabaseError, match=why), transaction.atomic():
            sql(statement)


@pytest.mark.parametrize("role", ROLES)
def test_neither_role_can_change_what_was_written(role):
    """Acceptance 56: UPDATE, DELETE, TRUNCATE and whatever would make way for them."""
    with role():
        for table in kept_tables():
            refused(
                f"UPDATE {table} SET {key_of(table)} = {key_of(table)}",
                f"DELETE FROM {table}",
                f"TRUNCATE {table}",
                f"DROP TRIGGER what_was_written_stays ON {table}",
                f"ALTER TABLE {table} DISABLE TRIGGER ALL",
                f"ALTER TABLE {table} OWNER TO CURRENT_USER",
                f"DROP TABLE {table}",
            )
        for table in BY_TRIGGERS:
            refused(f"INSERT INTO {table} DEFAULT VALUES")


@pytest.mark.parametrize("role", ROLES)
def test_neither_role_can_switch_the_walls_off(role):
    """Acceptance 56: session_replication_role, triggers of facts, functions, other roles."""
    with role():
        refused(
            "SET LOCAL session_replication_role TO replica",
            "ALTER TABLE cadres_cadre DISABLE TRIGGER ALL",
            "TRUNCATE cadres_cadre CASCADE",
            "CREATE OR REPLACE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN RETURN NULL; END'",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE TABLE t (id int)",
            "SELECT setval('cadres_cadreevent_pgh_id_seq', 1)",
            "DELETE FROM django_migrations",
            "CREATE ROLE somebody",
        )


def test_only_the_jobs_add_seals_and_gaps():
    with acting_for(7):
        refused("INSERT INTO audit_seal DEFAULT VALUES")
        refused("INSERT INTO audit_gap DEFAULT VALUES")


def test_no_setting_silences_history_for_the_site(world):
    with acting_for(world.officer.pk), without_history():
        cadre = register_cadre(full_name="Lý An", born=None, gender="", by=world.officer)
        Cadre.objects.filter(pk=cadre.pk).update(gender="male")
    assert [event.pgh_label for event in cadre.events.order_by("pgh_id")] == ["insert", "update"]


def test_no_table_of_the_session_catches_history(world):
    cadre = world.cadres["khoa"]
    before = cadre.events.count()
    with acting_for(world.officer.pk):
        sql("CREATE TEMPORARY TABLE cadres_cadreevent (LIKE public.cadres_cadreevent)")
        Cadre.objects.filter(pk=cadre.pk).update(gender="female")
        # Nor does a trigger of the session write history that nothing happened for.
        function = sql("""SELECT p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgrelid = 'cadres_cadre'::regclass AND tgname LIKE 'pgtrigger_insert%%'""")
        sql("CREATE TEMPORARY TABLE mine (LIKE public.cadres_cadre)")
        refused(f"""CREATE TRIGGER t AFTER INSERT ON mine REFERENCING NEW TABLE AS new_values
            FOR EACH STATEMENT EXECUTE FUNCTION {function[0][0]}()""")
        sql("DROP TABLE pg_temp.cadres_cadreevent, mine")
    assert cadre.events.count() == before + 1


def test_who_acted_is_said_once(world):
    known = uuid.uuid4()
    sql("""INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
        VALUES (%s, '{"username": "an"}', now() - interval '1 s', now())""", known)  # fmt: skip
    cadre = world.cadres["khoa"]
    with acting_for(world.officer.pk):
        sql("SELECT set_config('pghistory.context_id', %s, true),"
            " set_config('pghistory.context_metadata', '{\"username\": \"binh\"}', true)",
            str(known))  # fmt: skip
        sql("UPDATE cadres_cadre SET gender = 'female' WHERE id = %s", cadre.pk)
    event = cadre.events.select_related("pgh_context").get(pgh_label="update")
    assert event.pgh_context.metadata == {"username": "an"}
    refused("UPDATE pghistory_context SET metadata = '{}'", why="cannot update")


def test_the_owner_has_to_name_the_retention_job():
    why = "cannot (delete|truncate|update)"
    with without_history():
        for table in kept_tables():
            refused(f"DELETE FROM {table}", f"TRUNCATE {table}", why=why)
            if table != "pghistory_context":
                refused(f"UPDATE {table} SET {key_of(table)} = {key_of(table)}", why=why)
        sql("SET LOCAL app.retention TO 'on'")
        for table in kept_tables():
            sql(f"DELETE FROM {table}")


def test_later_tables_are_open_to_both_roles_and_migrating_again_changes_nothing():
    sql("CREATE TABLE later (id int)")
    for role in (APP, JOBS):
        rights = sql("SELECT has_table_privilege(%s, 'later', 'SELECT, INSERT, UPDATE, DELETE'),"
                     " has_table_privilege(%s, 'later', 'TRUNCATE')", role, role)  # fmt: skip
        assert rights == [(True, False)]
    call_command("migrate", verbosity=0)
    with acting_for(7):
        refused("DELETE FROM cadres_cadreevent")
        sql("DELETE FROM later")


def test_every_tracked_table_writes_its_history_with_the_owners_rights():
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model"):
            table = model.pgh_tracked_model._meta.db_table
            open_to_all = sql(f"""SELECT proname FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid
                WHERE tgrelid = '{table}'::regclass AND prosrc LIKE '%pgh_attach_context%'
                  AND (NOT prosecdef OR proconfig IS NULL
                       OR has_function_privilege('{APP}', p.oid, 'EXECUTE'))""")
            assert not open_to_all, table


def test_requests_ask_the_database_as_the_site(world):
    asked = []

    def view(request):
        asked.append(sql("SELECT current_user::text, current_setting('app.actor')")[0])

    request = RequestFactory().get("/")
    for user in (world.binh, type("Nobody", (), {"pk": None})()):
        request.user = user
        ActorMiddleware(view)(request)
    assert asked == [(APP, str(world.binh.pk)), (APP, "")]


def test_what_was_read_is_logged_though_the_answer_is_a_refusal(world):
    with acting_for(world.an.pk):
        log_access(username="an", act=AccessLog.Act.READ, kind="cadre", key="x")
    assert AccessLog.objects.count() == 1
