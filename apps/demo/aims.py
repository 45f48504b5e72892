"""How the city's figures move: made-up curves that come close to the targets by their day.

Each is a list of days with the share of the population that meets the target. Most of a year's
rise falls into spring and autumn, when courses are held and people are appointed.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from apps.cadres.columns import day_number

DUE = date(2025, 12, 31)
NEVER = np.iinfo(np.int32).max
FORTY_YEARS = 14_610

_CURVES = {
    "young": {2021: 0.112, 2023: 0.124, 2025: 0.139, 2026: 0.1465, 2027: 0.157, 2031: 0.18},
    "female": {2021: 0.122, 2023: 0.139, 2025: 0.156, 2026: 0.164, 2027: 0.174, 2031: 0.205},
    "postgraduate": {2021: 0.335, 2023: 0.362, 2025: 0.397, 2026: 0.413, 2027: 0.436, 2031: 0.51},
    "qualified": {2021: 0.915, 2023: 0.942, 2025: 0.967, 2026: 0.982, 2027: 0.986, 2031: 0.997},
    "trained": {
        2020: 0.0, 2021: 0.17, 2022: 0.385, 2023: 0.6, 2024: 0.785, 2025: 0.91, 2026: 0.976,
        2027: 0.993, 2031: 0.999,
    },
    "trained_again": {2026: 0.0, 2027: 0.34, 2028: 0.6, 2029: 0.8, 2030: 0.92, 2031: 0.985},
}  # fmt: skip
_MONTHS = (0.2, 0.4, 1.0, 1.4, 1.6, 1.4, 0.5, 0.5, 1.4, 1.6, 1.4, 0.6)


def _daily(points: dict[int, float]) -> tuple[np.ndarray, np.ndarray]:
    """Return days, one a month, with the curve's values on them."""
    days, values = [], []
    weights = np.concatenate([[0.0], np.cumsum(_MONTHS)]) / sum(_MONTHS)
    for year in range(min(points), max(points)):
        low, high = np.interp([year, year + 1], list(points), list(points.values()))
        days += [day_number(date(year, month, 1)) for month in range(1, 13)]
        values += (low + (high - low) * weights[:12]).tolist()
    days.append(day_number(date(max(points), 1, 1)))
    values.append(points[max(points)])
    return np.array(days), np.array(values)


_TABLES = {name: _daily(points) for name, points in _CURVES.items()}


def share(name: str, day: int) -> float:
    """Return the share that the city aims at on a day."""
    return float(np.interp(day, *_TABLES[name]))


def day_of(name: str, quantiles: np.ndarray) -> np.ndarray:
    """Return the day on which the curve reaches each quantile, or NEVER.

    What was reached before the curve begins gets the day on which it begins.
    """
    days, values = _TABLES[name]
    reached = np.interp(quantiles, values, days).astype(np.int64)
    return np.where(quantiles >= values[-1], NEVER, reached)


def quantiles(scores: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Rank scores from 0 to 1 such that they are spread evenly over the people in ``among``.

    ``among`` holds places in ``scores``. The others are ranked by where they would stand.
    """
    ladder = np.sort(scores[among])
    places = np.searchsorted(ladder, scores)
    return (places + 0.5) / max(1, len(ladder))


def nudge_births(born: np.ndarray, people: np.ndarray, *, day: int, young: int) -> np.ndarray:
    """Return birth days such that exactly so many of ``people`` are under 40 on day.

    Those nearest to 40 are made a little older or younger, if there are enough of them.
    """
    born = born.copy()
    cut = day - FORTY_YEARS
    is_young = born[people] > cut
    missing = young - int(is_young.sum())
    pool = people[~is_young] if missing > 0 else people[is_young]
    nearest = pool[np.argsort(np.abs(cut - born[pool]), kind="stable")][: abs(missing)]
    # Up to 500 days on the other side, spread evenly.
    offset = 40 + np.arange(len(nearest)) * 460 // max(1, len(nearest))
    born[nearest] = cut + offset if missing > 0 else cut - offset
    return born
