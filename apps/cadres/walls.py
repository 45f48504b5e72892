"""Which people the database shows to a user of the site, and lets them write of: row by row.

Behind every page stands the rule of scope (``visible_to``, ``known_to``). Here the database asks
once more, for whatever statement reaches it: a user's people are those with any post, whenever,
in the units that stand at or below the user's on any day. That is wider than any page and never
wider than the user's units. ``build`` runs after every ``migrate`` and makes good what differs.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from apps.accounts.roles import Permission, roles_with
from apps.audit.selectors import event_models
from apps.cadres.models import (
    Appointment,
    Appraisal,
    Cadre,
    PlannedRetirement,
    Qualification,
    Receipt,
    Restriction,
    Training,
)
from apps.cadres.models.receiving import Lookup
from apps.common.stepping_down import APP, EVERYBODY, FIGURES, JOBS, ROLE_OF_ACTOR

SEEING, KEEPING = Permission.PEOPLE_VIEW, Permission.PEOPLE_EDIT
FACTS = (Appointment, Qualification, Training, Appraisal, PlannedRetirement, Restriction)
# By whom a transaction registers nobody yet knows them: they have no post.
REGISTERED = "app.registered"
_ACTOR = "nullif(current_setting('app.actor', true), '')::int"
# As Membership.objects.in_force_now() has it, by the clock of the database.
_TODAY = f"(statement_timestamp() AT TIME ZONE '{settings.TIME_ZONE}')::date"
_IN_FORCE = f"m.start_on <= {_TODAY} AND (m.end_on IS NULL OR m.end_on > {_TODAY})"
_OWN = f"m.user_id = {_ACTOR} AND {_IN_FORCE}"

# Functions and views work with their owner's rights: what they read no policy narrows again.
_UNITS = """CREATE OR REPLACE FUNCTION units_of_actor(permission text) RETURNS int[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
BEGIN
    RETURN (SELECT array_agg(DISTINCT l.unit_id) FROM units_membership m
            JOIN units_lineage l ON l.ancestor_id = m.unit_id
            WHERE {own} AND m.role = ANY (CASE permission {cases} END));
END $$"""
# Whoever answers for the one unit that ever stood at the top sees everybody there is.
_ROLE = """CREATE OR REPLACE FUNCTION {function}() RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
BEGIN
    RETURN CASE WHEN EXISTS (
        SELECT FROM units_membership m WHERE {own} AND m.role = ANY ('{seeing}')
        AND EXISTS (SELECT FROM units_placement WHERE parent_id IS NULL AND unit_id = m.unit_id)
        AND NOT EXISTS (SELECT FROM units_placement
                        WHERE parent_id IS NULL AND unit_id <> m.unit_id)
    ) THEN '{everybody}' ELSE '{app}' END;
END $$"""
_SAME_UNIT = """CREATE OR REPLACE FUNCTION is_unit_of_post(post int, unit int) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM cadres_appointment WHERE id = post AND unit_id = unit);
END $$"""
_PEOPLE = """CREATE OR REPLACE VIEW {view} AS SELECT cadre_id FROM cadres_appointment
WHERE unit_id = ANY ((SELECT units_of_actor('{permission}'))::int[])"""
VIEWS = {SEEING: "people_of_actor", KEEPING: "people_kept_by_actor"}
_FUNCTIONS = ("units_of_actor(text)", f"{ROLE_OF_ACTOR}()", "is_unit_of_post(int, int)")

_OF = "EXISTS (SELECT FROM {view} p WHERE p.cadre_id = {table}.{key})"
_REGISTERED = f"(SELECT nullif(current_setting('{REGISTERED}', true), ''))::int[]"
_NEW = f"{{table}}.{{key}} = ANY ({_REGISTERED})"
_IN_OWN_UNIT = f"unit_id = ANY ((SELECT units_of_actor('{KEEPING}'))::int[])"
_KEEPS_A_UNIT = f"(SELECT units_of_actor('{KEEPING}')) IS NOT NULL"


@dataclass(frozen=True)
class Policy:
    """What one policy on a table says."""

    table: str
    name: str
    act: str
    role: str
    using: str = ""
    check: str = ""

    def made(self) -> str:
        """Return the statement that makes it."""
        using = f" USING ({self.using})" if self.using else ""
        check = f" WITH CHECK ({self.check})" if self.check else ""
        return (
            f"CREATE POLICY {self.name} ON {self.table} FOR {self.act} TO {self.role}{using}{check}"
        )


def policies() -> list[Policy]:
    """Return every policy on the tables of people."""
    found = _of_people(Cadre._meta.db_table)
    for model in FACTS:
        found += of_facts(model._meta.db_table, is_post=model is Appointment)
    found += _read_only(Receipt._meta.db_table, "cadre_id")
    for versions in event_models():
        tracked = versions.pgh_tracked_model  # type: ignore[attr-defined]
        if tracked is Cadre or tracked in FACTS:
            key = "pgh_obj_id" if tracked is Cadre else "cadre_id"
            found += _read_only(versions._meta.db_table, key)
    return found + _of_lookups(Lookup._meta.db_table)


def _read_only(table: str, key: str) -> list[Policy]:
    """Let the actor's people be read, and everybody by who may see or serves them all."""
    seen = _is_of(SEEING, table, key)
    return [
        Policy(table, "of_actor", "SELECT", APP, seen),
        Policy(table, "of_everybody", "SELECT", EVERYBODY, "true"),
        *_for_all_work(table),
    ]


