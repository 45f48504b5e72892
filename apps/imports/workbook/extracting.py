"""From sheets and how they are read to tables of text in codes."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from apps.imports.roster import tables as roster
from apps.imports.workbook import limits
from apps.imports.workbook.cells import column_letters
from apps.imports.workbook.columns import letters_of, settle_dates
from apps.imports.workbook.contract import (
    IDENTIFICATION,
    PEOPLE,
    Extract,
    Sheet,
    SheetReading,
    Sheets,
    UnreadableError,
)
from apps.imports.workbook.facts import SheetFacts
from apps.imports.workbook.tables import OWN, Record, table_rows
from apps.imports.workbook.vocabulary import DATES, base
from apps.imports.workbook.wording import refusal

_ROSTER = {table.file: table.usual for table in roster.TABLES if table.file in OWN}


def extract(sheets: Sheets, readings: Sequence[SheetReading]) -> Extract:
    """Return the tables that a file holds, with every problem at its cell.

    Raises UnreadableError when a list has more people than one file may have.
    """
    records: dict[str, list[Record]] = {name: [] for name in OWN}
    found = Extract({}, {}, [], {})
    for reading in readings:
        sheet = sheets.named(reading.sheet)
        if sheet is None or not reading.table or not reading.columns:
            continue
        facts = _facts(sheet, reading, is_1904=sheets.is_1904)
        table_rows(facts, lambda name, record: records[name].append(record))
        found.problems += sorted(facts.problems, key=lambda p: (p.row, len(p.column), p.column))
        found.counts[sheet.name] = facts.count
        found.letters |= _letters(reading)
    found.tables = {name: _frame(name, rows) for name, rows in records.items()}
    return found


def _facts(sheet: Sheet, reading: SheetReading, *, is_1904: bool) -> SheetFacts:
    dated = {base(name) for name in reading.columns.values() if base(name) in DATES}
    if dated - set(reading.dates):
        settle_dates(reading, sheet, chosen=dict(reading.dates))
    letters = letters_of(sheet, reading.encoding[0])
    facts = SheetFacts(sheet, reading, letters, is_1904=is_1904)
    if reading.table in (PEOPLE, "cadres.csv") and facts.count.read > limits.MAX_PEOPLE:
        about = {"sheet": sheet.name, "limit": limits.MAX_PEOPLE}
        raise UnreadableError(refusal("too_many_people", about))
    facts.blame_columns()
    return facts


def _letters(reading: SheetReading) -> dict[tuple[str, str], str]:
    letters: dict[tuple[str, str], str] = {}
    for number, name in sorted(reading.columns.items()):
        for known in (name, base(name)):
            letters.setdefault((reading.sheet, known), column_letters(number))
    key = letters.get((reading.sheet, "cadre_key"))
    if key:
        letters[reading.sheet, "key"] = key
    return letters


def _frame(name: str, rows: list[Record]) -> pd.DataFrame:
    columns = [*IDENTIFICATION, *OWN[name], "sheet", "row"]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    own = [*_ROSTER[name], *(c for c in columns if c not in _ROSTER[name])]
    frame = frame[own]
    frame["row"] = frame["row"].astype("int64")
    return frame
