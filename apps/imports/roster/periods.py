"""Periods of many rows at once, as numbers of days."""

from __future__ import annotations

import numpy as np
import pandas as pd

from apps.cadres.columns import EVER, NEVER, day_number
from apps.common.partial import PartialDate


def first_days(dates: pd.Series, empty: int) -> np.ndarray:
    """Return the earliest day of each partly known date as a day number; ``empty`` if none."""
    places, distinct = pd.factorize(dates)
    days = [day_number(PartialDate.parse(text).earliest) if text else empty for text in distinct]
    return np.asarray(days, dtype=np.int64)[places] if days else np.zeros(0, dtype=np.int64)


def bounds(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the first day and the day after the last of each row's period."""
    return first_days(frame["start_on"], NEVER), first_days(frame["end_on"], EVER)


def overlapping(groups: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> list[tuple[int, int]]:
    """Return pairs of places (earlier, later) of one group whose periods overlap.

    Each later period is reported once, against the one before it that reaches furthest.
    """
    order = np.lexsort((ends, starts, groups))
    collides = (groups[order][1:] == groups[order][:-1]) & (starts[order][1:] < ends[order][:-1])
    # Where no period reaches into the next one of its group, none reaches further.
    order = (
        order[np.isin(groups[order], groups[order][1:][collides])] if collides.any() else order[:0]
    )
    pairs = []
    reach, holder, group = NEVER, -1, None
    sorted_rows = zip(
        groups[order].tolist(), starts[order].tolist(), ends[order].tolist(), strict=True
    )
    for place, (this, start, end) in zip(order.tolist(), sorted_rows, strict=True):
        if this != group:
            reach, holder, group = end, place, this
            continue
        if start < reach:
            pairs.append((holder, place))
        if end > reach:
            reach, holder = end, place
    return pairs


def merged(starts: list[int], ends: list[int]) -> list[tuple[int, int]]:
    """Return the periods joined where they touch, in order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(zip(starts, ends, strict=True)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def covers(periods: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the joined periods holds the whole of another."""
    return any(first <= start and end <= last for first, last in periods)
