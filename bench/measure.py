"""Rounds of a path beside its floor, and what they come to."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

# The target of a line that is only shown.
INFORMATION = math.inf


@dataclass(frozen=True)
class Line:
    """One measured line: a value a round, in a unit, and the most that its median may be."""

    name: str
    values: tuple[float, ...]
    target: float
    unit: str = "×"
    ours: tuple[float, ...] = field(default=())
    floor: tuple[float, ...] = field(default=())
    note: str = ""

    @property
    def median(self) -> float:
        """The value that is judged."""
        return statistics.median(self.values)

    @property
    def is_met(self) -> bool:
        """Whether the target is met."""
        return self.median <= self.target

    def __str__(self) -> str:
        spread = f"({min(self.values):.3g}–{max(self.values):.3g})"
        shown = f"{self.median:.3g} {self.unit}"
        verdict = f"≤ {self.target:g} {self.unit}  {'pass' if self.is_met else 'MISS'}"
        if self.target == INFORMATION:
            verdict = "for information"
        return f"{self.name:<58} {shown:>12} {spread:<15} {verdict}"

    def as_json(self) -> dict[str, Any]:
        """Return everything measured, for bench/results.json."""
        judged = {"median": self.median, "min": min(self.values), "max": max(self.values)}
        target = None if self.target == INFORMATION else self.target
        return asdict(self) | judged | {"target": target, "pass": self.is_met}


def ratio(
    name: str, ours: Sequence[float], floor: Sequence[float], target: float, note: str = ""
) -> Line:
    """Return a path's times over its floor's, round by round."""
    values = tuple(mine / least for mine, least in zip(ours, floor, strict=True))
    return Line(name, values, target, ours=tuple(ours), floor=tuple(floor), note=note)


def seconds(act: Callable[[], object]) -> float:
    """Return how long something takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def p95(values: Sequence[float]) -> float:
    """Return the time that one in twenty exceeds."""
    return sorted(values)[int(len(values) * 0.95)]


class DifferentError(AssertionError):
    """A path and its floor do not give the same rows, so that their times say nothing."""
