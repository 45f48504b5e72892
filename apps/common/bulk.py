"""Writing many rows at once: new ones through COPY, changed ones in one statement."""

from __future__ import annotations

import io
from collections.abc import Sequence
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
