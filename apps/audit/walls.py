"""What the roles of the database may do, and what nobody may: rights, and triggers that refuse.

``build`` runs after every ``migrate``, so that a new table has its rights and a new history its
wall without anybody's thinking of it. Running it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import DatabaseError, transaction

from apps.audit.selectors import event_models
from apps.common.stepping_down import APP, EVERYBODY, FIGURES, JOBS

ROLES = (APP, EVERYBODY, FIGURES, JOBS)
# Written once by the triggers of the facts, or by one statement of ours, and never changed.
CONTEXT = "pghistory_context"
READINGS = "audit_accesslog"
SHOWN = "audit_shown"
SEALS = "audit_seal"
GAPS = "audit_gap"
# The one job that may take away what the law no longer lets us keep names itself by this.
RETENTION = "app.retention"

_ROLE = """DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- made elsewhere in this moment
END $$"""
# Whoever may not take a role by being its superuser has to be its member.
_MEMBER = """DO $$ BEGIN
    IF NOT pg_has_role(current_user, '{role}', CASE
        WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END) THEN
        GRANT {role} TO CURRENT_USER;
    END IF;
EXCEPTION WHEN unique_violation THEN NULL;
END $$"""
# Who may see everybody has the rights of the site besides; and whoever may be the jobs, such as the
# login of an installation, may be all of them.
_KINSHIP = f"""DO $$ BEGIN
    IF NOT (pg_has_role('{EVERYBODY}', '{APP}', 'MEMBER')
            AND pg_has_role('{JOBS}', '{FIGURES}', 'MEMBER')
            AND pg_has_role('{JOBS}', '{EVERYBODY}', 'MEMBER')) THEN
        GRANT {APP} TO {EVERYBODY};
        GRANT {EVERYBODY}, {FIGURES} TO {JOBS};
    END IF;
EXCEPTION WHEN unique_violation THEN NULL;
END $$"""
_RIGHTS = f"""
GRANT USAGE ON SCHEMA {{schema}} TO {APP}, {FIGURES}, {JOBS};
REVOKE CREATE ON SCHEMA {{schema}} FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {{schema}} TO {APP}, {JOBS};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {{schema}} TO {APP}, {JOBS};
ALTER DEFAULT PRIVILEGES IN SCHEMA {{schema}}
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}, {JOBS};
ALTER DEFAULT PRIVILEGES IN SCHEMA {{schema}} GRANT USAGE, SELECT ON SEQUENCES TO {APP}, {JOBS};
"""
# The setting of a session may silence a trigger, but only for whom the tables belong to: not for
# whoever stepped down, and not within a trigger that runs with its owner's rights.
_SILENCING = f"""CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME)
RETURNS BOOLEAN LANGUAGE plpgsql AS $$
DECLARE
    asked TEXT := current_setting('pgtrigger.ignore', true);
    part TEXT := coalesce(nullif(current_setting('role'), 'none'), session_user);
BEGIN
    -- Only the owner may delete versions, and has said by this that it is for retention.
    IF trigger_name LIKE 'pgtrigger\\_append\\_only\\_%' AND
       coalesce(current_setting('{RETENTION}', true), '') = 'on' THEN
        RETURN TRUE;
    END IF;
    IF coalesce(asked, '') = '' OR NOT trigger_name = ANY(asked::text[]) THEN
        RETURN FALSE;
    END IF;
    RETURN pg_has_role(part, (SELECT relowner FROM pg_class WHERE oid = '{CONTEXT}'::regclass),
                       'USAGE');
END $$"""
# A context is told once. Its transaction may add to it; a later one that uses its name may not.
_CONTEXT = f"""CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS {CONTEXT}.id%TYPE
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {{schema}}, pg_temp AS $$
DECLARE
    known UUID := nullif(current_setting('pghistory.context_id', true), '');
    said JSONB := nullif(current_setting('pghistory.context_metadata', true), '');
