"""When every part improves and the whole falls, or the reverse: why it does.

Counts are met and population. Ratios are compared by multiplying out, never divided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Ratio = tuple[int, int]  # met, population


@dataclass(frozen=True)
class Shift:
    """A part whose weight moved the whole: how many were counted in it before and after."""

    part: int
    before: int
    after: int


@dataclass(frozen=True)
class Paradox:
    """The whole went against all its parts.

    ``low`` are the parts below the whole's ratio whose weight grew when it fell (or shrank when it
    rose), ``high`` those above it whose weight shrank (or grew): the greatest first. ``people``
    are those counted in the whole, before and after.
    """

    is_fall: bool
    people: tuple[int, int]
    low: tuple[Shift, ...]
    high: tuple[Shift, ...]


def paradox(before: Mapping[int, Ratio], after: Mapping[int, Ratio]) -> Paradox | None:
    """Return why a whole went against its parts; None where it did not.

    Both name the same parts, each with somebody to count; otherwise the parts cannot be compared.
    """
    if before.keys() != after.keys() or len(before) < 2 or not _are_counted(before, after):
        return None
    steps = {_step(before[part], after[part]) for part in before}
    whole = _step(_sum(before), _sum(after))
    if not whole or -whole not in steps or whole in steps:
        return None
    people = _sum(before)[1], _sum(after)[1]
    return Paradox(whole < 0, people, *_shifts(before, after, is_fall=whole < 0))


def _are_counted(*sides: Mapping[int, Ratio]) -> bool:
    return all(population for side in sides for _met, population in side.values())


def _sum(side: Mapping[int, Ratio]) -> Ratio:
    return sum(met for met, _all in side.values()), sum(
        everyone for _met, everyone in side.values()
    )


def _step(before: Ratio, after: Ratio) -> int:
    """Return 1 where a ratio rose, -1 where it fell, 0 where it stayed."""
    difference = after[0] * before[1] - before[0] * after[1]
    return (difference > 0) - (difference < 0)


def _shifts(
    before: Mapping[int, Ratio], after: Mapping[int, Ratio], *, is_fall: bool
) -> tuple[tuple[Shift, ...], tuple[Shift, ...]]:
    whole_before, whole_after = _sum(before), _sum(after)
    grown: dict[bool, list[tuple[int, Shift]]] = {True: [], False: []}
    for part, was in before.items():
        everyone = after[part][1]
        gain = everyone * whole_before[1] - was[1] * whole_after[1]
        side = _step(whole_before, was)
        if gain and side and (gain > 0) == ((side < 0) == is_fall):
            grown[side < 0].append((abs(gain), Shift(part, was[1], everyone)))
    low, high = (
        tuple(shift for _gain, shift in sorted(grown[is_low], key=lambda row: -row[0]))
        for is_low in (True, False)
    )
    return low, high
