"""Widths of columns: their shares of the whole, moved where a word or a figure would break."""

from __future__ import annotations

from collections.abc import Sequence

from apps.reports.document import Table
from apps.reports.renderers import heads, paper

# A printed word is a little longer in some programs than its letters say.
SAFETY = 1.04
# No word asks for more than this share of the whole: a name of 2,000 letters must break.
_GREATEST = 0.2
# Letters of a figure with its signs: "≥ 100 %".
_SHORT = 8
# A head's words may move so much of the whole; beyond that they are turned instead.
_MOVED_BY_HEADS, _RAISED_BY_HEADS = 0.05, 0.12


def fitted(table: Table, width: float, padding: float) -> list[float]:
    """Return the widths of a table's columns, in the unit of ``width``: points.

    ``padding`` is what a cell keeps free at both sides together.
    """
    return _moved(_shares(table, width), _wanted(table, width, padding, _MOVED_BY_HEADS))


def raised(table: Table, width: float, padding: float) -> list[float]:
    """Return the widths of columns that may together be wider than their whole."""
    wanted = _wanted(table, width, padding, _RAISED_BY_HEADS)
    return [max(pair) for pair in zip(_shares(table, width), wanted, strict=True)]


def _wanted(table: Table, width: float, padding: float, greatest: float) -> list[float]:
    """Return what the columns' rows need, and their heads if that takes no more than so much."""
    shares, most, size = _shares(table, width), width * _GREATEST, paper.TABLE_SIZES[table.size]
    rows, above = (
        [min(most, long * SAFETY + padding) for long in longest]
        for longest in (_longest(table, size), _heads(table, size))
    )
    both = [max(pair) for pair in zip(rows, above, strict=True)]
    return both if _lacking(shares, both) <= width * greatest else rows


def _shares(table: Table, width: float) -> list[float]:
    whole = sum(column.width for column in table.columns)
    return [width * column.width / whole for column in table.columns]


def _lacking(shares: Sequence[float], needed: Sequence[float]) -> float:
    return sum(max(0.0, need - share) for share, need in zip(shares, needed, strict=True))


def _moved(shares: Sequence[float], needed: Sequence[float]) -> list[float]:
    """Return shares raised to what they need, at the cost of those that have more."""
    lacking = _lacking(shares, needed)
    spare = sum(max(0.0, share - need) for share, need in zip(shares, needed, strict=True))
    if not lacking:
        return list(shares)
    given, taken = min(1.0, spare / lacking), min(1.0, lacking / spare) if spare else 0.0
    return [
        share + (need - share) * (given if need > share else taken)
        for share, need in zip(shares, needed, strict=True)
    ]


def _longest(table: Table, size: float) -> list[float]:
    longest = [0.0] * len(table.columns)
    for row in table.rows:
        for place, cell in enumerate(row.cells):
            is_bold = cell.is_bold or row.role != "plain"
            word = _unbroken(cell.text, table.columns[place].align, size, is_bold=is_bold)
            longest[place] = max(longest[place], word)
    for place, number in enumerate(table.numbers):
        longest[place] = max(longest[place], paper.length(number, size, is_bold=True))
    return longest


def _unbroken(text: str, align: str, size: float, *, is_bold: bool) -> float:
    """Return the length of what should not be broken: a word, or all of a short figure."""
    if align == "right" and len(text) <= _SHORT:
        return paper.length(text, size, is_bold=is_bold)
    return paper.longest_word(text, size, is_bold=is_bold)


def _heads(table: Table, size: float) -> list[float]:
    """Return the longest word above each column, of the cells that stand over it alone."""
    longest = [0.0] * len(table.columns)
    for _row, column, cell in heads.positions(table.head):
        if cell.across == 1:
            word = paper.longest_word(cell.text, size, is_bold=True)
            longest[column] = max(longest[column], word)
    return longest