def _for_all_work(table: str) -> list[Policy]:
    return [
        Policy(table, "for_figures", "SELECT", FIGURES, "true"),
        Policy(table, "for_jobs", "ALL", JOBS, "true", "true"),
    ]


def _is_of(permission: Permission, table: str, key: str) -> str:
    said = f"{_OF} OR {_NEW}"
    return said.format(view=VIEWS[permission], table=table, key=key)


def _of_people(table: str) -> list[Policy]:
    kept = _is_of(KEEPING, table, "id")
    new = f"{_NEW} AND {_KEEPS_A_UNIT}".format(table=table, key="id")
    return [
        *_read_only(table, "id"),
        Policy(table, "new_by_actor", "INSERT", APP, check=new),
        Policy(table, "kept_by_actor", "UPDATE", APP, kept, kept),
        Policy(table, "removed_by_actor", "DELETE", APP, kept),
    ]


def of_facts(table: str, *, is_post: bool) -> list[Policy]:
    """Let whoever sees a person read what is about them, and whoever keeps the record write it."""
    kept = _is_of(KEEPING, table, "cadre_id")
    new = changed = kept
    if is_post:
        # A post is given in the actor's units only; one held elsewhere may be ended, not moved.
        new = f"({kept}) AND {_IN_OWN_UNIT}"
        changed = f"({kept}) AND ({_IN_OWN_UNIT} OR is_unit_of_post(id, unit_id))"
    return [
        *_read_only(table, "cadre_id"),
        Policy(table, "new_by_actor", "INSERT", APP, check=new),
        Policy(table, "kept_by_actor", "UPDATE", APP, kept, changed),
        Policy(table, "removed_by_actor", "DELETE", APP, kept),
    ]


def _of_lookups(table: str) -> list[Policy]:
    own = f"user_id = (SELECT {_ACTOR})"
    return [Policy(table, "of_actor", "ALL", APP, own, own), *_for_all_work(table)]


def build(cursor: Any, schema: str) -> None:
    """Make the policies on the tables of people, and what they ask, as they should be."""
    cursor.execute("SELECT to_regclass('cadres_lookup') IS NOT NULL")
    if not cursor.fetchone()[0]:  # migrated to before these tables
        return
    cases = " ".join(f"WHEN '{p}' THEN {_array(p)}" for p in VIEWS)
    said = {"schema": schema, "own": _OWN, "app": APP, "everybody": EVERYBODY}
    for function in (_UNITS, _ROLE, _SAME_UNIT):
        cursor.execute(
            function.format(**said, cases=cases, seeing=_braced(SEEING), function=ROLE_OF_ACTOR)
        )
    for permission, view in VIEWS.items():
        cursor.execute(_PEOPLE.format(view=view, permission=permission))
    _open(cursor)
    for table in dict.fromkeys(policy.table for policy in policies()):
        put_up(cursor, table, [policy for policy in policies() if policy.table == table])


def _braced(permission: Permission) -> str:
    return "{" + ",".join(roles_with(permission)) + "}"


def _array(permission: Permission) -> str:
    return f"'{_braced(permission)}'::text[]"


def _open(cursor: Any) -> None:
    """Let the roles of the site ask, and nobody write through a view with its owner's rights."""
    for view in VIEWS.values():
        cursor.execute(f"REVOKE ALL ON {view} FROM PUBLIC, {APP}, {JOBS}, {EVERYBODY}, {FIGURES}")
        cursor.execute(f"GRANT SELECT ON {view} TO {APP}")
    for function in _FUNCTIONS:
        cursor.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {APP}, {JOBS}, {FIGURES}")


def put_up(cursor: Any, table: str, wanted: list[Policy]) -> None:
    """Make the policies of a table anew where they differ: each change holds the table up."""
    cursor.execute(
        "SELECT polname, obj_description(oid, 'pg_policy') FROM pg_policy"
        " WHERE polrelid = %s::regclass",
        [table],
    )
    held = dict(cursor.fetchall())
    due = {policy.name: _digest(policy) for policy in wanted}
    for name in held:
        if name not in due or held[name] != due[name]:
            cursor.execute(f"DROP POLICY {name} ON {table}")
    for policy in wanted:
        if held.get(policy.name) != due[policy.name]:
            cursor.execute(policy.made())
            cursor.execute(f"COMMENT ON POLICY {policy.name} ON {table} IS %s", [due[policy.name]])
    cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [table])
    if not cursor.fetchone()[0]:
        cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


def _digest(policy: Policy) -> str:
    return hashlib.sha256(policy.made().encode()).hexdigest()[:16]
