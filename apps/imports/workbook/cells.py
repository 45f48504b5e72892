"""The cells of a sheet, row by row, as plain values.

A number, a text, true or false stand for themselves; a day is ``[serial]`` counted from 1900; a
text in an old Vietnamese font is ``[text, font]``.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta

from apps.imports.workbook import limits
from apps.imports.workbook.parts import Attributes, Book, Reader
from apps.imports.workbook.refusal import RefusedError

Plain = str | int | float | bool | None | list[str | int | float]
_EPOCH = date(1899, 12, 30)
_LAST_SERIAL = 2_958_466
_DAYS_1904 = 1462
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_LETTERS = re.compile(r"[A-Z]{1,3}")


class Budget:
    """What may still be read of a file: rows and characters, over all its sheets."""

    def __init__(self) -> None:
        self.rows = limits.MAX_ROWS_IN_ALL
        self.text = limits.MAX_TEXT_IN_ALL

    def spend(self, text: int) -> None:
        """Count a row and its characters; refuse more than a file may hold."""
        self.rows -= 1
        self.text -= text
        if self.rows < 0:
            raise RefusedError("too_many_rows_in_all", limit=limits.MAX_ROWS_IN_ALL)
        if self.text < 0:
            raise RefusedError("too_much_text")


class _Columns(dict[str, int]):
    """The number of a column, by its letters."""

    def __missing__(self, letters: str) -> int:
        self[letters] = number = column_number(letters)
        return number


class SheetReader(Reader):
    """Parses a sheet and hands on each row that holds something."""

    def __init__(
        self, name: str, book: Book, budget: Budget, emit: Callable[[int, list[Plain]], None]
    ) -> None:
        super().__init__()
        self.sheet, self.book, self.budget, self.emit = name, book, budget, emit
        self.row = self.column = self.rows = self.spent = 0
        self.values: list[Plain] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.kind = self.style = ""
        self.is_phonetic = False
        self.columns = _Columns()

    def start(self, name: str, attributes: Attributes) -> None:
        kind = self.local[name]
        if kind == "c":
            self._begin_cell(attributes)
        elif kind in ("v", "t"):
            self.is_taking = not self.is_phonetic
        elif kind == "row":
            self._begin_row(attributes)
        elif kind == "mergeCell":
            self._merge(attributes["ref"])
        elif kind == "rPh":
            self.is_phonetic = True

    def end(self, name: str) -> None:
        kind = self.local[name]
        if kind in ("v", "t"):
            self.is_taking = False
        elif kind == "c":
            if self.text:
                self._end_cell()
        elif kind == "row":
            self._end_row()
        elif kind == "rPh":
            self.is_phonetic = False

    def _begin_row(self, attributes: Attributes) -> None:
        number = int(attributes.get("r", self.row + 1))
        if not self.row < number <= limits.MAX_ROW_NUMBER:
            raise RefusedError("damaged")
        self.row, self.column, self.spent = number, 0, 0
        self.values = []

    def _begin_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference:
            self.column = self.columns[reference.rstrip("0123456789")]
        else:
            self.column += 1
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s", "0")
        self.text = ""
        self.length = 0

    def _end_cell(self) -> None:
        value = self._value(self.taken())
        self.text = ""
        if value is None or value == "":
            return
        if self.column > limits.MAX_COLUMNS:
            raise RefusedError("too_many_columns", sheet=self.sheet, limit=limits.MAX_COLUMNS)
        missing = self.column - 1 - len(self.values)
        if missing < 0:
            raise RefusedError("damaged")
        if missing:
            self.values.extend([None] * missing)
        self.values.append(value)

    def _value(self, text: str) -> Plain:
        kind = self.kind
        if kind == "s":
            number = int(text)
            if number < 0:
                raise RefusedError("damaged")
            return self._text(self.book.texts[number], self.book.text_fonts.get(number))
        if kind == "n":
            return self._number(text)
        if kind == "b":
            return text.strip() in ("1", "true")
        return self._text(text, None)

    def _text(self, text: str, font: str | None) -> Plain:
        if len(text) > limits.MAX_TEXT:
            place = f"{column_letters(self.column)}{self.row}"
            raise RefusedError("long_cell", sheet=self.sheet, cell=place, limit=limits.MAX_TEXT)
        self.spent += len(text)
        fonts, style = self.book.old_fonts, int(self.style)
        font = font or (fonts[style] if 0 <= style < len(fonts) else "")
        return [text, font] if font and text else text

    def _number(self, text: str) -> Plain:
        number = float(text)
        if not math.isfinite(number):
            raise RefusedError("damaged")
        style = int(self.style)
        shown = self.book.days[style] if 0 <= style < len(self.book.days) else ""
        if shown:
            number += _DAYS_1904 if self.book.is_1904 else 0
            return _day(number, shown)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _end_row(self) -> None:
        if not self.values:
            return
        self.rows += 1
        if self.rows > limits.MAX_ROWS:
            raise RefusedError("too_many_rows", sheet=self.sheet, limit=limits.MAX_ROWS)
        self.budget.spend(self.spent + len(self.values))
        self.emit(self.row, self.values)
        self.values = []

    def _merge(self, reference: str) -> None:
        found = _RANGE.fullmatch(reference)
        if not found or len(self.merged) >= limits.MAX_MERGED:
            raise RefusedError("damaged")
        first, last = column_number(found[1]), column_number(found[3])
        self.merged.append((int(found[2]), first, int(found[4]), last))


def _day(number: float, shown: str) -> Plain:
    """Return a day as far as its format shows it; numbers that are no day stay numbers."""
    if not 1 <= number < _LAST_SERIAL:
        return number
    if shown == "day":
        return [int(number)]
    day = _EPOCH + timedelta(days=int(number))
    return f"{day:%Y}" if shown == "year" else f"{day:%m/%Y}"


def read_sheet(archive: zipfile.ZipFile, part: str, reader: SheetReader) -> None:
    """Parse one sheet."""
    reader.read(archive, part)


def column_number(letters: str) -> int:
    """Return the number of a column: 1 for A, 28 for AB."""
    if not _LETTERS.fullmatch(letters):
        raise ValueError(f"not a column: {letters!r}")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column: A for 1, AB for 28."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
