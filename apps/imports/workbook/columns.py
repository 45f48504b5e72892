"""Finding the headings of each sheet and what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence

from apps.imports.workbook.contract import SheetReading, Sheets


def read_columns(sheets: Sheets, *, remembered: Sequence[SheetReading] = ()) -> list[SheetReading]:
    """Return how each sheet is to be read; what was corrected before holds."""
    return [SheetReading(sheet.name) for sheet in sheets]
