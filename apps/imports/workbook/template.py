"""Writing the template: a sheet a table; and the one-sheet personnel list."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pandas as pd
import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from apps.common.sheets import write_words
from apps.imports.workbook.layout import (
    GUIDE,
    LAYOUTS,
    LISTS,
    PERSONNEL,
    SERIAL,
    Layout,
    cells,
    lists,
)
from apps.imports.workbook.rows import EXAMPLE

Tables = Mapping[str, pd.DataFrame]
# Rows below the last filled one that offer lists and keep text as text.
_SPARE_ROWS = 1_000


def write_template(
    units: Sequence[str], categories: Mapping[str, str], *, tables: Tables | None = None
) -> bytes:
    """Return the workbook with a sheet a table, filled with tables as of an Extract when given.

    ``units`` are the names or paths offered; ``categories`` gives the name of each training's key.
    """
    named = {key: f"{name} [{key}]" for key, name in categories.items()}
    with _Writer(units, named) as writer:
        writer.guide()
        for layout in LAYOUTS:
            writer.table(layout, (tables or {}).get(layout.table))
        writer.lists()
    return writer.bytes


def write_personnel_list(units: Sequence[str], *, people: pd.DataFrame | None = None) -> bytes:
    """Return the one-sheet list as offices keep it, filled with the people when given.

    ``people`` has the columns of layout.PERSONNEL_COLUMNS.
    """
    with _Writer(units, {}) as writer:
        writer.personnel(people)
        writer.guide()
        writer.lists()
    return writer.bytes


class _Writer:
    """Writes a workbook in which nothing is a formula and nothing a link."""

    def __init__(self, units: Sequence[str], categories: dict[str, str]) -> None:
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.buffer,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self.categories = categories
        self.offered = lists(list(units), list(categories.values()))
        self.text = self.book.add_format({"num_format": "@"})
        self.inner = self.book.add_format()
        self.head = self.book.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "align": "center",
                "valign": "vcenter",
                "border": 1,
                "bg_color": "#DCE6F1",
                "num_format": "@",
            }
        )
        self.example = self.book.add_format(
            {"italic": True, "font_color": "#7F7F7F", "num_format": "@"}
        )
        self.title = self.book.add_format({"bold": True, "font_size": 14})
        self.bytes = b""

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *_error: object) -> None:
        self.book.close()
        self.bytes = self.buffer.getvalue()

    def table(self, layout: Layout, frame: pd.DataFrame | None) -> None:
        """Write a sheet of the template: headings, the example, the rows."""
        sheet = self._sheet(layout)
        sheet.write_row(0, 0, [SERIAL, *(field.heading for field in layout.fields)], self.head)
        sheet.freeze_panes(1, 0)
        self._rows(sheet, layout, frame, 1)

    def personnel(self, frame: pd.DataFrame | None) -> None:
        """Write the one-sheet list: a title, two rows of headings, their numbers, the rows."""
        sheet = self._sheet(PERSONNEL)
        sheet.write_string(0, 0, "DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC", self.title)
        sheet.merge_range(2, 0, 3, 0, SERIAL, self.head)
        above: dict[str, list[int]] = {}
        for column, field in enumerate(PERSONNEL.fields, start=1):
            if field.above:
                above.setdefault(field.above, []).append(column)
                sheet.write_string(3, column, field.heading, self.head)
            else:
                sheet.merge_range(2, column, 3, column, field.heading, self.head)
        for heading, columns in above.items():
            sheet.merge_range(2, columns[0], 2, columns[-1], heading, self.head)
        numbers = [f"({number})" for number in range(1, len(PERSONNEL.fields) + 2)]
        sheet.write_row(4, 0, numbers, self.example)
        sheet.freeze_panes(5, 3)
        self._rows(sheet, PERSONNEL, frame, 5)

    def _sheet(self, layout: Layout) -> Worksheet:
        sheet = self.book.add_worksheet(layout.sheet)
        sheet.set_column(0, 0, 7)
        for column, field in enumerate(layout.fields, start=1):
            sheet.set_column(column, column, field.width, self.text)
        return sheet

    def _rows(
        self, sheet: Worksheet, layout: Layout, frame: pd.DataFrame | None, first: int
    ) -> None:
        sheet.write_row(first, 0, [EXAMPLE, *(f.example for f in layout.fields)], self.example)
        rows = [] if frame is None else cells(layout, frame, self.categories)
        for number, row in enumerate(rows, start=1):
            sheet.write_number(first + number, 0, number)
            for column, text in enumerate(row, start=1):
                if text:
                    write_words(sheet, first + number, column, text, self.text, self.inner)
        for column, field in enumerate(layout.fields, start=1):
            if field.group and self.offered[field.group]:
                last = first + len(rows) + _SPARE_ROWS
                sheet.data_validation(first, column, last, column, self._choice(field.group))

    def _choice(self, group: str) -> dict[str, object]:
        at = list(self.offered).index(group)
        letter = xl_col_to_name(at, col_abs=True)
        source = f"='{LISTS}'!{letter}$2:{letter}${len(self.offered[group]) + 1}"
        # Words from elsewhere may be typed: reading them says what is wrong with them.
        return {"validate": "list", "source": source, "error_type": "warning"}

    def lists(self) -> None:
        """Write the lists that cells are chosen from, on a sheet out of sight."""
        sheet = self.book.add_worksheet(LISTS)
        for column, (group, words) in enumerate(self.offered.items()):
            sheet.write_string(0, column, group)
            for row, word in enumerate(words, start=1):
                write_words(sheet, row, column, word, self.inner, self.inner)
        sheet.hide()

    def guide(self) -> None:
        """Write the notes."""
        sheet = self.book.add_worksheet(GUIDE)
        sheet.set_column(0, 0, 110)
        sheet.write_string(0, 0, _("How to fill in this workbook"), self.title)
        for row, note in enumerate(_notes(), start=2):
            sheet.write_string(row, 0, note, self.book.add_format({"text_wrap": True}))


def _notes() -> list[str]:
    return [
        _("A row is one fact: a person, a post, a level, a course or a rating."),
        _("Rows marked “Ví dụ” in the first column show how to write; they are not read."),
        _("Write dates as 15/08/1979, 08/1979 or 1979. Leave empty what is not known."),
        _("Write personal identification numbers as text with all 12 digits."),
        _(
            "A row speaks of the person with its staff number or personal identification number;"
            " without both, of the person with that name and birth date."
        ),
        _("Choose words from lists. Write a unit by its name or its path, parts divided by “/”."),
        _("Columns may be moved or left out. Totals, groups and empty rows are not read."),
    ]
