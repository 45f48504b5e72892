"""Counts that single nobody out, for readers who may see counts but not the people.

Every count is shown in fives: the nearest multiple of five. That alone can be undone where counts
are shown together with their sum: four units of two people show 0, 0, 0, 0, and their sum of
eight shows 10, which only two in each can give. So a sum is *joined* at its edges: whoever knows
what the parts show knows the least and the most that the sum can be, and where the five at either
end would leave fewer than three values, it is shown as the five beside it.

Which fives are joined follows from what the parts show and from nothing else, so that the joining
itself tells nothing. By induction over the tree every count, own or summed, keeps at least three
possible values, whatever else of the tree is shown: a part whose sum lies at its most may still
lie up to two below its own most, because the sum's five reaches as far. ADR 0020 has the argument.

For conditions that a reader writes freely no rounding by itself is safe: of three groups of which
each pair shows 0 and all three together show 5, each is exactly one person. Those counts are of
all units together and get noise, see ``blurred``.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from apps.metrics.core.tally import levels

STEP = 5
HALF = STEP // 2
# So many values every count keeps at least.
LEAST = 3
# A population that shows less has neither ratio nor verdict.
FEW = 2 * STEP
# One person more or less changes the chance of an answer by this factor at most; the noise is
# some eleven people.
_RATIO = np.exp(-1 / 8)


def in_fives(counts: np.ndarray) -> np.ndarray:
    """Return each count as the nearest multiple of five."""
    shown: np.ndarray = STEP * ((counts + HALF) // STEP)
    return shown


@dataclass(frozen=True)
class Cells:
    """Counts as they are shown, and the least and the most that each can be: matching arrays."""

    shown: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @classmethod
    def alone(cls, counts: np.ndarray) -> Self:
        """Show counts that are no sum of other shown ones."""
        shown = in_fives(counts)
        return cls(shown, np.maximum(shown - HALF, 0), shown + HALF)

    @classmethod
    def joined(cls, counts: np.ndarray, least: np.ndarray, most: np.ndarray) -> Self:
        """Show sums of which the parts allow what lies from least to most."""
        at, first, last = ((found + HALF) // STEP for found in (counts, least, most))
        is_short = np.minimum(STEP * first + HALF, most) - least + 1 < LEAST
        is_short_end = most - np.maximum(STEP * last - HALF, least) + 1 < LEAST
        from_first, from_last = is_short & (first < last), is_short_end & (first < last)
        # Two fives that are joined are one; it has the name of the first, or of the longer.
        is_one = (last == first + 1) & (from_first | from_last)
        name = np.where(from_first & (at == first), first + 1, at)
        name = np.where(from_last & (at == last), last - 1, name)
        name = np.where(is_one, np.where(from_first & ~from_last, last, first), name)
        low = np.where(from_first & (name == first + 1), least, STEP * name - HALF)
        high = np.where(from_last & (name == last - 1), most, STEP * name + HALF)
        return cls(STEP * name, np.maximum(low, least), np.minimum(high, most))

    def of(self, rows: np.ndarray) -> Self:
        """Return some of the rows."""
        return type(self)(self.shown[rows], self.low[rows], self.high[rows])

    def put(self, rows: np.ndarray, others: Cells) -> None:
        """Replace some of the rows."""
        for mine, other in zip(_arrays(self), _arrays(others), strict=True):
            mine[rows] = other


def _arrays(cells: Cells) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return cells.shown, cells.low, cells.high


def protected(own: np.ndarray, total: np.ndarray, units: pd.DataFrame) -> tuple[Cells, Cells]:
    """Return the counts of units alone, and with everything below, as they may be shown.

    ``own`` and ``total`` have a row for each row of ``units`` and any number of columns; each
    column is protected for itself. A sum that its parts do not give is shown like a part.
    """
    alone, summed = Cells.alone(own), Cells.alone(total)
    least, most = alone.low.copy(), alone.high.copy()
    parents = np.zeros(len(units), dtype=bool)
    for rows, above in levels(units):
        parents[above] = True
        _join(summed, total, (least, most), rows[parents[rows]])
        np.add.at(least, above, summed.low[rows])
        np.add.at(most, above, summed.high[rows])
    tops = np.flatnonzero((units["parent_id"].to_numpy() == 0) & parents)
    _join(summed, total, (least, most), tops)
    return alone, summed


def _join(
    summed: Cells, total: np.ndarray, ends: tuple[np.ndarray, np.ndarray], rows: np.ndarray
) -> None:
    least, most, counts = ends[0][rows], ends[1][rows], total[rows]
    joined, plain = Cells.joined(counts, least, most), summed.of(rows)
    is_sum = (least <= counts) & (counts <= most)
    found = (np.where(is_sum, a, b) for a, b in zip(_arrays(joined), _arrays(plain), strict=True))
    summed.put(rows, Cells(*found))


def blurred(members: np.ndarray, question: str, secret: bytes) -> int:
    """Return about how many people a freely chosen group has, in fives.

    The noise has no bound, so that nothing follows from an answer, or from any number of them,
    with certainty. It is drawn from a secret, the question and the very set of people: the same
    question about the same people always gets the same answer, and asking again tells nothing; two
    questions about the same people get answers of their own, so that these do not tell that they
    are the same.
    """
    said = np.sort(members.astype("<i8")).tobytes()
    seed = hmac.new(secret, question.encode() + b"\0" + said, hashlib.sha256).digest()
    up, down = np.random.default_rng(list(seed)).geometric(1 - _RATIO, size=2)
    return int(in_fives(np.array(max(0, len(members) + int(up) - int(down)))))
