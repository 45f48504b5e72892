"""Rows that the database shows to nobody but whose they are."""

from __future__ import annotations

from django.db import migrations

from apps.common.stepping_down import APP, JOBS

# An actor that is not said is nobody: the comparison is null, and there are no rows.
ACTOR = "(SELECT nullif(current_setting('app.actor', true), '')::bigint)"


def own_rows(table: str, condition: str) -> migrations.RunSQL:
    """Return the operation after which requests find, write and change the actor's rows only.

    ``condition`` says whose a row is, with ``{actor}`` for who acts. Jobs of the system see all;
    the owner, who runs migrations and an operator's commands, is not held up.
    """
    said = condition.format(actor=ACTOR)
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY own_rows ON {table} TO {APP} USING ({said}) WITH CHECK ({said})",
            f"CREATE POLICY all_rows ON {table} TO {JOBS} USING (true) WITH CHECK (true)",
        ],
        [
            f"DROP POLICY own_rows ON {table}",
            f"DROP POLICY all_rows ON {table}",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )
