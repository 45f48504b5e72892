"""A waterfall in a workbook: its figures as numbers, and floating columns over them."""

from __future__ import annotations

from typing import Any

from apps.reports.document import Span, Step, Waterfall
from apps.reports.renderers.plain import printable
from apps.reports.renderers.sheets.looks import HATCHED, dash, insert
from apps.reports.renderers.sheets.page import Page

_SIZE = 13
_SHARES = (0.4, 0.15, 0.15, 0.15, 0.15)
_HEIGHT = 190.0
_DARK = "#595959"
_BOXED = {"border": 1, "valign": "vcenter"}


def waterfall(block: Waterfall, page: Page) -> None:
    """Write the steps as figures, and below them the chart; it follows their changes."""
    page.across(block.caption, bold=True, align="center")
    columns = page.split(_SHARES)
    if columns is None:
        page.across(block.description, italic=True)
        return
    page.set_height(_SIZE * 1.5)
    for at, head in zip(columns, ("", block.lower, *block.key), strict=True):
        page.place(at, (Span(head),), bold=True, align="center", **_BOXED)
    page.row += 1
    first = page.row
    for step in block.steps:
        _row(step, columns, page)
    _draw(block, [column for column, _last in columns], (first, page.row - 1), page)
    page.skip()


def _row(step: Step, columns: list[tuple[int, int]], page: Page) -> None:
    """Write where a bar floats, how far it rises or falls, and the count after it."""
    rise, fall = max(step.end - step.start, 0), max(step.start - step.end, 0)
    numbers = (min(step.start, step.end), rise or None, fall or None, step.end)
    words = (step.label, *("" if number is None else str(number) for number in numbers))
    aligned = ("left", *("right" for _number in numbers))
    page.beside(
        [
            (at, (Span(text),), {"align": align, **_BOXED})
            for at, text, align in zip(columns, words, aligned, strict=True)
        ]
    )
    for (first, _last), number in zip(columns[1:], numbers, strict=True):
        if number is not None:
            page.book.value(page.sheet, page.row - 1, first, number, str(number), **_BOXED)


def _draw(block: Waterfall, columns: list[int], rows: tuple[int, int], page: Page) -> None:
    """Draw rises and falls on columns that are not seen, and each count as a dash across."""
    label, low, rise, fall, count = columns
    bars = page.book.book.add_chart({"type": "column", "subtype": "stacked"})
    dashes = page.book.book.add_chart({"type": "line"})
    looks: tuple[tuple[Any, int, str, dict[str, Any]], ...] = (
        (bars, low, block.lower, {"fill": {"none": True}, "border": {"none": True}, "gap": 60}),
        (bars, rise, block.key[0], {"fill": {"color": _DARK}}),
        (bars, fall, block.key[1], HATCHED),
        (dashes, count, block.key[2], {"line": {"none": True}, "marker": dash(14)}),
    )
    name = page.sheet.get_name()
    for chart, column, key, look in looks:
        chart.add_series(
            {
                "name": printable(key),
                "categories": [name, rows[0], label, rows[1], label],
                "values": [name, rows[0], column, rows[1], column],
                **look,
            }
        )
    bars.combine(dashes)
    bars.set_legend({"position": "bottom", "delete_series": [0]})
    ends = [end for step in block.steps for end in (step.start, step.end)]
    room = max(1, (max(ends) - min(ends)) // 5)
    axis = {"min": max(0, min(ends) - room), "max": max(ends) + room, "num_format": "0"}
    bars.set_y_axis({**axis, "major_gridlines": {"visible": False}})
    insert(bars, page, _HEIGHT, block.description)
