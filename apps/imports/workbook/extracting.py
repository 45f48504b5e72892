"""From sheets and how they are read to tables of text in codes."""

from __future__ import annotations

from collections.abc import Sequence

from apps.imports.workbook.contract import Extract, SheetReading, Sheets


def extract(sheets: Sheets, readings: Sequence[SheetReading]) -> Extract:
    """Return the tables that a file holds, with every problem at its cell."""
    return Extract({}, {}, [], {})
