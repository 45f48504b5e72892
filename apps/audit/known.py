"""The facts as they were known at an earlier moment, for whoever asks again.

Every version of a row stands in its table of versions, numbered in the order in which they were
written. A moment is therefore a number for each of these tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pghistory.models
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, models, transaction

from apps.common.reach import Reach, beyond_scope

Moment = Mapping[str, int]


def tracked() -> dict[str, type[models.Model]]:
    """Return the models of versions by the table whose rows they follow."""
    found: dict[str, type[models.Model]] = {}
    for model in apps.get_models():
        if issubclass(model, pghistory.models.Event) and not model._meta.abstract:
            followed: type[models.Model] | None = getattr(model, "pgh_tracked_model", None)
            if followed is not None:
                found[followed._meta.db_table] = model
    return found


def present_moment(*names: str) -> Moment:
    """Return the number of the last version of each tracked table, or of those named.

    Call it in ``standing_still``; otherwise a writer who is not done yet may be missed.
    """
    wanted = {name: model for name, model in tracked().items() if not names or name in names}
    with beyond_scope(Reach.KNOWING), connection.cursor() as cursor:
        found = {}
        for name, model in sorted(wanted.items()):
            cursor.execute(f"SELECT coalesce(max(pgh_id), 0) FROM {model._meta.db_table}")
            found[name] = cursor.fetchone()[0]
    return found


def moment_at(time: datetime, *names: str) -> Moment:
    """Return the number of the last version that each of some tracked tables held at a time.

    A version is dated when its transaction begins, so what was being written just then counts as
    known already; for a moment without such doubt see ``present_moment``.
    """
    with beyond_scope(Reach.KNOWING), connection.cursor() as cursor:
        found = {}
        for name in names:
            cursor.execute(
                f"SELECT coalesce(max(pgh_id), 0) FROM {tracked()[name]._meta.db_table}"
                " WHERE pgh_created_at <= %s",
                [time],
            )
            found[name] = cursor.fetchone()[0]
    return found


@contextmanager
def standing_still() -> Iterator[None]:
    """Open a transaction that sees one moment, at which nobody is in the middle of writing facts.

    Writers wait until it ends: it must be short. Raises RuntimeError inside a transaction.
    """
    if connection.in_atomic_block:
        raise RuntimeError("the moment of an open transaction is fixed already")
    # Whoever writes a version has written to its table before: that is what others may lock.
    tables = ", ".join(sorted(tracked()))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
        yield


@contextmanager
def facts_as_known(moment: Moment) -> Iterator[None]:
    """Let every query in the block read the facts as they were known at a moment.

    Views of the session stand before the tables that changed since. Nothing may be written in the
    block, and what it did to the database is taken back. Rows whose history was switched off when
    they were written count as known ever since.
    """
    # The views of the session belong to whoever made them: one role makes and reads them.
    with beyond_scope(Reach.KNOWING), transaction.atomic(), connection.cursor() as cursor:
        for name, model in sorted(tracked().items()):
            # Accounts are no facts, and their versions leave out what opens them.
            if name in moment and name != get_user_model()._meta.db_table:
                _stand_before(cursor, name, model._meta.db_table, moment[name])
        yield
        transaction.set_rollback(True)


def _stand_before(cursor: Any, name: str, versions: str, last: int) -> None:
    cursor.execute(f"SELECT EXISTS (SELECT FROM {versions} WHERE pgh_id > %s)", [last])
    if not cursor.fetchone()[0]:
        return
    cursor.execute("SELECT current_schema()")
    schema = cursor.fetchone()[0]
    every, kept = _columns(cursor, name), _columns(cursor, versions)
    cursor.execute(
        f"CREATE TEMPORARY TABLE former_{name} (LIKE {name} INCLUDING GENERATED) ON COMMIT DROP"
    )
    written = [column for column, is_generated in every.items() if not is_generated]
    # What is neither kept in the versions nor generated is derived from what is: names to search.
    cells = [column if column in kept else f"'' AS {column}" for column in written]
    cursor.execute(
        f"""INSERT INTO former_{name} ({", ".join(written)})
        SELECT {", ".join(cells)} FROM (
            SELECT DISTINCT ON (pgh_obj_id) * FROM {versions} WHERE pgh_id <= %(last)s
              AND pgh_obj_id IN (SELECT pgh_obj_id FROM {versions} WHERE pgh_id > %(last)s)
            ORDER BY pgh_obj_id, pgh_id DESC
        ) latest WHERE pgh_label <> 'delete'""",
        {"last": last},
    )
    listed = ", ".join(every)
    cursor.execute(
        f"""CREATE TEMPORARY VIEW {name} AS
        SELECT {listed} FROM {schema}.{name} WHERE id NOT IN (
            SELECT pgh_obj_id FROM {schema}.{versions} WHERE pgh_id > {int(last)}
        ) UNION ALL SELECT {listed} FROM former_{name}"""
    )


def _columns(cursor: Any, table: str) -> dict[str, bool]:
    """Return the columns of a table in their order, and whether the database generates them."""
    cursor.execute(
        """SELECT quote_ident(attname), attgenerated <> '' FROM pg_attribute
        WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""",
        [table],
    )
    return dict(cursor.fetchall())
