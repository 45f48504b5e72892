"""Sealing the history, and finding out whether it is still what was sealed.

A seal is the hash of a table's rows in their order, of everything that it says of itself, and of
the seal before: whoever changes a row has to make every later seal anew, and then the last one is
no longer the one that was told to others. Numbers of rows are given away before their transaction
ends. So a seal reaches up to the last row that can be seen, and is made only when every
transaction has ended that was writing at that moment: below it nothing can appear any more.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import connection, transaction

from apps.audit.gaps import ForgedGapError, Gaps
from apps.audit.models import Seal
from apps.audit.selectors import event_models
from apps.audit.walls import CONTEXT, GAPS, numbered_tables

# Any number does, so long as nothing else in the database takes the same lock.
_ONE_AT_A_TIME = 1_770_056
_PATIENCE = 60.0
_PAUSE = 0.2
_MARK = np.dtype([("id", ">i8"), ("sign", ">u8")])
_WRITING = ["RowExclusiveLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"]
# Cells are written as text; sessions may write days and times differently.
_PLAIN = (
    "SET LOCAL timezone TO 'UTC'; SET LOCAL datestyle TO 'ISO, YMD'; SET LOCAL bytea_output TO"
    " 'hex'; SET LOCAL extra_float_digits TO 1; SET LOCAL intervalstyle TO 'iso_8601'"
)


class BusyError(Exception):
    """Somebody has been writing for so long that nothing can be sealed now."""


@dataclass(frozen=True)
class Break:
    """The first place where the history is not what was sealed."""

    table: str
    day: date
    row: int | None
    what: str

    def __str__(self) -> str:
        where = f"{self.table}, row {self.row}" if self.row is not None else self.table
        return f"{where}, sealed for {self.day}: {self.what}"


@dataclass(frozen=True)
class Whole:
    """The history is what was sealed: how many seals and rows, the last seal, what lies beyond."""

    seals: int
    rows: int
    head: str
    day: date | None
    unsealed: int


@dataclass(frozen=True)
class _Look:
    rows: int
    marks: bytes
    content: str


def sealed_tables() -> dict[str, str]:
    """Return the tables that are sealed, each with the column that numbers its rows."""
    return dict(sorted({**numbered_tables(), GAPS: "id"}.items()))


def seal(*, day: date, now: datetime) -> str:
    """Seal what was written since the last seal, and return the digest that stands for all.

    Raises BusyError when a transaction writes on and on; try again later.
    """
    bounds = _settled_bounds()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        cursor.execute(_PLAIN)
        newest = Seal.objects.order_by("number", "table").last()
        number, before = (newest.number + 1, newest.digest) if newest else (1, "")
        lasts = _lasts()
        for table, key in sealed_tables().items():
            after = lasts.get(table, 0)
            last = max(after, bounds[table])
            columns = _columns(cursor, table)
            look = _look(cursor, table, key, columns, after, last)
            made = Seal(
                number=number, table=table, day=day, sealed_at=now, after=after, last=last,
                rows=look.rows, columns=columns, marks=look.marks, content=look.content,
                before=before,
            )  # fmt: skip
            before = made.digest = _digest(made)
            made.save(force_insert=True)
    return before


def last_sealed_at() -> datetime | None:
    """Return when the history was sealed last."""
    return Seal.objects.order_by("number").values_list("sealed_at", flat=True).last()


def verify(*, head: str = "") -> Break | Whole:
    """Compute every seal anew, from the first, and return the first break or what was found.

    ``head`` is a digest that was kept elsewhere: it has to be among the seals.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PLAIN)
        before, lasts, rows, heads, seals = "", dict[str, int](), 0, set[str](), 0
        newest: Seal | None = None
        try:
            gaps = Gaps.read()
        except ForgedGapError as error:
            return Break(
                GAPS, error.gap.at.date(), error.gap.pk, "the gap was not made by this system"
            )
        for newest in Seal.objects.order_by("number", "table").iterator(chunk_size=50):
            found = _break_of_seal(newest, before, lasts) or _break_of_rows(cursor, newest, gaps)
            if found:
                return found
            before, lasts[newest.table] = newest.digest, newest.last
            rows, seals = rows + newest.rows, seals + 1
            heads.add(newest.digest)
        if head and head not in heads:
            day = newest.day if newest else date.min
            return Break(Seal._meta.db_table, day, None, "the digest kept elsewhere is not in it")
        unsealed = sum(_beyond(cursor, t, k, lasts.get(t, 0)) for t, k in sealed_tables().items())
    return Whole(seals, rows, before, newest.day if newest else None, unsealed)


def _settled_bounds() -> dict[str, int]:
    with connection.cursor() as cursor:
        bounds = {}
        for table, key in sealed_tables().items():
            cursor.execute(f"SELECT coalesce(max({key}), 0) FROM {table}")
            bounds[table] = cursor.fetchone()[0]
        writing, until = _writing(cursor), time.monotonic() + _PATIENCE
        while writing:
            if time.monotonic() > until:
                raise BusyError(f"{len(writing)} transactions have been writing for a minute")
            time.sleep(_PAUSE)
            writing &= _writing(cursor)
    return bounds


