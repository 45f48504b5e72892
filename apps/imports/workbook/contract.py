"""What reading a workbook takes and gives. Pure values.

A file becomes ``Sheets``; what each column means is a ``SheetReading``, which the officer can
correct and which is remembered; both together give an ``Extract``: tables of text in codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

import pandas as pd

Value = str | int | float | bool | datetime | date | None

# The one-sheet personnel list; the other tables are files of the roster.
PEOPLE = "people"
TABLE_NAMES = (
    "cadres.csv",
    "appointments.csv",
    "qualifications.csv",
    "trainings.csv",
    "appraisals.csv",
    PEOPLE,
)
# The columns that say of whom a row speaks; every table of an extract has them.
IDENTIFICATION = ("cadre_key", "personal_number", "full_name", "born")
DATE_ORDERS = ("dmy", "mdy", "iso", "serial")
ENCODINGS = ("unicode", "tcvn3", "vni")
# A date order that is not settled: the officer must choose.
UNSETTLED = ""


class UnreadableError(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what stands in it, and its font when that is one of the old Vietnamese ones."""

    value: Value
    font: str = ""

    @property
    def is_text(self) -> bool:
        """Whether the cell holds text rather than a number, a day or a tick."""
        return isinstance(self.value, str)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the cell."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


@dataclass(slots=True)
class Row:
    """A row that holds something: its number in the file and its values from column A on."""

    number: int
    values: list[Value]
    fonts: dict[int, str] | None = None

    def cell(self, column: int) -> Cell:
        """Return the cell of a column; A is 1."""
        value = self.values[column - 1] if 0 < column <= len(self.values) else None
        return Cell(value, (self.fonts or {}).get(column, ""))


@dataclass(slots=True)
class Sheet:
    """A sheet: its rows that hold something, in order, and its merged cells.

    ``merged`` has (first row, first column, last row, last column).
    """

    name: str
    rows: list[Row]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False

    def row(self, number: int) -> Row | None:
        """Return the row of a number, when it holds something."""
        return next((row for row in self.rows if row.number == number), None)

    @property
    def width(self) -> int:
        """The number of the last column that holds something."""
        return max((len(row.values) for row in self.rows), default=0)


@dataclass(slots=True)
class Sheets:
    """A file that was opened: its name, its sheets, the year its bare serial numbers begin."""

    name: str
    sheets: list[Sheet]
    is_1904: bool = False

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)

    def named(self, name: str) -> Sheet | None:
        """Return the sheet of a name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell, or worth knowing: ``is_fault`` False is a note.

    ``column`` is the letter and ``row`` the number in the file; 0 and "" for a whole sheet.
    """

    sheet: str
    row: int
    column: str
    heading: str
    value: str
    message: str
    is_fault: bool = True


@dataclass
class SheetReading:
    """How a sheet is read. The officer may change ``table``, ``columns``, ``dates``, ``encoding``.

    ``columns`` gives the field of a column number (A is 1); ``headings`` what is written there.
    ``dates`` gives for each field with dates the order and the sentence that proves it; the order
    is "" while the column fits both or neither. ``encoding`` has the name and how it was known.
    """

    sheet: str
    table: str = ""
    first_heading: int = 0
    last_heading: int = 0
    columns: dict[int, str] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    dates: dict[str, tuple[str, str]] = field(default_factory=dict)
    encoding: tuple[str, str] = ("unicode", "")
    is_remembered: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the reading as plain values."""
        return {
            **asdict(self),
            "columns": {str(number): name for number, name in self.columns.items()},
            "headings": {str(number): text for number, text in self.headings.items()},
            "dates": {name: list(order) for name, order in self.dates.items()},
            "encoding": list(self.encoding),
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> SheetReading:
        """Read plain values back; raise ValueError when they are not a reading."""
        try:
            return cls(
                sheet=str(plain["sheet"]),
                table=_one_of(("", *TABLE_NAMES), plain["table"]),
                first_heading=int(plain["first_heading"]),
                last_heading=int(plain["last_heading"]),
                columns={int(n): str(name) for n, name in plain["columns"].items()},
                headings={int(n): str(text) for n, text in plain.get("headings", {}).items()},
                dates={
                    str(name): (_one_of((UNSETTLED, *DATE_ORDERS), order), str(proof))
                    for name, (order, proof) in plain["dates"].items()
                },
                encoding=(_one_of(ENCODINGS, plain["encoding"][0]), str(plain["encoding"][1])),
                is_remembered=bool(plain.get("is_remembered", False)),
            )
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise ValueError("not a reading") from error


def _one_of(known: tuple[str, ...], value: object) -> str:
    if value not in known:
        raise ValueError(f"not one of {known}: {value!r}")
    return str(value)


@dataclass(frozen=True)
class Count:
    """How many rows below the headings of a sheet were read, and skipped, why."""

    read: int = 0
    blank: int = 0
    subtotal: int = 0
    serial_only: int = 0

    @property
    def skipped(self) -> int:
        """All rows that were skipped."""
        return self.blank + self.subtotal + self.serial_only


@dataclass
class Extract:
    """What a file says, in codes.

    ``tables`` gives for each file of the roster a frame of text: the columns of the file, those of
    IDENTIFICATION, ``sheet`` and ``row``; appointments also have ``unit`` as written, and their
    ``unit_key`` is empty. ``letters`` gives the column of a field in a sheet; ``counts`` by sheet.
    """

    tables: dict[str, pd.DataFrame]
    letters: dict[tuple[str, str], str]
    problems: list[Problem]
    counts: dict[str, Count]

    @property
    def faults(self) -> list[Problem]:
        """The problems that keep the file from being written."""
        return [problem for problem in self.problems if problem.is_fault]