BEGIN
    IF known IS NULL OR said IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO {CONTEXT} AS c (id, metadata, created_at, updated_at)
    VALUES (known, said, now(), now())
    ON CONFLICT (id) DO UPDATE SET metadata = EXCLUDED.metadata, updated_at = now()
        WHERE c.created_at = now() AND c.metadata <> EXCLUDED.metadata;
    RETURN known;
END $$"""
_STAYS = f"""CREATE OR REPLACE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('{RETENTION}', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'cannot % what was written to %: it stays', lower(TG_OP), TG_TABLE_NAME;
    END IF;
    RETURN CASE TG_LEVEL WHEN 'ROW' THEN NEW END;
END $$"""
# The one way for a job to take rows out of what stays: those of a gap that it has just written.
_REMOVE = f"""CREATE OR REPLACE FUNCTION audit_remove(gap BIGINT) RETURNS BIGINT
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {{schema}}, pg_temp AS $$
DECLARE
    said {GAPS}%ROWTYPE;
    number TEXT;
    removed BIGINT;
BEGIN
    SELECT * INTO STRICT said FROM {GAPS} WHERE id = gap AND at = now();
    SELECT part[2] INTO STRICT number
        FROM (SELECT string_to_array(t, ' ') AS part FROM unnest('{{{{removable}}}}'::text[]) t) x
        WHERE part[1] = said."table";
    PERFORM set_config('{RETENTION}', 'on', true);
    EXECUTE format(
        'DELETE FROM %I USING jsonb_array_elements($1) span'
        ' WHERE %I BETWEEN (span->>0)::bigint AND (span->>1)::bigint', said."table", number)
        USING said.spans;
    GET DIAGNOSTICS removed = ROW_COUNT;
    PERFORM set_config('{RETENTION}', 'off', true);
    IF removed <> said.rows THEN
        RAISE EXCEPTION '% rows are in the gap, not %', removed, said.rows;
    END IF;
    RETURN removed;
END $$;
REVOKE EXECUTE ON FUNCTION audit_remove(BIGINT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_remove(BIGINT) TO {JOBS}
"""
# Who acted and why goes with the last row that was written then.
_FORGET = f"""CREATE OR REPLACE FUNCTION audit_forget(contexts UUID[]) RETURNS BIGINT
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {{schema}}, pg_temp AS $$
DECLARE
    forgotten BIGINT;
BEGIN
    PERFORM set_config('{RETENTION}', 'on', true);
    DELETE FROM {CONTEXT} c WHERE c.id = ANY(contexts) AND NOT EXISTS ({{used}});
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    PERFORM set_config('{RETENTION}', 'off', true);
    RETURN forgotten;
END $$;
REVOKE EXECUTE ON FUNCTION audit_forget(UUID[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_forget(UUID[]) TO {JOBS}
"""
_KEEPS = """CREATE OR REPLACE TRIGGER what_was_written_stays
BEFORE {acts} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()"""
_KEEPS_CONTEXTS = f"""CREATE OR REPLACE TRIGGER what_was_said_stays
BEFORE UPDATE ON {CONTEXT} FOR EACH ROW WHEN (OLD.created_at <> now())
EXECUTE FUNCTION audit_stays()"""
# Whoever writes facts need not be able to write their history: the triggers have the right.
_TRIGGERS = """
SELECT DISTINCT p.oid::regprocedure::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgrelid = ANY(%s::regclass[]) AND NOT t.tgisinternal
  AND p.proname LIKE 'pgtrigger\\_%%' AND p.prosrc LIKE '%%\\_pgh\\_attach\\_context%%'
"""


class NoRolesError(Exception):
    """The roles of the database are missing, and this login may not make them."""


def make_roles(cursor: Any) -> None:
    """Make the roles that requests and jobs step down to, where they are missing."""
    try:
        with transaction.atomic():
            for role in ROLES:
                cursor.execute(_ROLE.format(role=role))
                cursor.execute(_MEMBER.format(role=role))
            cursor.execute(_KINSHIP)
    except DatabaseError as error:
        made = [f"CREATE ROLE {role} NOLOGIN;" for role in ROLES]
        raise NoRolesError(
            "The database lacks a role of the site, and this login may not make it. Let the"
            f" administrator of the database run: {' '.join(made)} GRANT {APP} TO {EVERYBODY};"
            f" GRANT {EVERYBODY}, {FIGURES} TO {JOBS}; GRANT {', '.join(ROLES)} TO <this login>;"
            " and then run migrate again."
            f" The database said: {error}"
        ) from error


def build(cursor: Any) -> None:
    """Give the roles their rights, close the history, and let each app build its own walls."""
    make_roles(cursor)
    cursor.execute("SELECT current_schema()")
    schema = cursor.fetchone()[0]
    with transaction.atomic():
        cursor.execute(_RIGHTS.format(schema=schema))
        _take("INSERT, UPDATE, DELETE", _existing(cursor, ["django_migrations"]), cursor)
        if _existing(cursor, [CONTEXT]):
            cursor.execute(_SILENCING)
            cursor.execute(_CONTEXT.format(schema=schema))
            _close(cursor, schema)
        # Apps are listed from the top: what one builds on, those below have built before.
        for app in reversed(list(apps.get_app_configs())):
            # What an app says of its own tables, such as whose people they show.
            if further := getattr(app, "build_walls", None):
                further(cursor, schema)


def kept_tables() -> list[str]:
    """Return the tables whose rows stay as they were written."""
    return [
        *sorted(m._meta.db_table for m in event_models()),
        CONTEXT,
        READINGS,
        SHOWN,
        SEALS,
        GAPS,
    ]


def _close(cursor: Any, schema: str) -> None:
    kept = _existing(cursor, kept_tables())
    cursor.execute(_STAYS)
    for table in kept:
        acts = "DELETE OR TRUNCATE" if table == CONTEXT else "UPDATE OR DELETE OR TRUNCATE"
        cursor.execute(_KEEPS.format(acts=acts, table=table))
    cursor.execute(_KEEPS_CONTEXTS)
    _take("UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER", kept, cursor)
    # Readings are written by the site itself, seals and gaps by the jobs, all else by triggers.
    _take("INSERT", [t for t in kept if t not in (READINGS, SHOWN, SEALS, GAPS)], cursor)
    _take("INSERT", [t for t in kept if t in (SEALS, GAPS)], cursor, of=APP)
    _make_removers(cursor, schema, set(kept))
    followed = _existing(cursor, [m.pgh_tracked_model._meta.db_table for m in event_models()])  # type: ignore[attr-defined]
    cursor.execute(_TRIGGERS, [followed])
    for (function,) in cursor.fetchall():
        cursor.execute(
            f"ALTER FUNCTION {function} SECURITY DEFINER SET search_path = {schema}, pg_temp;"
            f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC"
        )


def numbered_tables() -> dict[str, str]:
    """Return the tables that rows may lawfully be taken out of, each with what numbers its rows."""
    keys = {m._meta.db_table: "pgh_id" for m in event_models()}
    return dict(sorted({**keys, READINGS: "id", SHOWN: "id"}.items()))


def _make_removers(cursor: Any, schema: str, present: set[str]) -> None:
    if GAPS not in present:
        return
    tables = {table: key for table, key in numbered_tables().items() if table in present}
    removable = "{" + ",".join(f'"{table} {key}"' for table, key in tables.items()) + "}"
    used = " UNION ALL ".join(
        f"SELECT FROM {table} e WHERE e.pgh_context_id = c.id"
        for table, key in tables.items()
        if key == "pgh_id"
    )
    cursor.execute(_REMOVE.replace("{schema}", schema).replace("{{removable}}", removable))
    cursor.execute(_FORGET.replace("{schema}", schema).replace("{used}", used))


def _take(rights: str, tables: Iterable[str], cursor: Any, *, of: str = f"{APP}, {JOBS}") -> None:
    for table in tables:
        cursor.execute(f"REVOKE {rights} ON {table} FROM {of}")


def _existing(cursor: Any, tables: Iterable[str]) -> list[str]:
    cursor.execute(
        "SELECT name FROM unnest(%s::text[]) name WHERE to_regclass(name) IS NOT NULL",
        [list(tables)],
    )
    return [row[0] for row in cursor.fetchall()]
