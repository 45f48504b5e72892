"""The units below one: which of them are shown, in which order."""

from __future__ import annotations

from collections.abc import Sequence

from apps.metrics.board import Line
from apps.presentation.filters import Filters

_LAST = (9, 0)


def shown_lines(lines: Sequence[Line], filters: Filters, chosen: int) -> list[Line]:
    """Return the units that the filters leave, in the order asked for.

    ``chosen`` is the place of the target by which they are ordered when nothing else is asked for.
    """
    return _ordered(_filtered(lines, filters), filters.sort, chosen)


def _filtered(lines: Sequence[Line], filters: Filters) -> list[Line]:
    of_kind = [line for line in lines if filters.show in ("", line.kind)]
    return [line for line in of_kind if line.not_met] if filters.unmet else of_kind


def _ordered(lines: list[Line], sort: str, chosen: int) -> list[Line]:
    """Order by name first, so that equals stand in the order of their names."""
    named = sorted(lines, key=lambda line: line.name_key)
    if sort == "name":
        return named
    if sort == "unmet":
        return sorted(named, key=lambda line: -line.not_met)

    def rank(line: Line) -> tuple[int, int]:
        score = line.scores[chosen] if line.scores else None
        return score.rank if score else _LAST

    counted = [line for line in named if rank(line)[0] < 3]
    rest = [line for line in named if rank(line)[0] >= 3]
    return sorted(counted, key=rank, reverse=sort == "least") + rest
