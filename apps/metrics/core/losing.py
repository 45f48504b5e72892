"""Who is met on one day and no longer on another, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apps.metrics.core.tally import MET, NOT_MET, UNKNOWN


@dataclass(frozen=True)
class Losses:
    """People by what becomes of them, as ids in ascending order.

    ``lapsed`` are still counted but do not meet the condition, or it is not known; ``retired``
    have retired; ``gone`` are not counted here any more; ``gained`` are met and were not before.
    """

    lapsed: np.ndarray
    retired: np.ndarray
    gone: np.ndarray
    gained: np.ndarray

    @property
    def lost(self) -> np.ndarray:
        """Everybody who is met before and not after."""
        return np.concatenate([self.lapsed, self.retired, self.gone])


def losses(
    met_before: np.ndarray, later_ids: np.ndarray, later_codes: np.ndarray, retired: np.ndarray
) -> Losses:
    """Follow those who are met to a later day, on which ``later_ids`` count by ``later_codes``."""
    met_after = later_ids[later_codes == MET]
    lost = np.setdiff1d(met_before, met_after)
    is_lapsed = np.isin(lost, later_ids[np.isin(later_codes, (NOT_MET, UNKNOWN))])
    is_retired = np.isin(lost, retired) & ~is_lapsed
    return Losses(
        lapsed=lost[is_lapsed],
        retired=lost[is_retired],
        gone=lost[~is_lapsed & ~is_retired],
        gained=np.setdiff1d(met_after, met_before),
    )
