"""A chart of bullets in a workbook: its figures as numbers, and a chart of its own over them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from apps.reports.document import Bar, Bullets, Span
from apps.reports.renderers.plain import printable
from apps.reports.renderers.sheets.looks import HATCHED, dash, insert
from apps.reports.renderers.sheets.page import Page

_SIZE = 13
_SHARES = (0.36, 0.12, 0.12, 0.12, 0.14, 0.14)
_HEIGHT = 200.0
_DARK = "#8C8C8C"
_BOXED = {"border": 1, "valign": "vcenter"}


def bullets(block: Bullets, page: Page) -> None:
    """Write what a chart shows as figures, and below them the chart; it follows their changes."""
    page.across(block.caption, bold=True, align="center")
    columns = page.split(_SHARES)
    if columns is None:
        page.across(block.description, italic=True)
        return
    page.set_height(_SIZE * 1.5)
    for at, head in zip(columns, ("", *block.key, "", ""), strict=True):
        page.place(at, (Span(head),), bold=True, align="center", **_BOXED)
    page.row += 1
    first = page.row
    for bar in block.bars:
        _row(bar, columns, page)
    if block.bars:
        _draw(block, [column for column, _last in columns], (first, page.row - 1), page)
    page.skip()


def _row(bar: Bar, columns: list[tuple[int, int]], page: Page) -> None:
    words = (bar.label, bar.text, bar.text, bar.text, bar.text, bar.verdict)
    aligned = ("left", "right", "right", "right", "center", "center")
    page.beside(
        [
            (at, (Span(text),), {"align": align, **_BOXED})
            for at, text, align in zip(columns, words, aligned, strict=True)
        ]
    )
    shares = (bar.met, bar.possible - bar.met, bar.threshold)
    for (first, _last), share in zip(columns[1:4], shares, strict=True):
        page.book.value(page.sheet, page.row - 1, first, share, bar.text, **_BOXED)


def _draw(block: Bullets, columns: list[int], rows: tuple[int, int], page: Page) -> None:
    """Draw what meets and what may meet on one another, and each threshold as a dash across."""
    label, met, unknown, threshold = columns[:4]
    bars = page.book.book.add_chart({"type": "column", "subtype": "stacked"})
    dashes = page.book.book.add_chart({"type": "line"})
    looks: tuple[tuple[Any, int, dict[str, Any]], ...] = (
        (bars, met, {"fill": {"color": _DARK}, "gap": 80}),
        (bars, unknown, HATCHED),
        (dashes, threshold, {"line": {"none": True}, "marker": dash(16)}),
    )
    name = page.sheet.get_name()
    for (chart, column, look), key in zip(looks, block.key, strict=True):
        chart.add_series(
            {
                "name": printable(key),
                "categories": [name, rows[0], label, rows[1], label],
                "values": [name, rows[0], column, rows[1], column],
                **look,
            }
        )
    bars.combine(dashes)
    bars.set_legend({"position": "bottom"})
    axis = {"min": 0, "max": _top(block), "num_format": "0%"}
    bars.set_y_axis({**axis, "major_gridlines": {"visible": False}})
    insert(bars, page, _HEIGHT, block.description)


def _top(block: Bullets) -> float:
    """Return where the axis ends: at 100 %, or above what is more."""
    most = max(max(bar.possible, bar.threshold) for bar in block.bars)
    return float(max(1, -(-most // Fraction(1, 2)) / 2))
