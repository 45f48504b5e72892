"""Text as print can show it, in parts or smaller where it would not fit."""

from __future__ import annotations

import re
from typing import Any

from apps.reports.renderers import paper
from apps.reports.renderers.letters import spelled
from apps.reports.renderers.plain import printable

# Some text, or, where it must be parted to fit, its parts.
Said = str | list[str]

_WIDEST = 1.0  # no letter is wider than its size
_SMALLEST = 0.65  # the least share of its size that a figure is printed in to fit its cell
_PARTS = re.compile(r"\S[^\S\n]*[\u0300-\u036f\u200d\ufe0f]*|\s")
_BREAKS = re.compile("([ \\n]+)")


def said(text: str, room: float = 0, size: float = paper.BODY) -> Said:
    """Return text that print can show; with room given, words longer than it are parted."""
    shown = spelled(printable(text))
    return _parted(shown, room, size) if room and _may_exceed(shown, room, size) else shown


def _longest(text: str, size: float) -> float:
    """Return the length of the longest stretch that no line may break, in points."""
    return max(paper.length(word, size, is_bold=True) for word in _BREAKS.split(text))


def _may_exceed(text: str, room: float, size: float) -> bool:
    return len(text) * size * _WIDEST > room and _longest(text, size) > room


def _parted(text: str, room: float, size: float) -> list[str]:
    """Return the text in parts between which a line may break: within long words only."""
    parts = [""]
    for word in _BREAKS.split(text):
        if paper.length(word, size, is_bold=True) <= room:
            parts[-1] += word
        else:
            parts += _PARTS.findall(word)
            parts.append("")
    return [part for part in parts if part]


def fitted(text: str, is_bold: bool, room: float, size: float) -> Any:
    """Return a cell: its text alone, or with how it is printed if that is not as all others."""
    shown = spelled(printable(text))
    fitting: Said = shown
    if _may_exceed(shown, room, size):
        needed = _longest(shown, size)
        if room / needed >= _SMALLEST:
            return {"text": shown, "bold": is_bold, "size": size * room / needed}
        fitting = _parted(shown, room, size)
    return {"text": fitting, "bold": True, "size": size} if is_bold else fitting
