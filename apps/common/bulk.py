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
_PIECE = 10_000


def copy_rows(
    cursor: Any, table: str, frame: pd.DataFrame, *, nullable: Sequence[str] = ()
) -> None:
    """Append a frame of text to a table; an empty cell is null in the nullable columns only."""
    if frame.empty:
        return
    text = as_text([cells(frame[name], name in nullable) for name in frame.columns])
    cursor.execute("SELECT row_security_active(%s::regclass)", [table])
    if not cursor.fetchone()[0]:
        copy_text(cursor, table, list(frame.columns), text)
        return
    # COPY does not ask whether whoever acts may write such a row; INSERT does.
    names = ", ".join(f'"{name}"' for name in frame.columns)
    cursor.execute("CREATE TEMPORARY TABLE arriving ON COMMIT DROP AS"
                   f" SELECT {names} FROM {table} WITH NO DATA")  # fmt: skip
    copy_text(cursor, "arriving", list(frame.columns), text)
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM arriving")
    cursor.execute("DROP TABLE arriving")


def copy_text(cursor: Any, table: str, columns: Sequence[str], text: bytes) -> None:
    """Append rows in COPY's text form to a table."""
    names = ", ".join(f'"{name}"' for name in columns)
    # COPY takes this lock anyway; asking for it tells the triggers who is acting, as COPY cannot.
    cursor.execute(f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")
    copy(cursor, f"COPY {table} ({names}) FROM STDIN", io.BytesIO(text))


def cells(values: pd.Series, is_nullable: bool = False) -> list[str]:
    """Return a column in COPY's text form; an empty cell is null if it may be."""
    if values.hasnans:
        values = values.astype(object).where(values.notna(), "")
    texts = list(map(str, values.tolist()))
    if not is_numeric_dtype(values.dtype) and _SPECIAL.search("".join(texts)):
        texts = [text.translate(_ESCAPES) for text in texts]
    return [text or _NULL for text in texts] if is_nullable else texts


def joined(columns: Sequence[Sequence[str]]) -> list[str]:
    """Return columns of cells as one column of rows: far quicker than writing CSV."""
    rows: list[str] = []
    # Piece by piece, so that another thread gets its turn.
    for start in range(0, len(columns[0]), _PIECE):
        piece = [column[start : start + _PIECE] for column in columns]
        rows += map("\t".join, zip(*piece, strict=True))
    return rows


def as_text(columns: Sequence[Sequence[str]]) -> bytes:
    """Return columns of cells as what COPY reads."""
    pieces = []
    for start in range(0, len(columns[0]), _PIECE):
        rows = zip(*(column[start : start + _PIECE] for column in columns), strict=True)
        pieces.append(("\n".join(map("\t".join, rows)) + "\n").encode())
    return b"".join(pieces)


def first_id(cursor: Any, table: str, column: str = "id") -> int:
    """Return the next number of a table that nobody else writes to meanwhile."""
    cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s))", [table, column])
    return int(cursor.fetchone()[0])


def number_on_from(cursor: Any, table: str, last: int, column: str = "id") -> None:
    """Let the numbers of a table go on after the last one that was given away."""
    cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, last])


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
    cursor.execute(_SET_ASIDE, [list(tables)] * 4)
    set_aside = cursor.fetchall()
    _alter(cursor, [drop for _turn, drop, _make in reversed(set_aside)])
    yield
    _alter(cursor, [make for _turn, _drop, make in set_aside])


def _alter(cursor: Any, statements: Sequence[str]) -> None:
    """Run statements that alter tables in one go: none waits for what other threads do."""
    # Checks that wait for the commit would stand in the way.
    settle = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
    cursor.execute("; ".join([settle, *statements]))


def count_anew(cursor: Any, tables: Sequence[str]) -> None:
    """Let the database learn what its tables hold now, as it does by itself a minute later.

    Whoever asks before would get a plan for a few rows, and wait for it with many.
    """
    for table in tables:
        cursor.execute(f"ANALYZE {table}")


_TRIGGERS = """
SELECT format('DROP TRIGGER %%I ON %%s', tgname, tgrelid::regclass), pg_get_triggerdef(oid),
       format('COMMENT ON TRIGGER %%I ON %%s IS %%L',
              tgname, tgrelid::regclass, obj_description(oid, 'pg_trigger'))
FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled = 'O'
"""


@contextmanager
def without_triggers(cursor: Any, table: str) -> Iterator[None]:
    """Fill a table without its triggers; the caller does what they would have done.

    Dropped and made anew from their own definitions: for a trigger that reads the rows of a
    statement PostgreSQL keeps all of them a second time, even while the trigger is disabled.
    """
    cursor.execute(_TRIGGERS, [table])
    set_aside = cursor.fetchall()
    _alter(cursor, [drop for drop, _make, _comment in set_aside])
    yield
    _alter(cursor, [word for _drop, *again in set_aside for word in again])
