"""A query's rows as a frame, through one binary COPY: no row passes through Python objects."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from typing import Any

import numpy as np
import pandas as pd
from django.db import connection, transaction

from apps.common.stepping_down import in_the_same_part, stepped_down

# PostgreSQL sends big-endian values, each behind its length in four bytes.
_SENT = {"int64": ">i8", "int32": ">i4", "int16": ">i2", "int8": ">i2", "bool": "?"}
_HEADER = 19
_BLOCK = 1 << 22
_PIECE = 1 << 25


class _Rows:
    """A file that COPY writes to, cutting what comes into arrays of fixed-length rows."""

    def __init__(self, row: np.dtype, kept: list[tuple[str, str]]) -> None:
        self.row, self.kept = row, kept
        self.waiting: list[bytes] = []
        self.size = 0
        self.parts: list[dict[str, np.ndarray]] = []
        self.is_first = True

    def write(self, data: bytes) -> None:
        self.waiting.append(data)
        self.size += len(data)
        if self.size >= _BLOCK:
            self.cut()

    def cut(self) -> None:
        block = b"".join(self.waiting)
        if self.is_first:
            block, self.is_first = block[_HEADER:], False
        count = len(block) // self.row.itemsize
        rows = np.frombuffer(block, dtype=self.row, count=count)
        self.parts.append({name: rows[name].astype(dtype) for name, dtype in self.kept})
        rest = block[count * self.row.itemsize :]
        self.waiting, self.size = [rest], len(rest)


def copy(cursor: Any, statement: str, file: Any) -> None:
    """Run a COPY from or to a file; its errors are Django's, as those of any other statement."""
    with stepped_down(cursor.db), cursor.db.wrap_database_errors:
        # In large pieces: between two of them another thread may keep the interpreter.
        cursor.copy_expert(statement, file, _PIECE)


def read_frame(cursor: Any, query: str, columns: list[tuple[str, str]]) -> pd.DataFrame:
    """Run a query whose cells are never null and return its rows as a frame.

    ``columns`` gives each column's name and type (int64, int32, int16, int8 or bool); the query
    must cast its cells to int8, int4, int2, int2 or bool to match.
    """
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for name, dtype in columns:
        fields += [(f"length of {name}", ">i4"), (name, _SENT[dtype])]
    rows = _Rows(np.dtype(fields), columns)
    copy(cursor, f"COPY ({query}) TO STDOUT (FORMAT BINARY)", rows)
    rows.cut()
    return pd.DataFrame(
        {name: np.concatenate([part[name] for part in rows.parts]) for name, _ in columns},
        copy=False,
    )


def read_frames(
    cursor: Any, queries: Sequence[str], columns: list[tuple[str, str]], *, in_bulk: bool = True
) -> pd.DataFrame:
    """Run queries for rows of one shape, as ``read_frame`` does, and return all their rows.

    Where it can, a second connection works on them too. The order of the rows is not defined.
    ``in_bulk`` says that they read most of their tables: they are joined as a whole, even while
    the database thinks that tables which were just filled are small. It needs a transaction.
    """
    waiting, parts = deque(queries), []

    def work(cursor: Any) -> None:
        with _joined_whole(cursor) if in_bulk else nullcontext(), suppress(IndexError):
            while query := waiting.popleft():
                parts.append(read_frame(cursor, query, columns))

    with ThreadPoolExecutor(1) as pool, ExitStack() as stack:
        if len(queries) > 1 and _can_be_seen_by_others(cursor):
            other = pool.submit(work, stack.enter_context(_second_view(cursor)))
            work(cursor)
            other.result()
        else:
            work(cursor)
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]


@contextmanager
def _joined_whole(cursor: Any) -> Iterator[None]:
    cursor.execute("SET LOCAL enable_nestloop TO off")
    yield
    cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")


def _can_be_seen_by_others(cursor: Any) -> bool:
    """Whether the transaction's reads see one moment, without anything of its own in it."""
    cursor.execute("""SELECT current_setting('transaction_isolation') = 'repeatable read'
                      AND pg_current_xact_id_if_assigned() IS NULL""")
    return bool(cursor.fetchone()[0]) and not connection.savepoint_ids


@contextmanager
def _second_view(cursor: Any) -> Iterator[Any]:
    """Yield a cursor of another connection that sees the moment that this transaction sees."""
    cursor.execute("SELECT pg_export_snapshot()")
    snapshot = cursor.fetchone()[0]
    other = connection.copy()
    other.inc_thread_sharing()
    try:
        with other.cursor() as view:
            view.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            view.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
            in_the_same_part(view)
            yield view
    finally:
        other.close()


_ARRAY = [("dimensions", ">i4"), ("flags", ">i4"), ("type", ">i4"), ("size", ">i4"), ("low", ">i4")]
_INT4_OID = 23


def write_frame(
    cursor: Any, table: str, frame: pd.DataFrame, arrays: dict[str, np.ndarray] | None = None
) -> None:
    """Append a frame of integers to a table through one binary COPY.

    Columns of type int16 go to smallint, int64 to bigint, anything else to integer. ``arrays``
    gives further columns as matrices, with one row for each row of the frame: int32 goes to an
    array of integers, uint8 to bytes.
    """
    sent = {"int16": ">i2", "int64": ">i8"}
    fields: list[tuple[str, Any]] = [("fields", ">i2")]
    for name in frame.columns:
        fields += [(f"length of {name}", ">i4"), (name, sent.get(str(frame[name].dtype), ">i4"))]
    matrices = arrays or {}
    for name, matrix in matrices.items():
        items = [("length", ">i4"), ("value", ">i4")]
        cell: Any = np.dtype([*_ARRAY, ("items", items, (matrix.shape[1],))])
        if matrix.dtype == np.uint8:
            cell = f"V{matrix.shape[1]}"
        fields += [(f"length of {name}", ">i4"), (name, cell)]
    rows = np.zeros(len(frame), dtype=fields)
    rows["fields"] = len(frame.columns) + len(matrices)
    for name in frame.columns:
        rows[f"length of {name}"] = rows.dtype[name].itemsize
        rows[name] = frame[name].to_numpy()
    for name, matrix in matrices.items():
        _fill_array(rows, name, matrix)
    data = b"PGCOPY\n\xff\r\n\x00" + bytes(8) + rows.tobytes() + b"\xff\xff"
    columns = ", ".join(f'"{name}"' for name in [*frame.columns, *matrices])
    copy(cursor, f"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)", io.BytesIO(data))


def _fill_array(rows: np.ndarray, name: str, matrix: np.ndarray) -> None:
    cell = rows[name]
    rows[f"length of {name}"] = rows.dtype[name].itemsize
    if matrix.dtype == np.uint8:
        rows[name] = np.ascontiguousarray(matrix).view(rows.dtype[name])[:, 0]
        return
    cell["dimensions"], cell["type"] = 1, _INT4_OID
    cell["size"], cell["low"] = matrix.shape[1], 1
    cell["items"]["length"] = 4
    cell["items"]["value"] = matrix


@contextmanager
def one_snapshot(lock: str | None = None) -> Iterator[Any]:
    """Open a transaction whose reads all see the same moment, and yield a cursor.

    ``lock`` names a table that no other such block may hold at the same time; it is taken before
    the moment is fixed. Inside an open transaction the caller's own isolation stays.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        if lock:
            cursor.execute(f"LOCK TABLE {lock} IN EXCLUSIVE MODE")
        yield cursor
