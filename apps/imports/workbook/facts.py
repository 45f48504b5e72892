"""The fields of a sheet, column by column, with what is wrong at each cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from apps.imports.workbook.cells import column_letters
from apps.imports.workbook.contract import (
    UNSETTLED,
    Count,
    Problem,
    Row,
    Sheet,
    SheetReading,
)
from apps.imports.workbook.plain import Letters
from apps.imports.workbook.readers import CellReader, Outcome, is_tick_field
from apps.imports.workbook.rows import RowSorter
from apps.imports.workbook.vocabulary import DATES, base
from apps.imports.workbook.wording import is_note, problem

_NAMES = ("full_name", "family_name")
# Notes that hold for many cells of a column are given once.
_ONCE = frozenset(["two_digit_year", "zeros_missing"])
# In a column whose order is open every date would be a fault; the column itself is one.
_SAID_OF_COLUMN = frozenset(["order_unsettled"])


@dataclass
class Column:
    """A column of a sheet under its field: the text of each row that was read."""

    number: int
    name: str
    heading: str
    reader: CellReader
    texts: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    # What a degree is in, when the column of degrees says so itself.
    subjects: list[str] = field(default_factory=list)

    @property
    def letter(self) -> str:
        """The letter of the column."""
        return column_letters(self.number)


class SheetFacts:
    """What a sheet says under each field; ``rows`` has the number of each row that was read."""

    def __init__(self, sheet: Sheet, reading: SheetReading, letters: Letters, *, is_1904: bool):
        self.sheet, self.reading, self.letters = sheet, reading, letters
        self.problems: list[Problem] = []
        # Fields worked out from several columns or from none.
        self.derived: dict[str, list[str]] = {}
        self.blamed: set[tuple[int, int]] = set()
        self.rows: list[int] = []
        self.columns = [
            self._column(number, name, is_1904=is_1904)
            for number, name in sorted(reading.columns.items())
            if name != "serial"
        ]
        sorter = RowSorter(sheet, reading, letters)
        for row in sorter.rows():
            self._take(row)
        # Rows that speak of the person above, by cells merged down.
        names = {column.number for column in self.columns if base(column.name) in _NAMES}
        self.is_more = [bool(names & set(sorter.filled.get(n, ()))) for n in self.rows]
        self.count: Count = sorter.count
        self._settle_ticks()

    def _column(self, number: int, name: str, *, is_1904: bool) -> Column:
        order = self.reading.dates.get(base(name), (UNSETTLED, ""))[0]
        reader = CellReader(name, self.letters, order=order, is_1904=is_1904)
        return Column(number, name, self.reading.headings.get(number, ""), reader)

    def _take(self, row: Row) -> None:
        self.rows.append(row.number)
        values, fonts, width = row.values, row.fonts, len(row.values)
        for column in self.columns:
            at = column.number
            value = values[at - 1] if at <= width else None
            if value is None and column.name != "professional":
                column.texts.append("")
                continue
            font = fonts.get(at, "") if fonts else ""
            outcome = column.reader.read(value, font)
            column.texts.append(outcome.text)
            if column.name == "professional":
                column.subjects.append(outcome.about.get("subject", ""))
            if outcome.code:
                self._note(column, row.number, self.letters.text(value, font), outcome)

    def _note(self, column: Column, row: int, value: str, outcome: Outcome) -> None:
        if outcome.code in _SAID_OF_COLUMN or outcome.code in column.said:
            return
        if outcome.code in _ONCE:
            column.said.add(outcome.code)
        self.blamed.add((row, column.number))
        self.problems.append(self._problem(column, row, value, outcome.code, outcome.about))

    def _problem(
        self, column: Column, row: int, value: str, code: str, about: dict[str, str]
    ) -> Problem:
        shown = value if len(value) <= 200 else value[:200] + "…"
        return Problem(
            self.sheet.name,
            row,
            column.letter,
            column.heading,
            shown,
            problem(code, about, value=shown),
            not is_note(code),
        )

    def named(self, name: str) -> list[Column]:
        """Return the columns of a field, those with a code of their own included."""
        return [column for column in self.columns if base(column.name) == name]

    def has(self, name: str) -> bool:
        """Tell whether a column has the field."""
        return any(base(column.name) == name for column in self.columns)

    def texts(self, name: str) -> list[str]:
        """Return the text of each row under a field, empty when no column has it."""
        return next(
            (column.texts for column in self.columns if column.name == name), [""] * len(self.rows)
        )

    def field(self, name: str) -> list[str]:
        """Return the text of each row under a field, worked out or as its column has it."""
        return self.derived.get(name) or self.texts(name)

    def blame(
        self,
        place: int,
        names: tuple[str, ...],
        code: str,
        about: dict[str, str] | None = None,
        *,
        value: str = "",
    ) -> None:
        """Note a fault of a row at the first of some fields that has a column, once a cell."""
        number = self.rows[place]
        column = next((c for name in names for c in self.named(name)), self.columns[0])
        if (number, column.number) not in self.blamed:
            self.blamed.add((number, column.number))
            self.problems.append(self._problem(column, number, value, code, about or {}))

    def blame_columns(self) -> None:
        """Note a fault for each field of which the order of dates is open."""
        for name, (order, proof) in self.reading.dates.items():
            if order == UNSETTLED and name in DATES:
                for column in self.named(name)[:1]:
                    self.problems.append(
                        Problem(
                            self.sheet.name,
                            self.reading.last_heading,
                            column.letter,
                            column.heading,
                            "",
                            proof or problem("order_unsettled", {}, value=""),
                        )
                    )

    def remark(self, code: str, name: str = "") -> None:
        """Add a note about the sheet as a whole, or about the column of a field."""
        column = next(iter(self.named(name)), None)
        self.problems.append(
            Problem(
                self.sheet.name,
                self.reading.last_heading,
                column.letter if column else "",
                column.heading if column else "",
                "",
                problem(code, {}, value=""),
                not is_note(code),
            )
        )

    def _settle_ticks(self) -> None:
        """Let an empty cell mean no in columns that only tick what is so."""
        for column in self.columns:
            if is_tick_field(column.name) and "no" not in column.texts:
                column.texts = [text or "no" for text in column.texts]
