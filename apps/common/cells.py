"""Cells as PostgreSQL sends them in binary through COPY: for arrays and bytes of any length."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from apps.common.stream import copy

_HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_COUNT, _LENGTH = struct.Struct(">h"), struct.Struct(">i")


def read_rows(cursor: Any, query: str, columns: Sequence[tuple[str, Any]]) -> np.ndarray:
    """Return a query's rows as records, where each cell of a column takes as many bytes."""
    fields: list[tuple[str, Any]] = [("fields", ">i2")]
    for name, dtype in columns:
        fields += [(f"length of {name}", ">i4"), (name, dtype)]
    row, data = np.dtype(fields), _copied(cursor, query)
    size = len(data) - len(_HEADER) - _COUNT.size
    return np.frombuffer(data, row, count=size // row.itemsize, offset=len(_HEADER))


def array_of(width: int) -> np.dtype:
    """Return what an array of so many integers, none of them null, looks like."""
    # Five words of head, then each value behind its length; an empty array is three words.
    items = np.dtype([("length", ">i4"), ("value", ">i4")])
    return np.dtype([("head", ">i4", (5 if width else 3,)), ("items", items, (width,))])


def read_cells(cursor: Any, query: str) -> list[bytes]:
    """Return the cells of a query's only column, of any length."""
    data, at = _copied(cursor, query), len(_HEADER)
    cells = []
    while _COUNT.unpack_from(data, at)[0] >= 0:
        start = at + _COUNT.size + _LENGTH.size
        at = start + _LENGTH.unpack_from(data, at + _COUNT.size)[0]
        cells.append(data[start:at])
    return cells


def _copied(cursor: Any, query: str) -> bytes:
    file = io.BytesIO()
    copy(cursor, f"COPY ({query}) TO STDOUT (FORMAT BINARY)", file)
    return file.getvalue()


def write_cells(
    cursor: Any, table: str, columns: Sequence[str], rows: Sequence[Sequence[bytes]]
) -> None:
    """Append rows of cells to a table; an empty cell is empty, not null."""
    parts = [_HEADER]
    for row in rows:
        parts.append(_COUNT.pack(len(row)))
        for cell in row:
            parts += (_LENGTH.pack(len(cell)), cell)
    parts.append(_COUNT.pack(-1))
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
    copy(cursor, statement, io.BytesIO(b"".join(parts)))


def integer(value: int) -> bytes:
    """Return the cell of an integer."""
    return _LENGTH.pack(value)
