"""Opening an uploaded file and proposing how its columns are read."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from django.db import transaction

from apps.imports.models import Batch, RememberedReading
from apps.imports.steps.working import Step
from apps.imports.workbook.columns import read_columns
from apps.imports.workbook.contract import SheetReading, Sheets, UnreadableError
from apps.imports.workbook.opening import open_workbook


def read(step: Step) -> None:
    """Propose a reading of every sheet; a file that cannot be read is refused with the reason."""
    try:
        step.told(3)(1)
        sheets = opened(step.batch)
        step.told(3)(2)
        readings = read_columns(sheets, remembered=remembered(step.batch))
    except UnreadableError as error:
        with transaction.atomic():
            step.settle(state=Batch.State.REFUSED, reason=error.message)
        return
    with transaction.atomic():
        step.settle(
            state=Batch.State.READ,
            readings=[reading.to_json() for reading in readings],
            counts={"sheets": len(sheets.sheets)},
        )


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
