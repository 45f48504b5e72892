"""Tables of figures: heads that are repeated, rows that stay whole, columns of fixed widths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from apps.reports.document import Cell, Row, Span, Table
from apps.reports.renderers import heads, paper, widths
from apps.reports.renderers.word.elements import (
    TWIPS_IN_POINT,
    cell,
    element,
    gap,
    paragraph,
    row,
    table,
    twips,
)

_ALIGN = {"left": "", "centre": "center", "right": "right"}
_SUFFIX = {"normal": "", "small": "Small", "tiny": "Tiny"}
# Points that a cell keeps free at both sides together, as the styles of tables say, with borders.
_PADDING = {"normal": 6.2, "small": 6.2, "tiny": 1.9}
# A row with more letters in one cell may be higher than a page, and must then be split.
_LONG = 600
# Rows of a table that a signature never stands without.
_KEPT_ROWS = 2
_Widths = Sequence[int]


def figures(block: Table, width: float, *, keeps_next: bool = False) -> list[Any]:
    """Set a table with its caption, measure and note on a width in millimetres.

    ``keeps_next`` holds its last rows on the page of what follows it.
    """
    columns = _widths(block, width)
    style = "FiguresTiny" if block.size == "tiny" else "Figures"
    rows = [*_head(block, columns), *_rows(block, columns, keeps_next=keeps_next)]
    made = [paragraph("Caption", block.caption)] if block.caption else []
    if block.measure:
        made.append(paragraph("TableMeasure", block.measure))
    made.append(table(style, columns, *rows, description=block.caption or block.name))
    note = paragraph("TableNote", block.note, keeps_next=keeps_next)
    made.append(note if block.note else gap(keeps_next=keeps_next))
    return made


def _widths(block: Table, width: float) -> list[int]:
    points = twips(width) / TWIPS_IN_POINT
    fitted = widths.fitted(block, points, _PADDING[block.size])
    return [round(column * TWIPS_IN_POINT) for column in fitted]


def _head(block: Table, columns: _Widths) -> list[Any]:
    padding = _PADDING[block.size]
    free = [(at / TWIPS_IN_POINT - padding) / widths.SAFETY for at in columns]
    head = heads.placed(block.head, free, paper.TABLE_SIZES[block.size])
    style = f"TableHead{_SUFFIX[block.size]}"
    rows = [
        row(*_head_cells(head, number, columns, style), is_head=True, height=_height(head, number))
        for number in range(len(block.head))
    ]
    if block.numbers:
        numbers = [
            cell(at, paragraph(style, (Span(number, is_italic=True),)))
            for at, number in zip(columns, block.numbers, strict=True)
        ]
        rows.append(row(*numbers, is_head=True))
    return rows


def _height(head: heads.Head, number: int) -> float:
    """Return the least height of a row, which only a head with turned words needs to be told."""
    return head.heights[number] if any(placed.is_turned for placed in head.cells) else 0


def _head_cells(head: heads.Head, number: int, columns: _Widths, style: str) -> list[Any]:
    """Return the cells of one row, with those that continue a cell above."""
    standing = [at for at in head.cells if at.row <= number < at.row + at.down]
    return [
        _head_cell(at, number, columns, style) for at in sorted(standing, key=lambda at: at.column)
    ]


def _head_cell(at: heads.Placed, number: int, columns: _Widths, style: str) -> Any:
    is_first = at.row == number
    properties = [element("w:gridSpan", val=at.across)] if at.across > 1 else []
    if at.down > 1:
        properties.append(element("w:vMerge", val="restart" if is_first else "continue"))
    if at.is_turned:
        properties.append(element("w:textDirection", val="btLr"))
    properties.append(element("w:vAlign", val="center"))
    return cell(
        sum(columns[at.column : at.column + at.across]),
        paragraph(style, at.text if is_first else ""),
        properties=properties,
    )


def _rows(block: Table, columns: _Widths, *, keeps_next: bool) -> list[Any]:
    style = f"TableText{_SUFFIX[block.size]}"
    kept = _KEPT_ROWS if keeps_next else int(bool(block.note))
    first = len(block.rows) - kept
    return [
        _row(block, given, columns, style, keeps_next=number >= first)
        for number, given in enumerate(block.rows)
    ]


def _row(block: Table, given: Row, columns: _Widths, style: str, *, keeps_next: bool) -> Any:
    is_bold = given.role != "plain"
    cells = [
        _cell(at, _ALIGN[column.align], width, style, is_bold=is_bold, keeps_next=keeps_next)
        for at, column, width in zip(given.cells, block.columns, columns, strict=True)
    ]
    may_split = any(len(at.text) > _LONG for at in given.cells)
    return row(*cells, may_split=may_split)


def _cell(
    given: Cell, align: str, width: int, style: str, *, is_bold: bool, keeps_next: bool
) -> Any:
    words = (Span(given.text, is_bold=is_bold or given.is_bold),)
    return cell(
        width,
        paragraph(style, words, align=align, keeps_next=keeps_next),
        properties=[element("w:vAlign", val="center")],
    )
