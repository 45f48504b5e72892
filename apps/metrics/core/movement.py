"""Where a count went between two days: every person once, so that the parts sum to the change.

A person's code on a day is one of the tally's, or ABSENT for who does not serve in the unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN

ABSENT = 4


@dataclass(frozen=True)
class Movement:
    """How many people came to meet a condition between two days and how many no longer do.

    Who now meets it had ``joined`` the unit, entered the population (``counted``), did not meet it
    before (``gained``) or was unknown (``clarified``). Who met it before has ``left`` the unit or
    the population (``uncounted``), no longer meets it (``lost``) or has become unknown
    (``clouded``).
    """

    joined: int
    counted: int
    gained: int
    clarified: int
    left: int
    uncounted: int
    lost: int
    clouded: int

    @property
    def change(self) -> int:
        """By how much the count of those who meet the condition changed."""
        came = self.joined + self.counted + self.gained + self.clarified
        return came - self.left - self.uncounted - self.lost - self.clouded


def movement(
    before_ids: np.ndarray, before: np.ndarray, after_ids: np.ndarray, after: np.ndarray
) -> Movement:
    """Follow everyone from one day to another; ids are unique on each day, codes stand beside."""
    ids = np.union1d(before_ids, after_ids)
    was = _codes(ids, before_ids, before)
    now = _codes(ids, after_ids, after)
    came = {code: int(((now == MET) & (was == code)).sum()) for code in _OTHERS}
    went = {code: int(((was == MET) & (now == code)).sum()) for code in _OTHERS}
    return Movement(
        joined=came[ABSENT],
        counted=came[OUTSIDE],
        gained=came[NOT_MET],
        clarified=came[UNKNOWN],
        left=went[ABSENT],
        uncounted=went[OUTSIDE],
        lost=went[NOT_MET],
        clouded=went[UNKNOWN],
    )


_OTHERS = (ABSENT, OUTSIDE, NOT_MET, UNKNOWN)


def _codes(ids: np.ndarray, known: np.ndarray, codes: np.ndarray) -> np.ndarray:
    found = np.full(len(ids), ABSENT, dtype=np.int8)
    found[np.searchsorted(ids, known)] = codes
    return found
