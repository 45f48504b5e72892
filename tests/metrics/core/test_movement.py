"""Where a count went: the parts sum to the change, whoever came and went."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from apps.metrics.core.movement import movement
from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN

CODES = st.sampled_from([OUTSIDE, NOT_MET, UNKNOWN, MET])
DAYS = st.dictionaries(st.integers(1, 30), CODES)


def arrays(codes: dict[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return ids, in an order of no meaning, and their codes."""
    ids = np.array(list(codes), dtype=np.int32)
    return ids, np.array([codes[i] for i in ids.tolist()], dtype=np.int8)


def test_everyone_goes_one_way() -> None:
    before = {1: MET, 2: MET, 3: MET, 4: MET, 5: MET, 6: NOT_MET, 7: UNKNOWN, 8: OUTSIDE}
    after = {1: MET, 2: NOT_MET, 3: UNKNOWN, 4: OUTSIDE, 6: MET, 7: MET, 8: MET, 9: MET}
    found = movement(*arrays(before), *arrays(after))
    # 1 stays, 2 lost, 3 clouded, 4 uncounted, 5 left; 6 gained, 7 clarified, 8 counted, 9 joined.
    assert (found.lost, found.clouded, found.uncounted, found.left) == (1, 1, 1, 1)
    assert (found.gained, found.clarified, found.counted, found.joined) == (1, 1, 1, 1)
    assert found.change == 0


@given(DAYS, DAYS)
def test_the_parts_sum_to_the_change(before: dict[int, int], after: dict[int, int]) -> None:
    found = movement(*arrays(before), *arrays(after))
    met = [sum(code == MET for code in codes.values()) for codes in (before, after)]
    assert found.change == met[1] - met[0]
