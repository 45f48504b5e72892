"""Figures for Plotly as plain dictionaries, in one manner: the same colours, fonts and marks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from apps.metrics.trends.series import Counts, Trend
from apps.presentation import numbers
from apps.presentation.chart_marks import (
    ACCENT,
    INK,
    INK_3,
    LINE,
    NOTICE,
    OLDER,
    SLATE,
    Figure,
    ground,
    note,
    upright,
)

FONT = '-apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'
_HUNDRED = 100


Ahead = Sequence[tuple[date, Counts]]


def trend_figure(
    trend: Trend, *, due_on: date, day: date, is_today: bool, ahead: Ahead = ()
) -> Figure:
    """Return a unit's ratio over time: threshold, due date, breaks at reorganisations.

    ``day`` is the day whose figures are shown; what lies after it is drawn on a paler ground,
    with ``ahead`` as a dashed line that ends in an open square.
    """
    pieces = _pieces(trend)
    data = [_line(trend, piece, is_last=piece == pieces[-1]) for piece in pieces]
    last = _last(trend)
    if last:
        data += _ending(*last)
        data += _foreseen([last, *(point for point in ahead if point[0] > last[0])])
    layout = _layout(trend, due_on, day, is_today)
    layout["yaxis"]["range"] = _y_range([*(counts for _day, counts in ahead), *trend.counts])
    return {"data": [*data, _threshold(trend, due_on)], "layout": layout}


def _foreseen(points: Ahead) -> list[Figure]:
    """Draw what is known of the days ahead, from the last figure on."""
    if len(points) < 2:
        return []
    ends = len(points) - 1
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [day.isoformat() for day, _counts in points],
            "y": [_ratio(counts) for _day, counts in points],
            "text": [_said(counts, in_fives=False) for _day, counts in points],
            "line": {"color": ACCENT, "width": 2, "dash": "dash"},
            "marker": {
                "color": ACCENT,
                "symbol": "square-open",
                "size": [0] * ends + [10],
                "line": {"width": 2},
            },
            "hovertemplate": "%{x|%d/%m/%Y}<br>%{text}<extra></extra>",
            "cliponaxis": False,
            "showlegend": False,
        }
    ]


def _pieces(trend: Trend) -> list[range]:
    """Cut the series where the units were reorganised."""
    cuts = [next(i for i, day in enumerate(trend.days) if day >= cut) for cut in trend.breaks]
    edges = sorted({0, len(trend.days), *cuts})
    return [range(a, b) for a, b in zip(edges, edges[1:], strict=False) if a < b]


def _ratio(counts: Counts | None) -> float | None:
    """Return a percentage for drawing only; what is read is written by numbers."""
    if counts is None or not sum(counts[:3]):
        return None
    return round(_HUNDRED * counts[0] / sum(counts[:3]), 4)


def _said(counts: Counts | None, *, in_fives: bool) -> str:
    if counts is None or not sum(counts[:3]):
        return ""
    met, not_met, unknown, threshold_bp = counts
    population = met + not_met + unknown
    write = numbers.about_percent if in_fives else numbers.percent_range
    ratio = write(met, unknown, population, threshold_bp)
    return f"{ratio} ({numbers.parts(met, population)})"


def _line(trend: Trend, piece: range, *, is_last: bool) -> Figure:
    # Counts hold for many days: each is worked out once.
    distinct = {trend.counts[i] for i in piece}
    ratios = {counts: _ratio(counts) for counts in distinct}
    said = {counts: _said(counts, in_fives=trend.in_fives) for counts in distinct}
    return {
        "type": "scatter",
        "mode": "lines" if len(piece) > 1 else "markers",
        "x": [trend.days[i].isoformat() for i in piece],
        "y": [ratios[trend.counts[i]] for i in piece],
        "text": [said[trend.counts[i]] for i in piece],
        "line": {"color": ACCENT if is_last else OLDER, "width": 2},
        "hovertemplate": "%{x|%d/%m/%Y}<br>%{text}<extra></extra>",
        "showlegend": False,
    }


def _last(trend: Trend) -> tuple[date, Counts] | None:
    if trend.counts and (counts := trend.counts[-1]) and sum(counts[:3]):
        return trend.days[-1], counts
    return None


def _ending(day: date, counts: Counts) -> list[Figure]:
    """Mark the last figure, with a whisker over what unknown records leave open."""
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [day.isoformat()],
            "y": [_ratio(counts)],
            "marker": {"color": ACCENT, "size": 8},
            "error_y": {
                "type": "data",
                "symmetric": False,
                "array": [_open(counts)],
                "arrayminus": [0],
                "color": SLATE,
                "thickness": 2,
                "width": 4,
                "visible": bool(counts[2]),
            },
            "hoverinfo": "skip",
            "cliponaxis": False,
            "showlegend": False,
        }
    ]


def _open(counts: Counts) -> float:
    """Return how many percent the unknown records leave open, for drawing only."""
    return _HUNDRED * counts[2] / sum(counts[:3])


def _threshold(trend: Trend, due_on: date) -> Figure:
    """Draw the threshold, in steps where a version changed it, up to the end of the axis."""
    steps: list[tuple[date, int]] = []
    for day, counts in zip(trend.days, trend.counts, strict=True):
        if counts and (not steps or steps[-1][1] != counts[3]):
            steps.append((day, counts[3]))
    if steps:
        steps.append((max(due_on, trend.days[-1]), steps[-1][1]))
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [day.isoformat() for day, _bp in steps],
        "y": [bp / _HUNDRED for _day, bp in steps],
        "line": {"color": INK, "width": 1.5, "shape": "hv"},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _layout(trend: Trend, due_on: date, day: date, is_today: bool) -> Figure:
    end = max(trend.days[-1], due_on) if trend.days else due_on
    start = trend.days[0] if trend.days else day
    margin = timedelta(days=max(10, (end - start).days // 60))
    ahead = due_on > day
    shapes = [upright(day, INK_3, 1), upright(due_on, INK, 1.5)]
    if ahead:
        shapes.insert(0, ground(day, due_on))
    shapes += [upright(cut, "#B9A25A", 1, dash="dot") for cut in trend.breaks]
    return {
        "font": {"family": FONT, "size": 12, "color": INK_3},
        "separators": ",." if numbers.is_vietnamese() else ".,",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 44, "r": 12, "t": 40, "b": 26},
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": "#FFFFFF", "bordercolor": INK_3, "font": {"color": INK}},
        "dragmode": False,
        "xaxis": {
            "type": "date",
            "range": [(start - margin).isoformat(), (end + margin).isoformat()],
            "showgrid": False,
            "tickformat": "%Y" if (end - start).days > 800 else "%m/%Y",
            "dtick": "M12" if (end - start).days > 800 else None,
            "linecolor": LINE,
            "showline": True,
            "fixedrange": True,
        },
        "yaxis": {
            "range": _y_range(trend.counts),
            "ticksuffix": f"{numbers.NBSP}%",
            "nticks": 6,
            "gridcolor": LINE,
            "zeroline": False,
            "fixedrange": True,
        },
        "shapes": shapes,
        "annotations": _notes(trend, due_on, day, is_today),
    }


def _y_range(counts: Sequence[Counts | None]) -> list[float]:
    """Return an axis with every figure, the threshold and air; a line may start above 0."""
    distinct = set(counts)
    values = [value for found in distinct if (value := _ratio(found)) is not None]
    values += [found[3] / _HUNDRED for found in distinct if found]
    if counts and (last := counts[-1]) and sum(last[:3]):
        values.append(_HUNDRED * (last[0] + last[2]) / sum(last[:3]))
    low, high = min(values, default=0.0), max(values, default=100.0)
    air = max(1.0, (high - low) * 0.18)
    return [max(0.0, low - air), min(high + air, 104.0)]


def _side(day: date, trend: Trend, due_on: date) -> str:
    """Return the end of words at a day that keeps them within a narrow chart."""
    start = trend.days[0] if trend.days else day
    end = max(trend.days[-1], due_on) if trend.days else due_on
    return "left" if (day - start) * 2 < end - start else "right"


def _notes(trend: Trend, due_on: date, day: date, is_today: bool) -> list[Figure]:
    """Name the lines and the last figure where they stand."""
    shown = _day_notes(due_on, day, is_today, side=_side(day, trend, due_on))
    notes = [*shown, *_break_notes(trend, due_on)]
    counts = next((found for found in trend.counts if found), None)
    if counts:
        words = _("Threshold %(share)s") % {"share": numbers.threshold(counts[3])}
        level = {"yref": "y", "y": counts[3] / _HUNDRED, "xanchor": "left"}
        notes.append(note(trend.days[0], words, color=INK, weight=600, **level))
    if last := _last(trend):
        at_day, found = last
        at = {
            "yref": "y",
            "y": (_ratio(found) or 0) + _open(found),
            "yshift": 8,
            "xanchor": _side(at_day, trend, due_on),
        }
        notes.append(
            note(at_day, _said(found, in_fives=trend.in_fives), color=INK, weight=600, **at)
        )
    return notes


def _day_notes(due_on: date, day: date, is_today: bool, *, side: str) -> list[Figure]:
    """Name the day shown and the due date, one above the other so that they cannot meet."""
    now = _("Today %(day)s") if is_today else _("Figures of %(day)s")
    due = _("Due %(day)s") % {"day": numbers.day(due_on)}
    return [
        note(day, now % {"day": numbers.day(day)}, yshift=16, xanchor=side),
        note(due_on, due, color=INK),
    ]


def _break_notes(trend: Trend, due_on: date) -> list[Figure]:
    """Name the reorganisations at the foot, the earlier above the later."""
    notes = []
    end = max(trend.days[-1], due_on) if trend.days else due_on
    for i, day in enumerate(reversed(trend.breaks)):
        words = _("%(day)s: reorganised") % {"day": numbers.day(day)}
        is_late = (end - day) < 0.3 * (end - trend.days[0])
        place: dict[str, Any] = {
            "y": 0,
            "yshift": 2 + 18 * i,
            "xanchor": "right" if is_late else "left",
        }
        notes.append(note(day, words, color=NOTICE, **place))
    return notes
