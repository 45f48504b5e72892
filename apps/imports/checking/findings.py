"""What was found in a file: every problem at its cell, and which rows it keeps back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from apps.imports.workbook.cells import column_letters
from apps.imports.workbook.contract import Extract, Problem, SheetReading


@dataclass
class Findings:
    """Collects problems by the rows of the tables, and says them by cell of the file.

    ``sheets`` and ``lines`` give the place of every row by its number; row 0 is none.
    """

    sheets: Sequence[str]
    lines: np.ndarray
    letters: Mapping[tuple[str, str], str]
    headings: Mapping[tuple[str, str], str]
    problems: list[Problem]
    faulty: set[int] = field(default_factory=set)
    conflicting: set[int] = field(default_factory=set)

    def fault(self, row: int, column: str, message: str, value: str = "") -> None:
        """Note what keeps a row from being written."""
        self.faulty.add(int(row))
        self._add(row, column, message, value, is_fault=True)

    def conflict(self, row: int, column: str, message: str, value: str = "") -> None:
        """Note that a row contradicts what is recorded."""
        self.conflicting.add(int(row))
        self.fault(row, column, message, value)

    def note(self, row: int, column: str, message: str, value: str = "") -> None:
        """Note what is worth knowing about a row that can be written."""
        self._add(row, column, message, value, is_fault=False)

    def _add(self, row: int, column: str, message: str, value: str, *, is_fault: bool) -> None:
        sheet = self.sheets[row]
        letter = self.letters.get((sheet, column), "")
        heading = self.headings.get((sheet, letter), "")
        place = (sheet, int(self.lines[row]), letter, heading)
        self.problems.append(Problem(*place, value, message, is_fault))

    def sound(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a table that nothing keeps back so far."""
        return frame[~frame["row"].isin(self.faulty)] if self.faulty else frame

    def line(self, row: int) -> str:
        """Return where a row stands in the file, for a sentence."""
        return f"{self.sheets[row]}!{self.lines[row]}"

    def ordered(self, sheets: Iterable[str]) -> list[Problem]:
        """Return the problems in the order of the file, faults and notes together."""
        order = {name: place for place, name in enumerate(sheets)}
        return sorted(
            dict.fromkeys(self.problems),
            key=lambda p: (order.get(p.sheet, len(order)), p.row, len(p.column), p.column),
        )


def number_rows(
    extract: Extract, readings: Iterable[SheetReading]
) -> tuple[dict[str, pd.DataFrame], Findings]:
    """Give every row of every table a number of its own; return the tables and the findings.

    Rows with a faulty cell are kept back from the start.
    """
    tables, sheets, lines = {}, [""], [np.zeros(1, dtype=np.int64)]
    for file, frame in extract.tables.items():
        first = len(sheets)
        tables[file] = frame.assign(row=np.arange(first, first + len(frame)))
        sheets += frame["sheet"].tolist()
        lines.append(frame["row"].to_numpy(dtype=np.int64))
    findings = Findings(
        sheets, np.concatenate(lines), extract.letters, _headings(readings), list(extract.problems)
    )
    bad = {(problem.sheet, problem.row) for problem in extract.faults}
    places = zip(sheets, findings.lines.tolist(), strict=True)
    findings.faulty = {row for row, place in enumerate(places) if row and place in bad}
    return tables, findings


def _headings(readings: Iterable[SheetReading]) -> dict[tuple[str, str], str]:
    return {
        (reading.sheet, column_letters(number)): text
        for reading in readings
        for number, text in reading.headings.items()
    }
