"""Lists of any length, written row by row: a workbook for people, or CSV for other programs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, Literal

import xlsxwriter

from apps.common.partial import PartialDate
from apps.reports.renderers.plain import printable
from apps.reports.renderers.sheets import kinds
from apps.reports.renderers.sheets.book import OPTIONS, set_pages, sheet_name, write_text

Target = Path | BinaryIO
_MOST_ROWS = 1_048_576
_FIRST_DAY = date(1900, 1, 1)
# What spreadsheets take for the beginning of a formula, also behind apostrophes and spaces.
_LIVE = re.compile(r"'*(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\n])")
_MILLIONTHS = 1_000_000
_HEAD_MANNER: dict[str, Any] = {
    "bold": True,
    "text_wrap": True,
    "align": "center",
    "valign": "vcenter",
    "border": 1,
    "bg_color": "#E7ECF2",
}


@dataclass(frozen=True)
class Share:
    """A ratio, and how it is printed: with decimals that keep it on its side of a threshold."""

    value: Fraction
    text: str


ListValue = str | int | Share | date | PartialDate | None
ListRow = Sequence[ListValue]


@dataclass(frozen=True)
class ListColumn:
    """A column of a list: what its cells are, and how many letters wide it is."""

    title: str
    kind: Literal["text", "whole", "ratio", "day", "partial"] = "text"
    width: float = 16


@dataclass(frozen=True)
class About:
    """What a list is: the name of its sheet, lines above its head, its author and moment."""

    name: str
    lines: tuple[str, ...]
    author: str
    made_at: datetime


def write_xlsx(
    columns: Sequence[ListColumn], rows: Iterable[ListRow], target: Target, about: About
) -> int:
    """Write a list as a workbook, holding one row at a time, and return how many there were.

    What does not fit on a sheet goes on on the next. Raise TooLongError for a text that no cell
    can hold.
    """
    book = _ListBook(columns, target, about)
    with book.book:
        count = sum(1 for _ in map(book.add, rows))
        book.filter()
    return count


def write_csv(
    columns: Sequence[ListColumn], rows: Iterable[ListRow], target: Target, about: str = ""
) -> int:
    """Write a list as CSV (RFC 4180, UTF-8 with its mark) and return how many rows there were.

    A first line says what the list is, if that is given.

    Days are written as YYYY-MM-DD, as far as known; ratios as shares of one. A text that a
    spreadsheet would take for a formula stands behind an apostrophe.
    """
    count = 0
    with _text_file(target) as file:
        writer = csv.writer(file, lineterminator="\r\n")
        if about:
            writer.writerow([harmless(about)])
        writer.writerow([harmless(column.title) for column in columns])
        for row in rows:
            writer.writerow([_csv_value(value) for value in row])
            count += 1
    return count


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: behind an apostrophe if it might.

    Nothing is lost: to take one apostrophe away from such a text gives it back as it was.
    """
    shown = printable(text)
    return f"'{shown}" if _LIVE.match(shown) else shown


def _csv_value(value: ListValue) -> str:
    if value is None:
        return ""
    if isinstance(value, Share):
        return _decimal(value.value)
    if isinstance(value, str):
        return harmless(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _decimal(value: Fraction) -> str:
    """Return a share to six decimals, cut: so it stays below a threshold that it is below."""
    scaled = value.numerator * _MILLIONTHS // value.denominator
    sign, (units, rest) = "-" if scaled < 0 else "", divmod(abs(scaled), _MILLIONTHS)
    return f"{sign}{units}.{rest:06d}"


@contextmanager
def _text_file(target: Target) -> Iterator[io.TextIOBase]:
    if isinstance(target, Path):
        with target.open("w", encoding="utf-8-sig", newline="") as opened:
            yield opened
        return
    wrapped = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    try:
        yield wrapped
    finally:
        wrapped.detach()  # the file stays open: it is not ours to close


class _ListBook:
    """A workbook that goes from row to row and never back."""

    def __init__(self, columns: Sequence[ListColumn], target: Target, about: About) -> None:
        self.columns, self.about = columns, about
        file = str(target) if isinstance(target, Path) else target
        self.book = xlsxwriter.Workbook(file, {"constant_memory": True, **OPTIONS})
        self.inner = self.book.add_format()
        self.formats: dict[str, Any] = {}
        made_at = about.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        self.book.set_properties(
            {"title": printable(about.name), "author": printable(about.author), "created": made_at}
        )
        self.writers = [self._writer(column.kind) for column in columns]
        self.sheets = 0
        self._next_sheet()

    def add(self, row: ListRow) -> None:
        """Write the next row."""
        if self.row == _MOST_ROWS:
            self.filter()
            self._next_sheet()
        for place, (write, value) in enumerate(zip(self.writers, row, strict=True)):
            if value is not None:
                write(place, value)
        self.row += 1

    def filter(self) -> None:
        """Offer to filter and sort by each column of the sheet."""
        self.sheet.autofilter(self.head, 0, self.row - 1, len(self.columns) - 1)

    def _next_sheet(self) -> None:
        self.sheets += 1
        end = f" ({self.sheets})" if self.sheets > 1 else ""
        name = sheet_name(self.about.name)
        self.sheet = self.book.add_worksheet(f"{name[: 31 - len(end)]}{end}")
        set_pages(self.sheet, is_landscape=len(self.columns) > 6)
        for place, column in enumerate(self.columns):
            self.sheet.set_column(place, place, column.width)
        for number, line in enumerate(self.about.lines):
            self._text(number, 0, line, self._format(bold=number == 0))
        self.head = self.row = len(self.about.lines)
        for place, column in enumerate(self.columns):
            self._text(self.head, place, column.title, self._format(**_HEAD_MANNER))
        self.sheet.repeat_rows(self.head)
        self.sheet.freeze_panes(self.head + 1, 0)
        self.row += 1

    def _format(self, num_format: str = kinds.TEXT, **manner: Any) -> Any:
        key = repr((num_format, sorted(manner.items())))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"num_format": num_format, **manner})
        return self.formats[key]

    def _text(self, row: int, column: int, text: str, manner: Any) -> None:
        write_text(self.sheet, row, column, text, manner, self.inner)

    def _writer(self, kind: str) -> Callable[[int, Any], None]:
        if kind == "whole":
            return self._whole
        if kind == "ratio":
            return self._ratio
        if kind in ("day", "partial"):
            return self._day
        plain = self._format()
        return lambda place, value: self._text(self.row, place, value, plain)

    def _whole(self, place: int, value: int) -> None:
        if abs(value) < kinds.GREATEST:
            self.sheet.write_number(self.row, place, value, self._format("#,##0"))
        else:
            self._text(self.row, place, str(value), self._format())

    def _ratio(self, place: int, value: Share) -> None:
        manner = self._format(kinds.ratio(value.value, value.text))
        self.sheet.write_number(self.row, place, float(value.value), manner)

    def _day(self, place: int, value: date | PartialDate) -> None:
        if isinstance(value, PartialDate) and value.is_full:
            value = value.full_day
        if isinstance(value, date) and value >= _FIRST_DAY:
            self.sheet.write_datetime(self.row, place, value, self._format(kinds.DAY))
        else:
            known = "/".join(reversed(str(value).split("-")))
            self._text(self.row, place, known, self._format())
