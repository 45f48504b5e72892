"""Change history, written by the database.

Statement-level triggers see forms, imports, bulk writes, COPY and raw SQL alike, at the cost of
one insert a statement. The acting user and the reason travel as context inside the transaction.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from apps.common.bulk import copy_text


def track(*derived: str, of: str = "") -> Any:
    """Return the class decorator that keeps every version of a row, but for derived columns.

    ``of`` names whom a row belongs to, if its versions are looked up by that as well.
    """
    # Versions only ever follow one another, so a few pages of index tell what is recent.
    indexes: list[models.Index] = [BrinIndex(fields=["pgh_created_at"], autosummarize=True)]
    if of:
        indexes.append(models.Index(fields=[of]))
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        level=pghistory.Statement,
        append_only=True,
        exclude=list(derived),
        # Other keys have no index (see the settings): each costs every write, and none is read by.
        obj_field=pghistory.ObjForeignKey(related_name="events", db_index=True),
        meta={"indexes": indexes},
    )


def acting(username: str, *, reason: str = "") -> AbstractContextManager[Any]:
    """Name who changes facts within the block, and why when it corrects the past."""
    return pghistory.context(username=username, reason=reason)


def without_history() -> AbstractContextManager[Any]:
    """Write rows without a history of how they were typed in; see ``record_first_versions``."""
    return pgtrigger.ignore()


def record_first_versions(cursor: Any, model: type[models.Model]) -> None:
    """Record every row of a table, written without history, as it is now."""
    versions = model._meta.apps.get_model(f"{model._meta.label}Event")._meta
    names = [field.column for field in versions.fields if not field.name.startswith("pgh_")]
    listed = ", ".join(names)
    cursor.execute(
        f"""INSERT INTO {versions.db_table}
            (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, {listed})
        SELECT now(), 'insert', id, (SELECT _pgh_attach_context()), {listed}
        FROM {model._meta.db_table} ORDER BY id"""
    )


def copy_first_versions(cursor: Any, table: str, columns: Sequence[str], text: bytes) -> None:
    """Record new rows in a table of versions, as the trigger of their table would have done.

    For a first load without triggers: COPY takes a row in a third of the time in which a trigger
    inserts it. What all versions share is not sent row by row: meanwhile it is the default.
    """
    # No SELECT, so that the statement is told who is acting.
    cursor.execute("VALUES (now(), _pgh_attach_context())")
    moment, context = cursor.fetchone()
    shared = {"pgh_created_at": moment, "pgh_label": "insert", "pgh_context_id": str(context)}
    defaults = ", ".join(f"ALTER COLUMN {name} SET DEFAULT %s" for name in shared)
    cursor.execute(f"ALTER TABLE {table} {defaults}", list(shared.values()))
    copy_text(cursor, table, columns, text)
    dropped = ", ".join(f"ALTER COLUMN {name} DROP DEFAULT" for name in shared)
    cursor.execute(f"ALTER TABLE {table} {dropped}")
