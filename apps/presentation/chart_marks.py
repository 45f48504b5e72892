"""Lines, grounds and words on charts over time, and their colours."""

from __future__ import annotations

from datetime import date
from typing import Any

INK, INK_2, INK_3 = "#16242A", "#43535B", "#5B6A72"
LINE, GROUND, NOTICE = "#DAE1E4", "#F0F3F4", "#6B5310"
ACCENT, OLDER, SLATE = "#146A78", "#7C8A91", "#4F5B78"

Figure = dict[str, Any]


def upright(day: date, color: str, width: float, dash: str = "solid") -> Figure:
    """Draw a line from top to bottom at a day."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": day.isoformat(),
        "x1": day.isoformat(),
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": color, "width": width, "dash": dash},
    }


def ground(start: date, end: date) -> Figure:
    """Lay a paler ground between two days."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": start.isoformat(),
        "x1": end.isoformat(),
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "fillcolor": GROUND,
        "line": {"width": 0},
    }


def note(day: date, text: str, *, color: str = INK_2, weight: int = 400, **more: Any) -> Figure:
    """Write words at a line. No markup in them: Plotly would turn it into inline style."""
    placed = {"yref": "paper", "y": 1, "yanchor": "bottom", "xanchor": "right"}
    return {
        "xref": "x",
        "x": day.isoformat(),
        "text": text,
        "showarrow": False,
        "font": {"color": color, "size": 12, "weight": weight},
        "bgcolor": "rgba(255,255,255,0.75)",
        "borderpad": 1,
        **placed,
        **more,
    }
