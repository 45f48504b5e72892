"""Verdict, gaps and slack: section 5 of the semantics, worked by hand and by trying."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.metrics.core.verdict import Judgement, Verdict, judge, judge_all

MET, NOT_MET, UNDETERMINED = Verdict.MET, Verdict.NOT_MET, Verdict.UNDETERMINED

# met, not met, unknown, threshold in basis points; then verdict, replace, add, slack.
BY_HAND = [
    # 16 of 107 at 15 %: 16.05 are needed, so 17; (16 + k) / (107 + k) >= 0.15 with k = 1.
    ((16, 91, 0, 1500), (NOT_MET, 1, 1, 0)),
    # 15 of 100 at 15 %: exactly met, nobody to spare.
    ((15, 85, 0, 1500), (MET, 0, 0, 0)),
    # 20 of 100 at 15 %: five can be lost.
    ((20, 80, 0, 1500), (MET, 0, 0, 5)),
    # 14 of 100 with one unknown: 14 + 1 reaches 15, so nothing is decided.
    ((14, 85, 1, 1500), (UNDETERMINED, 1, 2, 0)),
    # 13 of 100 with one unknown: 14 do not reach 15; (13 + k) / (100 + k) >= 0.15 with k = 3.
    ((13, 86, 1, 1500), (NOT_MET, 2, 3, 0)),
    # 15 met although 10 are unknown: whatever they are, it is met.
    ((15, 75, 10, 1500), (MET, 0, 0, 0)),
    # All of three at 100 %.
    ((3, 0, 0, 10_000), (MET, 0, 0, 0)),
    # Two of three at 100 %: no new person can repair it.
    ((2, 1, 0, 10_000), (NOT_MET, 1, None, 0)),
    # Two of three at 100 %, the third unknown.
    ((2, 0, 1, 10_000), (UNDETERMINED, 1, None, 0)),
    # Nobody at all.
    ((0, 0, 0, 1500), (Verdict.NO_POPULATION, None, None, None)),
    # Only unknown people: nothing is decided; (0 + k) / (4 + k) >= 0.4 with k = 3 (3/7 = 0.43).
    ((0, 0, 4, 4000), (UNDETERMINED, 2, 3, 0)),
    # One of 10 000 at 0.01 %: the least threshold.
    ((1, 9_999, 0, 1), (MET, 0, 0, 0)),
    ((0, 10_000, 0, 1), (NOT_MET, 1, 2, 0)),
    # 33.33 % of three is 0.9999: one is needed.
    ((1, 2, 0, 3333), (MET, 0, 0, 0)),
    # 33.34 % of three is 1.0002: two are needed.
    ((1, 2, 0, 3334), (NOT_MET, 1, 1, 0)),
    # 99.99 % of 10 000 is 9 999.
    ((9_999, 1, 0, 9_999), (MET, 0, 0, 0)),
    # 9 998 of 10 000: (9 998 + k) / (10 000 + k) >= 0.9999 with k = 10 000.
    ((9_998, 2, 0, 9_999), (NOT_MET, 1, 10_000, 0)),
    # Beyond 32 bits once multiplied: 600 million of 2 000 million at 30 %.
    ((600_000_000, 1_400_000_000, 0, 3000), (MET, 0, 0, 0)),
]


def judged(counts) -> Judgement:
    met, not_met, unknown, threshold_bp = counts
    return judge(met=met, not_met=not_met, unknown=unknown, threshold_bp=threshold_bp)


@pytest.mark.parametrize(("counts", "said"), BY_HAND)
def test_a_count_is_judged_as_worked_by_hand(counts, said):
    assert judged(counts) == Judgement(*said)


small = st.integers(0, 60)
thresholds = st.one_of(st.integers(1, 10_000), st.sampled_from([1, 1500, 3333, 5000, 9999, 10_000]))
counts = st.tuples(small, small, small, thresholds)


@given(counts)
def test_the_verdict_is_that_of_the_exact_fractions(count):
    met, not_met, unknown, bp = count
    population, threshold = met + not_met + unknown, Fraction(bp, 10_000)
    if population == 0:
        expected = Verdict.NO_POPULATION
    elif Fraction(met, population) >= threshold:
        expected = MET
    elif Fraction(met + unknown, population) < threshold:
        expected = NOT_MET
    else:
        expected = UNDETERMINED
    assert judged(count).verdict == expected


@given(st.tuples(small, small, small, st.integers(1, 9_500)))
def test_the_gaps_are_the_fewest_people_that_trying_finds(count):
    met, not_met, unknown, bp = count
    population = met + not_met + unknown
    if population == 0:
        return
    said = judged(count)
    enough = [10_000 * (met + k) >= bp * population for k in range(population - met + 1)]
    assert said.gap_replace == enough.index(True)
    added = 0
    while 10_000 * (met + added) < bp * (population + added):
        added += 1
    assert said.gap_add == added
    lost = [k for k in range(met + 1) if 10_000 * (met - k) >= bp * population]
    assert said.slack == max(lost, default=0)


@given(st.lists(counts, max_size=30))
def test_judging_many_is_judging_each(many):
    names = ["met", "not_met", "unknown", "threshold_bp"]
    frame = judge_all(pd.DataFrame(many, columns=names, dtype="int64"))
    assert len(frame) == len(many)
    for count, row in zip(many, frame.itertuples(), strict=True):
        said = judged(count)
        gaps = [None if pd.isna(gap) else gap for gap in (row.gap_replace, row.gap_add, row.slack)]
        assert (row.verdict, *gaps) == (said.verdict, said.gap_replace, said.gap_add, said.slack)
        assert row.population == sum(count[:3])


def test_judging_many_agrees_on_what_was_worked_by_hand():
    names = ["met", "not_met", "unknown", "threshold_bp"]
    frame = judge_all(pd.DataFrame([given_ for given_, _ in BY_HAND], columns=names))
    assert frame["verdict"].tolist() == [str(said[0]) for _, said in BY_HAND]


def test_turning_an_unknown_into_either_never_contradicts_a_verdict():
    # 14 of 20 at 75 % with 2 unknown is open; both known decides it either way: 15 are needed.
    assert judged((14, 4, 2, 7500)).verdict == UNDETERMINED
    assert judged((16, 4, 0, 7500)).verdict == MET
    assert judged((14, 6, 0, 7500)).verdict == NOT_MET
