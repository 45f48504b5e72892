"""The child process that writes a workbook back with its problems marked.

It takes the problems as JSON from its input and prints the workbook. Formulas give way to the
values that they had: nothing in the copy is ever worked out.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

# openpyxl would load numpy, which needs more memory than this process may have.
sys.modules["numpy"] = None  # type: ignore[assignment]

import openpyxl  # noqa: E402
import xlsxwriter  # noqa: E402
from openpyxl.cell.cell import MergedCell  # noqa: E402
from openpyxl.comments import Comment  # noqa: E402
from openpyxl.styles import PatternFill  # noqa: E402

from apps.common.sheets import write_words  # noqa: E402
from apps.imports.workbook import limits  # noqa: E402
from apps.imports.workbook.cells import Budget, Plain, SheetReader, column_number  # noqa: E402
from apps.imports.workbook.child import confine  # noqa: E402
from apps.imports.workbook.guard import kind_of, opened  # noqa: E402
from apps.imports.workbook.parts import read_book  # noqa: E402
from apps.imports.workbook.text_file import SHEET, read_text  # noqa: E402

FAULT, NOTE = "FFC7CE", "FFEB9C"
_WIDTH, _HEIGHT = 320, 110
# The messages of each cell, by sheet and by (row, column), with whether one is a fault.
Marks = dict[str, dict[tuple[int, int], tuple[str, bool]]]


def gathered(problems: list[list[Any]]) -> Marks:
    """Return what is to be written at each cell."""
    marks: Marks = {}
    for sheet, row, column, message, is_fault in problems:
        cells = marks.setdefault(sheet, {})
        place = (max(row, 1), column_number(column) if column else 1)
        before, was_fault = cells.get(place, ("", False))
        text = f"{before}\n{message}" if before else message
        cells[place] = (text[:4000], is_fault or was_fault)
    return marks


def in_place(path: Path, marks: Marks) -> bytes:
    """Return the workbook as it is, formats and all, with marks."""
    # Handed over as bytes: openpyxl would judge a path by its ending.
    content = io.BytesIO(path.read_bytes())
    book = openpyxl.load_workbook(content, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        for (row, column), (message, is_fault) in marks.get(sheet.title, {}).items():
            cell = sheet.cell(row, column)
            if isinstance(cell, MergedCell):
                cell = _first(sheet, row, column)
            cell.fill = PatternFill("solid", fgColor=FAULT if is_fault else NOTE)
            before = f"{cell.comment.text}\n" if cell.comment else ""
            cell.comment = Comment(before + message, "!", height=_HEIGHT, width=_WIDTH)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _first(sheet: Any, row: int, column: int) -> Any:
    area = next(
        area
        for area in sheet.merged_cells.ranges
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col
    )
    return sheet.cell(area.min_row, area.min_col)


class _Copy:
    """A workbook of the same sheets and values, written row by row."""

    def __init__(self, out: io.BytesIO) -> None:
        self.book = xlsxwriter.Workbook(
            out,
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self.formats = {
            (colour, is_day): self.book.add_format(
                ({"bg_color": f"#{colour}"} if colour else {})
                | ({"num_format": "dd/mm/yyyy"} if is_day else {})
            )
            for colour in ("", FAULT, NOTE)
            for is_day in (True, False)
        }

    def sheet(self, name: str, marks: dict[tuple[int, int], tuple[str, bool]]) -> _CopiedSheet:
        """Begin a sheet."""
        return _CopiedSheet(self, self.book.add_worksheet(name), marks)


class _CopiedSheet:
    def __init__(
        self, copy: _Copy, sheet: Any, marks: dict[tuple[int, int], tuple[str, bool]]
    ) -> None:
        self.copy, self.sheet, self.marks = copy, sheet, marks
        self.left = sorted(marks)

    def row(self, number: int, values: list[Plain]) -> None:
        """Write a row, and the marks of empty cells up to its end."""
        for column, value in enumerate(values, start=1):
            if value is not None:
                self._write(number, column, value)
        self._write_marks(number, values)

    def _write(self, number: int, column: int, value: Plain) -> None:
        message, is_fault = self.marks.get((number, column), ("", False))
        colour = (FAULT if is_fault else NOTE) if message else ""
        if isinstance(value, list) and len(value) == 1:
            style = self.copy.formats[colour, True]
            self.sheet.write_number(number - 1, column - 1, value[0], style)
            return
        plain = value[0] if isinstance(value, list) else value
        style = self.copy.formats[colour, False]
        if isinstance(plain, str) and plain:
            inner = self.copy.formats["", False]
            write_words(self.sheet, number - 1, column - 1, plain, style, inner)
        else:
            self.sheet.write(number - 1, column - 1, plain, style)

    def _write_marks(self, number: int, values: list[Plain]) -> None:
        while self.left and self.left[0][0] <= number:
            row, column = self.left.pop(0)
            message, is_fault = self.marks[row, column]
            is_held = column <= len(values) and values[column - 1] is not None
            if row == number and not is_held:
                style = self.copy.formats[FAULT if is_fault else NOTE, False]
                self.sheet.write_blank(row - 1, column - 1, None, style)
            if row <= 1_048_576:
                about = {"x_scale": 2, "y_scale": 1.5}
                self.sheet.write_comment(row - 1, column - 1, message, about)


def copied(path: Path, kind: str, marks: Marks) -> bytes:
    """Return a new workbook of the same values, with marks."""
    out = io.BytesIO()
    copy = _Copy(out)
    if kind == "csv":
        read_text(path, copy.sheet(SHEET, marks.get(SHEET, {})).row)
    else:
        with opened(path) as archive:
            book, budget = read_book(archive), Budget()
            for part in book.sheets:
                sheet = copy.sheet(part.name, marks.get(part.name, {}))
                SheetReader(part.name, book, budget, sheet.row).read(archive, part.part)
    copy.book.close()
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Print the file that the arguments name, marked, in place or as a copy."""
    confine(cpu=limits.MARK_CPU_SECONDS, file=limits.MARK_FILE)
    path, name, how = Path(arguments[0]), arguments[1], arguments[2]
    marks = gathered(json.load(sys.stdin))
    kind = kind_of(path, name)
    if how == "in_place":
        opened(path).close()
        marked = in_place(path, marks)
    else:
        marked = copied(path, kind, marks)
    sys.stdout.buffer.write(marked)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
