"""Charts as plain values, for the template that draws them."""

from __future__ import annotations

from typing import Any

from apps.reports.document import Bullets, Step, Waterfall
from apps.reports.renderers.fitting import said
from apps.reports.renderers.plain import printable

_STEPS = ((1, 2), (2, 5), (4, 10), (6, 20), (10, 25))
_LABEL = 11


def bullets(block: Bullets, room: float) -> dict[str, Any]:
    """Return a chart of bullets on a scale from 0 that holds all of them."""
    scale, step = _scale(float(max((max(bar.possible, bar.threshold) for bar in block.bars),
                                   default=1)))  # fmt: skip
    return {
        "kind": "bullets",
        "caption": said(block.caption, room),
        "description": printable(block.description),
        "key": [said(word) for word in block.key],
        "ticks": [[100 * tick / scale, f"{tick}\u00a0%"] for tick in range(0, scale + 1, step)],
        "bars": [
            {
                "label": said(bar.label, room / 3, _LABEL),
                "met": float(bar.met) * 1e4 / scale,
                "possible": float(bar.possible) * 1e4 / scale,
                "threshold": float(bar.threshold) * 1e4 / scale,
                "text": said(bar.text),
                "verdict": said(bar.verdict),
            }
            for bar in block.bars
        ],
    }


def _scale(largest: float) -> tuple[int, int]:
    """Return where the axis of a chart ends and how far its ticks are apart, in hundredths."""
    tenths, step = next(
        ((tenths, step) for tenths, step in _STEPS if tenths >= largest * 10), _STEPS[-1]
    )
    return tenths * 10, step


def waterfall(block: Waterfall, room: float) -> dict[str, Any]:
    """Return a waterfall on a scale from the least to the most that the count comes to."""
    low = min((min(step.start, step.end) for step in block.steps), default=0)
    high = max((max(step.start, step.end) for step in block.steps), default=0)
    return {
        "kind": "waterfall",
        "caption": said(block.caption, room),
        "description": printable(block.description),
        "key": [said(word) for word in block.key],
        "steps": [_step(step, low, max(high - low, 1), room) for step in block.steps],
    }


def _step(step: Step, low: int, span: int, room: float) -> dict[str, Any]:
    left, right = sorted((step.start, step.end))
    return {
        "label": said(step.label, room / 3, _LABEL),
        "text": said(step.text),
        "from": 100 * (left - low) / span,
        "to": 100 * (right - low) / span,
        "end": 100 * (step.end - low) / span,
        "rises": step.end > step.start,
        "whole": step.is_whole,
    }
