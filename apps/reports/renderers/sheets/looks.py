"""How charts look in a workbook, in greys and hatching, and where they stand."""

from __future__ import annotations

from typing import Any

from apps.reports.renderers.plain import printable
from apps.reports.renderers.sheets.page import Page

_POINTS_TO_PIXELS = 96 / 72
_GREY = "#7F7F7F"
HATCHED: dict[str, Any] = {
    "pattern": {"pattern": "wide_upward_diagonal", "fg_color": _GREY, "bg_color": "#FFFFFF"},
    "border": {"color": _GREY},
}


def dash(size: int) -> dict[str, Any]:
    """Return a mark across a column."""
    black = {"color": "#000000"}
    return {"type": "long_dash", "size": size, "fill": black, "border": black}


def insert(chart: Any, page: Page, height: float, description: str) -> None:
    """Set a chart as wide as the page, so many points high, with its words for a reader aloud."""
    width = sum(page.widths) * _POINTS_TO_PIXELS
    chart.set_size({"width": round(width), "height": round(height * _POINTS_TO_PIXELS)})
    about = {"object_position": 1, "description": printable(description)}
    page.sheet.insert_chart(page.row, 0, chart, about)
    page.skip(height)
