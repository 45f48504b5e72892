"""Writing many rows at once: new ones through COPY, changed ones in one statement."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from apps.common.stream import copy

# What COPY's text form reads in a way of its own.
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_NULL = r"\N"


def copy_rows(
    cursor: Any, table: str, frame: pd.DataFrame, *, nullable: Sequence[str] = ()
) -> None:
    """Append a frame of text to a table; an empty cell is null in the nullable columns only."""
    if frame.empty:
        return
    columns = ", ".join(f'"{name}"' for name in frame.columns)
    # COPY takes this lock anyway; asking for it tells the triggers who is acting, as COPY cannot.
    cursor.execute(f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")
    copy(cursor, f"COPY {table} ({columns}) FROM STDIN", io.BytesIO(_as_text(frame, nullable)))


def _as_text(frame: pd.DataFrame, nullable: Sequence[str]) -> bytes:
    """Return rows in COPY's text form: joining whole columns is far quicker than writing CSV."""
    columns = [_cells(frame[name], is_nullable=name in nullable) for name in frame.columns]
    lines = "\n".join(map("\t".join, zip(*columns, strict=True)))
    return f"{lines}\n".encode()


def _cells(values: pd.Series, *, is_nullable: bool) -> list[str]:
    if values.hasnans:
        values = values.astype(object).where(values.notna(), "")
    cells = list(map(str, values.tolist()))
    if not is_numeric_dtype(values.dtype) and _SPECIAL.search("".join(cells)):
        cells = [cell.translate(_ESCAPES) for cell in cells]
    return [cell or _NULL for cell in cells] if is_nullable else cells


def reserve_ids(cursor: Any, table: str, count: int) -> range:
    """Take the next ids of a table that nobody else can write to meanwhile."""
    cursor.execute(
        "SELECT setval(sequence, nextval(sequence) + %s) FROM pg_get_serial_sequence(%s, 'id')"
        " AS sequence",
        [count - 1, table],
    )
    last = cursor.fetchone()[0]
    return range(last - count + 1, last + 1)


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


# In the order in which they are made again: keys before the foreign keys that rest on them.
_SET_ASIDE = """
SELECT 1 + (contype = 'x')::int + 2 * (contype = 'f')::int AS turn,
       format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s',
              conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint
WHERE contype IN ('p', 'u', 'x') AND conrelid = ANY(%s::regclass[])
   OR contype = 'f' AND (conrelid = ANY(%s::regclass[]) OR confrelid = ANY(%s::regclass[]))
UNION ALL
SELECT 1, format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = ANY(%s::regclass[])
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')
ORDER BY turn
"""


@contextmanager
def without_indexes(cursor: Any, tables: Sequence[str]) -> Iterator[None]:
    """Fill tables without their keys, indexes and exclusions, then make all of them anew.

    For a first load: building an index once, and checking a rule for all rows at once, is several
    times quicker than row by row. The tables are locked until the transaction ends.
    """
    # Checks that wait for the commit would stand in the way of altering the tables.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    cursor.execute(_SET_ASIDE, [list(tables)] * 4)
    set_aside = cursor.fetchall()
    for _turn, drop, _make in reversed(set_aside):
        cursor.execute(drop)
    yield
    for _turn, _drop, make in set_aside:
        cursor.execute(make)
