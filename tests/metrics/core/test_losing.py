"""Who is met before and no longer after."""

import numpy as np

from apps.metrics.core.losing import losses
from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN


def test_everybody_lost_is_told_once_by_what_becomes_of_them():
    later = np.array([1, 2, 3, 4, 9])
    codes = np.array([MET, NOT_MET, UNKNOWN, OUTSIDE, MET])
    # 5 retired, 6 left; 4 is still here but out of the population; 9 is new among the met.
    found = losses(np.array([1, 2, 3, 4, 5, 6]), later, codes, np.array([5, 7]))
    assert found.lapsed.tolist() == [2, 3]
    assert found.retired.tolist() == [5]
    assert found.gone.tolist() == [4, 6]
    assert found.gained.tolist() == [9]
    assert found.lost.tolist() == [2, 3, 5, 4, 6]
