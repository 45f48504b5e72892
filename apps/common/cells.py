"""Cells as PostgreSQL sends them in binary, through one COPY: for arrays and bytes of any length."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from apps.common.stream import copy

_HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_COUNT, _LENGTH = struct.Struct(">h"), struct.Struct(">i")


def read_cells(cursor: Any, query: str) -> list[list[bytes]]:
    """Return the columns of a query's rows, each a list of cells; a null is empty."""
    file = io.BytesIO()
    copy(cursor, f"COPY ({query}) TO STDOUT (FORMAT BINARY)", file)
    data, at = file.getvalue(), len(_HEADER)
    rows: list[list[bytes]] = []
    while (count := _COUNT.unpack_from(data, at)[0]) >= 0:
        at += _COUNT.size
        row = []
        for _cell in range(count):
            start = at + _LENGTH.size
            at = start + max(0, _LENGTH.unpack_from(data, at)[0])
            row.append(data[start:at])
        rows.append(row)
    return [list(column) for column in zip(*rows, strict=True)]


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


def integers(cells: Sequence[bytes]) -> np.ndarray:
    """Return a column of integers."""
    return np.frombuffer(b"".join(cells), dtype=">i4").astype(np.int32)


def matrix(cells: Sequence[bytes], width: int) -> np.ndarray:
    """Return a column of integer arrays of one length, without nulls, one row each."""
    # Five words of head, then each value behind its length; an empty array has three words.
    words = 5 + 2 * width if width else 3
    values = np.frombuffer(b"".join(cells), dtype=">i4").reshape(len(cells), words)
    return values[:, 6::2].astype(np.int32)