def _writing(cursor: Any) -> set[str]:
    """Return the transactions of others that may have drawn a number for a row of history."""
    followed = [m.pgh_tracked_model._meta.db_table for m in event_models()]  # type: ignore[attr-defined]
    cursor.execute(
        """SELECT DISTINCT virtualtransaction FROM pg_locks
        WHERE locktype = 'relation' AND relation = ANY(%s::regclass[]::oid[]) AND mode = ANY(%s)
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND granted AND pid <> pg_backend_pid()""",
        [[*followed, *sealed_tables()], _WRITING],
    )
    return {row[0] for row in cursor.fetchall()}


def _lasts() -> dict[str, int]:
    latest = Seal.objects.order_by("table", "-number").distinct("table")
    return dict(latest.values_list("table", "last"))


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        """SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0
        AND NOT attisdropped AND attgenerated = '' ORDER BY attname""",
        [table],
    )
    return [row[0] for row in cursor.fetchall()]


def _rows_of(table: str, key: str, columns: Iterable[str]) -> str:
    """Return the query for the rows of a range, each with the hash of its cells and its context."""
    cells = [f'e."{name}"' for name in columns]
    joined = ""
    if key == "pgh_id":
        cells.append("c.metadata")
        joined = f"LEFT JOIN {CONTEXT} c ON c.id = e.pgh_context_id"
    return f"""SELECT e.{key} AS id, sha256(convert_to(ROW({", ".join(cells)})::text, 'UTF8')) AS h
        FROM {table} e {joined} WHERE e.{key} > %s AND e.{key} <= %s"""


def _look(
    cursor: Any, table: str, key: str, columns: Iterable[str], after: int, last: int
) -> _Look:
    cursor.execute(
        f"""SELECT count(*),
               coalesce(string_agg(int8send(id) || substr(h, 1, 8), ''::bytea ORDER BY id), ''),
               encode(sha256(coalesce(string_agg(int8send(id) || h, ''::bytea ORDER BY id), '')),
                      'hex')
        FROM ({_rows_of(table, key, columns)}) r""",
        [after, last],
    )
    rows, marks, content = cursor.fetchone()
    return _Look(rows, bytes(marks), content)


def _digest(of: Seal) -> str:
    said = [
        of.before, of.number, of.table, of.day.isoformat(), of.sealed_at.timestamp(), of.after,
        of.last, of.rows, *of.columns, hashlib.sha256(bytes(of.marks)).hexdigest(), of.content,
    ]  # fmt: skip
    return hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()


def _break_of_seal(of: Seal, before: str, lasts: dict[str, int]) -> Break | None:
    if of.before != before:
        what = "this seal does not follow from the one before it"
    elif of.after != lasts.get(of.table, 0):
        what = "rows lie between this seal and the one before it"
    elif of.digest != _digest(of):
        what = "the seal itself was changed"
    else:
        return None
    return Break(of.table, of.day, None, what)


def _break_of_rows(cursor: Any, of: Seal, gaps: Gaps) -> Break | None:
    key = sealed_tables().get(of.table)
    gone = set(of.columns) - set(_columns(cursor, of.table)) if key else set()
    if key is None or gone:
        what = f"columns are gone: {', '.join(sorted(gone))}" if gone else "the table is gone"
        return Break(of.table, of.day, None, what)
    look = _look(cursor, of.table, key, of.columns, of.after, of.last)
    if (look.rows, look.content) == (of.rows, of.content):
        return None
    marks = np.frombuffer(of.marks, _MARK)
    kept = marks[~gaps.covers(of.table, marks["id"])]
    row, what = next(_differences(kept, np.frombuffer(look.marks, _MARK)), (None, ""))
    if row is None and len(kept) < len(marks):
        # What is left is what was sealed, by number and sign of each row.
        return None
    return Break(of.table, of.day, row, what or "rows were changed")


def _differences(then: np.ndarray, now: np.ndarray) -> Iterator[tuple[int, str]]:
    """Yield the rows whose marks differ, in their order, and what happened to them."""
    size = min(len(then), len(now))
    differ = np.flatnonzero(then[:size] != now[:size])
    at = int(differ[0]) if len(differ) else size
    was = int(then["id"][at]) if at < len(then) else None
    is_now = int(now["id"][at]) if at < len(now) else None
    if was is not None and (is_now is None or was < is_now):
        yield was, "the row is gone"
    elif is_now is not None and (was is None or is_now < was):
        yield is_now, "the row was added later"
    elif was is not None:
        yield was, "the row was changed"


def _beyond(cursor: Any, table: str, key: str, last: int) -> int:
    cursor.execute(f"SELECT count(*) FROM {table} WHERE {key} > %s", [last])
    return int(cursor.fetchone()[0])
