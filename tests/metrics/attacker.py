"""Somebody who sees counts only, knows every rule of the program, and works out what they can.

The attacker is given numbers with the least and the most that each can stand for, and what adds up
to what; narrows them against one another until nothing more follows, and then asks of which group
it is proven how many it has.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

SMALL = range(1, 5)


@dataclass
class Attacker:
    """What is known of some numbers: none is less than ``low`` or more than ``high``.

    Of each sum the whole is the first and the parts are the others; what is only at most the whole
    is told by a part that nothing else is known of.
    """

    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    sums: list[tuple[int, ...]] = field(default_factory=list)

    def learns(self, low: int, high: int) -> int:
        """Take in a number; return its place."""
        self.low.append(int(low))
        self.high.append(int(high))
        return len(self.low) - 1

    def knows_sum(self, whole: int, *parts: int) -> None:
        """Take in that parts add up to a whole."""
        self.sums.append((whole, *parts))

    def knows_at_most(self, whole: int, *parts: int) -> None:
        """Take in that parts are within a whole."""
        self.knows_sum(whole, *parts, self.learns(0, 10**9))

    def reasons(self) -> None:
        """Narrow every number to a fixed point."""
        narrowed = True
        while narrowed:
            found = [self._narrows(*one) for one in self.sums]
            narrowed = any(found)

    def _narrows(self, whole: int, *parts: int) -> bool:
        least, most = sum(self.low[p] for p in parts), sum(self.high[p] for p in parts)
        changed = self._sets(whole, least, most)
        for part in parts:
            others_low, others_high = least - self.low[part], most - self.high[part]
            before = self.low[part], self.high[part]
            if self._sets(part, self.low[whole] - others_high, self.high[whole] - others_low):
                changed = True
                least += self.low[part] - before[0]
                most += self.high[part] - before[1]
        return changed

    def _sets(self, place: int, low: int, high: int) -> bool:
        before = self.low[place], self.high[place]
        self.low[place] = max(self.low[place], low)
        self.high[place] = min(self.high[place], high)
        assert self.low[place] <= self.high[place], "what was shown contradicts itself"
        return before != (self.low[place], self.high[place])

    def proven(self) -> dict[int, int]:
        """Return the groups of one to four people of which the number is proven."""
        return {
            i: low
            for i, (low, high) in enumerate(zip(self.low, self.high, strict=True))
            if low == high and low in SMALL
        }

    def proven_differences(self, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the pairs of numbers of which the difference is proven to be one to four."""
        return [
            (a, b)
            for a, b in pairs
            if self.low[a] == self.high[a]
            and self.low[b] == self.high[b]
            and abs(self.low[a] - self.low[b]) in SMALL
        ]


@dataclass(frozen=True)
class Seen:
    """The numbers of a tree for one thing counted: each unit's own and with everything below."""

    own_low: np.ndarray
    own_high: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @classmethod
    def nearest(cls, own: np.ndarray, total: np.ndarray) -> Seen:
        """Plain rounding to the nearest five."""
        a, b = 5 * ((own + 2) // 5), 5 * ((total + 2) // 5)
        return cls(np.maximum(a - 2, 0), a + 2, np.maximum(b - 2, 0), b + 2)

    @classmethod
    def hidden(cls, own: np.ndarray, total: np.ndarray) -> Seen:
        """Plain suppression: what is one to four is not shown, all else as it is."""
        few, few_in_all = (own > 0) & (own < 5), (total > 0) & (total < 5)
        return cls(
            np.where(few, 1, own),
            np.where(few, 4, own),
            np.where(few_in_all, 1, total),
            np.where(few_in_all, 4, total),
        )

    def taken_in(self, attacker: Attacker, parents: list[int]) -> tuple[list[int], list[int]]:
        """Tell an attacker the tree, by the row of each parent; return the places of the numbers."""
        own = [attacker.learns(*ends) for ends in zip(self.own_low, self.own_high, strict=True)]
        total = [attacker.learns(*ends) for ends in zip(self.low, self.high, strict=True)]
        below: dict[int, list[int]] = {}
        for row, parent in enumerate(parents):
            below.setdefault(parent, []).append(row)
        for row in range(len(parents)):
            attacker.knows_sum(
                total[row], own[row], *(total[child] for child in below.get(row, ()))
            )
        return own, total
