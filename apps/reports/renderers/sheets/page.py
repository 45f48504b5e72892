"""A sheet that is written from above: words across its columns, or side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from apps.reports.document import Span, Words
from apps.reports.renderers import paper
from apps.reports.renderers.plain import printable
from apps.reports.renderers.sheets.book import SIZE, Book

_LINE = 1.22
_SAFETY = 1.06
_PADDING = 4.0
# No row of a spreadsheet is higher, in points; a longer text goes on in the next row.
HIGHEST = 400.0
_PIXELS_IN_POINT = 96 / 72


class Page:
    """A sheet with columns so many points wide, and the row that is written next."""

    def __init__(self, book: Book, sheet: Any, widths: Sequence[float]) -> None:
        self.book, self.sheet, self.widths = book, sheet, list(widths)
        self.row = 0
        self.height = 0.0
        for column, width in enumerate(widths):
            sheet.set_column_pixels(column, column, round(width * _PIXELS_IN_POINT))

    @property
    def whole(self) -> tuple[int, int]:
        """The first and the last column."""
        return 0, len(self.widths) - 1

    def across(self, words: Words | str, **manner: Any) -> None:
        """Write a text across all columns, in as many rows as it needs."""
        self.beside([(self.whole, _spans(words), manner)])

    def beside(self, texts: Sequence[tuple[tuple[int, int], Words, dict[str, Any]]]) -> None:
        """Write texts side by side, each in its manner, in rows that are high enough for all."""
        parts = [self._parts(words, columns, manner) for columns, words, manner in texts]
        for row in zip_longest(*parts, fillvalue=()):
            placed = [
                (columns, words, manner)
                for (columns, _words, manner), words in zip(texts, row, strict=True)
            ]
            self.set_height(max(self.height_of(words, at, how) for at, words, how in placed))
            for columns, words, manner in placed:
                self.place(columns, words, **manner)
            self.row += 1

    def place(self, columns: tuple[int, int], words: Words, **manner: Any) -> None:
        """Write a text over some columns of the present row."""
        first, last = columns
        given = {"text_wrap": True, "valign": "top"} | manner
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", self.book.format(**given))
        self.book.words(self.sheet, self.row, first, words, **given)

    def set_height(self, points: float) -> None:
        """Make the present row so high."""
        self.sheet.set_row(self.row, points)
        self.height += points

    def skip(self, points: float = 8.0) -> None:
        """Leave a small row empty."""
        self.set_height(points)
        self.row += 1

    def split(self, shares: Sequence[float]) -> list[tuple[int, int]] | None:
        """Return the columns that come nearest to some shares of the width, if there are enough."""
        last, whole, cuts = len(self.widths), sum(self.widths), [0]
        if last < len(shares):
            return None
        for place in range(1, len(shares)):
            wanted = whole * sum(shares[:place])
            choices = range(cuts[-1] + 1, last - (len(shares) - place) + 1)
            cuts.append(min(choices, key=lambda cut: abs(sum(self.widths[:cut]) - wanted)))
        return [(a, b - 1) for a, b in zip(cuts, [*cuts[1:], last], strict=True)]

    def height_of(self, words: Words, columns: tuple[int, int], manner: dict[str, Any]) -> float:
        """Return how high a text is over some columns, in points."""
        size = manner.get("font_size", SIZE)
        width = sum(self.widths[columns[0] : columns[1] + 1]) - _PADDING
        is_bold = bool(manner.get("bold")) or any(span.is_bold for span in words)
        text = printable("".join(span.text for span in words))
        taken = paper.lines(text, width / _SAFETY, size, is_bold=is_bold)
        return taken * size * _LINE + _PADDING

    def _parts(self, words: Words, columns: tuple[int, int], manner: dict[str, Any]) -> list[Words]:
        """Return a text in parts of which each fits in a row."""
        if self.height_of(words, columns, manner) <= HIGHEST:
            return [words]
        parts: list[Words] = []
        for span in words:
            parts += self._parts_of(span, columns, manner)
        return parts

    def _parts_of(
        self, span: Span, columns: tuple[int, int], manner: dict[str, Any]
    ) -> list[Words]:
        if self.height_of((span,), columns, manner) <= HIGHEST or len(span.text) < 2:
            return [(span,)]
        middle = len(span.text) // 2
        cut = span.text.rfind(" ", 0, middle) + 1 or middle
        halves = (span.text[:cut], span.text[cut:])
        return [
            part
            for half in halves
            for part in self._parts_of(Span(half, span.is_bold, span.is_italic), columns, manner)
        ]


def _spans(words: Words | str) -> Words:
    return (Span(words),) if isinstance(words, str) else words
