"""Finding the headings of each sheet and what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from apps.imports.workbook.cells import column_letters
from apps.imports.workbook.contract import UNSETTLED, Sheet, SheetReading, Sheets, Value
from apps.imports.workbook.days import Order, order_of
from apps.imports.workbook.headings import fields_of, find_block, paths
from apps.imports.workbook.letters import encoding_of_font, guess
from apps.imports.workbook.plain import Letters
from apps.imports.workbook.vocabulary import DATES, base
from apps.imports.workbook.wording import encoding_proof, order_proof

_SAMPLE_ROWS = 400
_DAY_FIRST = re.compile(r"dd?\s*[/.\-]\s*mm?\b|ngày\s*/\s*tháng", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"mm?\s*[/.\-]\s*dd?\b|tháng\s*/\s*ngày", re.IGNORECASE)


def read_columns(sheets: Sheets, *, remembered: Sequence[SheetReading] = ()) -> list[SheetReading]:
    """Return how each sheet is to be read; what was corrected before holds."""
    return [_reading(sheet, remembered) for sheet in sheets]


def letters_of(sheet: Sheet, encoding: str) -> Letters:
    """Return how the text of a sheet is decoded under an encoding."""
    return Letters(encoding, is_by_font=any(row.fonts for row in sheet.rows))


def _reading(sheet: Sheet, remembered: Sequence[SheetReading]) -> SheetReading:
    encoding = _encoding(sheet)
    letters = letters_of(sheet, encoding[0])
    block = find_block(sheet, letters)
    reading = SheetReading(
        sheet.name,
        "" if sheet.is_hidden else block.table,
        block.first,
        block.last,
        block.columns,
        encoding=encoding,
    )
    _name_headings(reading, sheet, letters)
    before = _same_headings(reading, sheet, remembered)
    if before:
        _take_over(reading, before, sheet)
    settle_dates(reading, sheet, chosen=before.dates if before else {})
    return reading


def _name_headings(reading: SheetReading, sheet: Sheet, letters: Letters) -> None:
    if reading.first_heading:
        written = paths(sheet, letters, reading.first_heading, reading.last_heading)
        reading.headings = {number: " › ".join(path) for number, path in written.items()}


def _same_headings(
    reading: SheetReading, sheet: Sheet, remembered: Sequence[SheetReading]
) -> SheetReading | None:
    """Return the remembered reading of a sheet with the same headings in the same columns."""
    for before in remembered:
        if before.headings and before.headings == reading.headings:
            return before
        if before.sheet == sheet.name and before.headings and before.first_heading:
            letters = letters_of(sheet, reading.encoding[0])
            written = paths(sheet, letters, before.first_heading, before.last_heading)
            if {n: " › ".join(path) for n, path in written.items()} == before.headings:
                return before
    return None


def _take_over(reading: SheetReading, before: SheetReading, sheet: Sheet) -> None:
    reading.table = "" if sheet.is_hidden else before.table
    reading.columns = dict(before.columns)
    reading.headings = dict(before.headings)
    if not reading.first_heading:
        reading.first_heading, reading.last_heading = before.first_heading, before.last_heading
    reading.is_remembered = True


def choose_table(reading: SheetReading, sheet: Sheet, table: str) -> SheetReading:
    """Return the reading for another table, its columns and dates found anew."""
    letters = letters_of(sheet, reading.encoding[0])
    written = paths(sheet, letters, reading.first_heading, reading.last_heading)
    columns = fields_of(written, table) if table else {}
    chosen = SheetReading(
        sheet.name,
        table,
        reading.first_heading,
        reading.last_heading,
        columns,
        reading.headings,
        encoding=reading.encoding,
    )
    settle_dates(chosen, sheet, chosen={})
    return chosen


def settle_dates(
    reading: SheetReading, sheet: Sheet, *, chosen: dict[str, tuple[str, str]]
) -> None:
    """Decide the order of each field with dates; an order chosen before settles what is open."""
    letters = letters_of(sheet, reading.encoding[0])
    fields = {base(name) for name in reading.columns.values() if base(name) in DATES}
    reading.dates = {}
    for name in sorted(fields):
        numbers = [n for n, given in reading.columns.items() if base(given) == name]
        by_heading = _order_by_heading(" ".join(reading.headings.get(n, "") for n in numbers))
        cells = _cells(sheet, reading.last_heading, numbers, letters)
        order = order_of(cells, is_birth=name == "born", by_heading=by_heading)
        reading.dates[name] = _settled(order, chosen.get(name, (UNSETTLED, "")))


def _settled(order: Order, before: tuple[str, str]) -> tuple[str, str]:
    if order.reason == "fits_both" and before[0] in ("dmy", "mdy"):
        return before[0], order_proof(before[0], "chosen", order.proofs)
    return order.order, order_proof(order.order, order.reason, order.proofs)


def _order_by_heading(heading: str) -> str:
    if _DAY_FIRST.search(heading):
        return "dmy"
    return "mdy" if _MONTH_FIRST.search(heading) else ""


def _cells(
    sheet: Sheet, last_heading: int, numbers: list[int], letters: Letters
) -> Iterator[tuple[str, Value, str]]:
    """Yield place, value and text of each cell of some columns, each text once."""
    seen: set[Value] = set()
    for row in sheet.rows:
        if row.number <= last_heading:
            continue
        for number in numbers:
            value = row.values[number - 1] if number <= len(row.values) else None
            if value is not None and value not in seen:
                seen.add(value)
                place = f"{column_letters(number)}{row.number}"
                yield place, value, letters.text(value)


def _encoding(sheet: Sheet) -> tuple[str, str]:
    """Return the encoding of a sheet and how it was known."""
    for row in islice(sheet.rows, _SAMPLE_ROWS):
        for number, font in sorted((row.fonts or {}).items()):
            encoding = encoding_of_font(font)
            if encoding != "unicode":
                place = f"{column_letters(number)}{row.number}"
                return encoding, encoding_proof("font", font, place)
    texts = [
        value
        for row in islice(sheet.rows, _SAMPLE_ROWS)
        for value in row.values
        if isinstance(value, str)
    ]
    encoding, shown = guess(texts)
    if encoding == "unicode":
        return "unicode", ""
    return encoding, encoding_proof("pattern", shown, "")
