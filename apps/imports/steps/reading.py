"""Opening an uploaded file and proposing how its columns are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from django.db import transaction

from apps.imports.models import Batch, RememberedReading
from apps.imports.steps.working import Step
from apps.imports.workbook.columns import choose_table, letters_of, read_columns
from apps.imports.workbook.contract import Row, Sheet, SheetReading, Sheets, UnreadableError
from apps.imports.workbook.headings import paths
from apps.imports.workbook.opening import open_workbook
from apps.imports.workbook.plain import Letters
from apps.imports.workbook.rows import RowSorter

_SAMPLED, _SHOWN = 300, 3
_NUMBER = re.compile(r"(?<!\d)\d{8,12}(?!\d)")


def read(step: Step) -> None:
    """Propose a reading of every sheet; a file that cannot be read is refused with the reason.

    Where an officer said which rows are the headings, or which table a sheet is, that holds.
    """
    batch = step.batch
    try:
        step.told(3)(1)
        sheets = opened(batch)
        step.told(3)(2)
        readings = read_columns(sheets, remembered=remembered(batch))
    except UnreadableError as error:
        with transaction.atomic():
            step.settle(state=Batch.State.REFUSED, reason=error.message, counts={})
        return
    asked = {reading.sheet: reading for reading in readings_of(batch)}
    readings = [_as_asked(sheets, reading, asked.get(reading.sheet)) for reading in readings]
    with transaction.atomic():
        step.settle(
            state=Batch.State.READ,
            readings=[reading.to_json() for reading in readings],
            samples={r.sheet: samples(sheets, r) for r in readings},
            counts={"sheets": len(sheets.sheets)},
        )


def _as_asked(sheets: Sheets, found: SheetReading, asked: SheetReading | None) -> SheetReading:
    sheet = sheets.named(found.sheet)
    if asked is None or sheet is None or layout_of(asked) == layout_of(found):
        return found
    letters = letters_of(sheet, asked.encoding[0])
    written = paths(sheet, letters, asked.first_heading, asked.last_heading)
    headings = {number: " › ".join(texts) for number, texts in written.items()}
    wanted = replace(asked, headings=headings, columns={}, dates={})
    return choose_table(wanted, sheet, asked.table)


def layout_of(reading: SheetReading) -> tuple[str, int, int, str]:
    """Return what decides where the columns of a sheet are looked for."""
    return reading.table, reading.first_heading, reading.last_heading, reading.encoding[0]


def samples(sheets: Sheets, reading: SheetReading) -> dict[str, list[str]]:
    """Return a few different values below the headings of each column, long numbers masked."""
    sheet = sheets.named(reading.sheet)
    found: dict[str, list[str]] = {}
    if sheet is None:
        return found
    letters = letters_of(sheet, reading.encoding[0])
    for row in islice(_rows(sheet, reading, letters), _SAMPLED):
        for number in range(1, len(row.values) + 1):
            cell = row.cell(number)
            text = without_numbers(letters.text(cell.value, cell.font)[:60])
            shown = found.setdefault(str(number), [])
            if text and text not in shown and len(shown) < _SHOWN:
                shown.append(text)
    return found


def _rows(sheet: Sheet, reading: SheetReading, letters: Letters) -> Iterator[Row]:
    """Return the rows that are read; while no column is known, all below the headings."""
    if reading.columns:
        return RowSorter(sheet, reading, letters).rows()
    return (row for row in sheet.rows if row.number > reading.last_heading)


def without_numbers(text: str) -> str:
    """Return text with what may be a personal number masked; only its row may hold it."""
    return _NUMBER.sub(lambda found: f"{found[0][:3]}••••{found[0][-2:]}", text)


def opened(batch: Batch) -> Sheets:
    """Open the file of a batch."""
    return open_workbook(Path(batch.path), name=batch.name)


def readings_of(batch: Batch) -> list[SheetReading]:
    """Return how the sheets of a batch are read."""
    return [SheetReading.from_json(plain) for plain in batch.readings]


def remembered(batch: Batch) -> list[SheetReading]:
    """Return how the unit's officers had sheets read before, the latest first."""
    found = []
    for row in RememberedReading.objects.filter(unit=batch.unit):
        # What was kept by an earlier version may not fit any more.
        with suppress(ValueError):
            found.append(SheetReading.from_json(row.reading))
    return found
