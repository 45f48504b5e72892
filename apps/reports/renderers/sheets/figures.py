"""A table on a sheet of its own: numbers as numbers, its head in sight and on each printed page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from apps.reports.document import HeadCell, Row, Span, Table
from apps.reports.renderers import heads, paper, widths
from apps.reports.renderers.sheets.book import SIZE
from apps.reports.renderers.sheets.page import HIGHEST, Page

_PADDING = 6.0
_LOWEST = 17.0
_ALIGN = {"left": "left", "centre": "center", "right": "right"}
_HEAD_FILL, _GROUP_FILL = "#E7ECF2", "#F4F6F8"
# A frozen head higher than this would leave no room for rows on a small screen, in points.
_FROZEN = 330.0


def column_widths(table: Table, whole: float) -> list[float]:
    """Return the widths of a table's columns on a sheet, spread where cells hold several figures.

    The printed widths are scaled to the size of print on screens.
    """
    scale = SIZE / paper.TABLE_SIZES[table.size]
    raised = widths.raised(table, whole, _PADDING / scale)
    return [
        share
        for column, width in zip(table.columns, raised, strict=True)
        for share in _shares(column.spread, width * scale)
    ]


def _shares(spread: Sequence[str], width: float) -> list[float]:
    if not spread:
        return [width]
    named = [paper.longest_word(name, SIZE, is_bold=True) + _PADDING for name in spread]
    return [max(least, width / len(spread) + _PADDING / 2) for least in named]


def write_figures(table: Table, page: Page) -> None:
    """Write a table from the page's present row on, with its caption, measure and note."""
    if table.caption:
        page.across(table.caption, bold=True, align="center", font_size=13)
    if table.measure:
        page.across(table.measure, italic=True, align="right")
    first = page.row
    _write_head(table, page)
    page.sheet.repeat_rows(first, page.row - 1)
    if page.height <= _FROZEN:
        page.sheet.freeze_panes(page.row, 0)
    for row in table.rows:
        _write_row(table, row, page)
    if table.note:
        page.across(table.note, italic=True)


def _write_head(table: Table, page: Page) -> None:
    rows = _spread_head(table)
    free = [width - _PADDING for width in page.widths]
    head = heads.placed(rows, free, SIZE)
    boxed = {"bold": True, "align": "center", "valign": "vcenter", "border": 1}
    start = page.row
    for cell in head.cells:
        page.row = start + cell.row
        turned = {"rotation": 90} if cell.is_turned else {}
        _place_head(page, cell, bg_color=_HEAD_FILL, **boxed, **turned)
    for number, height in enumerate(head.heights):
        page.row = start + number
        page.set_height(height + _PADDING / 2)
    page.row = start + len(rows)
    if table.numbers:
        place = 0
        for column, said in zip(table.columns, table.numbers, strict=True):
            last = place + max(1, len(column.spread)) - 1
            page.place((place, last), (Span(said),), italic=True, align="center", border=1)
            place = last + 1
        page.row += 1


def _place_head(page: Page, cell: heads.Placed, **manner: Any) -> None:
    last_row, last = page.row + cell.down - 1, cell.column + cell.across - 1
    given = {"text_wrap": True} | manner
    if cell.down > 1 or cell.across > 1:
        format_ = page.book.format(**given)
        page.sheet.merge_range(page.row, cell.column, last_row, last, "", format_)
    page.book.text(page.sheet, page.row, cell.column, cell.text, **given)


def _spread_head(table: Table) -> list[list[HeadCell]]:
    """Return the head over the spread columns, with a row more for their names."""
    counts = [max(1, len(column.spread)) for column in table.columns]
    if sum(counts) == len(counts):
        return [list(row) for row in table.head]
    rows: list[list[HeadCell]] = [[] for _ in table.head]
    named = [list(column.spread) or [""] for column in table.columns]
    is_named = [True] * len(counts)
    for row, column, cell in heads.positions(table.head):
        covered = range(column, column + cell.across)
        down = cell.down
        if row + down >= len(table.head) and all(counts[at] == 1 for at in covered):
            down += 1
            for at in covered:
                is_named[at] = False
        rows[row].append(HeadCell(cell.text, sum(counts[at] for at in covered), down))
    names = [
        HeadCell(name) for own, is_so in zip(named, is_named, strict=True) if is_so for name in own
    ]
    return [*rows, names]


def _write_row(table: Table, row: Row, page: Page) -> None:
    fill = {} if row.role == "plain" else {"bg_color": _GROUP_FILL}
    place, high = 0, _LOWEST
    for column, cell in zip(table.columns, row.cells, strict=True):
        manner = {"border": 1, "valign": "vcenter", "text_wrap": True, **fill}
        manner["align"] = _ALIGN[column.align]
        if cell.is_bold or row.role != "plain":
            manner["bold"] = True
        for number in range(max(1, len(column.spread))):
            value = cell.value_of(number)
            page.book.value(page.sheet, page.row, place, value, cell.text, **manner)
            if isinstance(value, str):
                high = max(high, page.height_of((Span(value),), (place, place), manner))
            place += 1
    page.set_height(min(high, HIGHEST))
    page.row += 1
