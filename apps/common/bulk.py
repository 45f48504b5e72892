"""Writing many rows at once: new ones through COPY, changed ones in one statement."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd

from apps.common.stream import copy


def copy_rows(
    cursor: Any, table: str, frame: pd.DataFrame, *, nullable: Sequence[str] = ()
) -> None:
    """Append a frame of text to a table; an empty cell is null in the nullable columns only."""
    if frame.empty:
        return
    columns = ", ".join(f'"{name}"' for name in frame.columns)
    kept = ", ".join(f'"{name}"' for name in frame.columns if name not in nullable)
    force = f", FORCE_NOT_NULL ({kept})" if kept else ""
    text = io.StringIO(frame.to_csv(index=False, header=False))
    # COPY takes this lock anyway; asking for it tells the triggers who is acting, as COPY cannot.
    cursor.execute(f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")
    copy(cursor, f"COPY {table} ({columns}) FROM STDIN (FORMAT CSV{force})", text)


def update_rows(
    cursor: Any, table: str, frame: pd.DataFrame, *, nullable: Sequence[str] = ()
) -> None:
    """Set columns of the rows named by ``id`` in one statement, from a frame of text."""
    if frame.empty:
        return
    names = [name for name in frame.columns if name != "id"]
    cursor.execute(f"CREATE TEMPORARY TABLE changes ON COMMIT DROP AS SELECT id, {', '.join(names)}"
                   f" FROM {table} WITH NO DATA")  # fmt: skip
    copy_rows(cursor, "changes", frame, nullable=nullable)
    cells = ", ".join(f"{name} = changes.{name}" for name in names)
    cursor.execute(f"UPDATE {table} SET {cells} FROM changes WHERE {table}.id = changes.id")
    cursor.execute("DROP TABLE changes")


# Primary keys and unique keys stay: other tables refer to them, and they cost little.
_SECONDARY = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s',
              conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'x')
UNION ALL
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = ANY(%s::regclass[])
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""


@contextmanager
def without_indexes(cursor: Any, tables: Sequence[str]) -> Iterator[None]:
    """Fill tables without their indexes, foreign keys and exclusions, then make all of them anew.

    For a first load: building an index once, and checking a rule for all rows at once, is several
    times quicker than row by row. The tables are locked until the transaction ends.
    """
    # Checks that wait for the commit would stand in the way of altering the tables.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    cursor.execute(_SECONDARY, [list(tables)] * 2)
    secondary = cursor.fetchall()
    for drop, _make in secondary:
        cursor.execute(drop)
    yield
    for _drop, make in secondary:
        cursor.execute(make)
