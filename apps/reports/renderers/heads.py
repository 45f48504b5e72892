"""Where the cells of a table's head stand, which of them are turned, and how high its rows are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.reports.document import HeadCell
from apps.reports.renderers import paper

_LINE = 1.2
_PADDING = 4.0  # points that a cell keeps free, above and below together


@dataclass(frozen=True)
class Placed:
    """A cell of a head at its row and column; words that fit in no line of it are turned."""

    row: int
    column: int
    across: int
    down: int
    text: str
    is_turned: bool


@dataclass(frozen=True)
class Head:
    """The cells of a head, each once, and the least heights of its rows in points."""

    cells: tuple[Placed, ...]
    heights: tuple[float, ...]


def placed(rows: Sequence[Sequence[HeadCell]], widths: Sequence[float], size: float) -> Head:
    """Return where a head's cells stand over columns so many points wide, printed in a size."""
    cells = []
    for row, column, cell in positions(rows):
        width = sum(widths[column : column + cell.across])
        # Other programs set a little wider: what fits only just is turned too.
        is_turned = paper.longest_word(cell.text, size, is_bold=True) > 0.93 * width
        down = min(cell.down, len(rows) - row)
        cells.append(Placed(row, column, cell.across, down, cell.text, is_turned))
    return Head(tuple(cells), _heights(cells, len(rows), widths, size))


def positions(rows: Sequence[Sequence[HeadCell]]) -> Iterator[tuple[int, int, HeadCell]]:
    """Yield each cell of a head with its row and column."""
    taken: set[tuple[int, int]] = set()
    for row, given in enumerate(rows):
        column = 0
        for cell in given:
            while (row, column) in taken:
                column += 1
            taken |= {(row + y, column + x) for y in range(cell.down) for x in range(cell.across)}
            yield row, column, cell
            column += cell.across


def _heights(
    cells: Sequence[Placed], rows: int, widths: Sequence[float], size: float
) -> tuple[float, ...]:
    """Return the least heights: a cell that spans rows asks the last of them for what it lacks."""
    heights = [size * _LINE + _PADDING] * rows
    for cell in sorted(cells, key=lambda cell: cell.down):
        span = range(cell.row, cell.row + cell.down)
        width = sum(widths[cell.column : cell.column + cell.across])
        needed = _height(cell, width, size) + _PADDING
        heights[span[-1]] += max(0.0, needed - sum(heights[row] for row in span))
    return tuple(heights)


def _height(cell: Placed, width: float, size: float) -> float:
    line = size * _LINE
    if not cell.is_turned:
        return paper.lines(cell.text, width, size, is_bold=True) * line
    # Turned: as high as the words are long, in as many lines side by side as the width holds.
    fitting, height = max(1, int(width // line)), paper.longest_word(cell.text, size, is_bold=True)
    while paper.lines(cell.text, height, size, is_bold=True) > fitting:
        height += size
    return height + size / 2
