"""Given numbers of acts: against trying every way of handing them out."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.metrics.core.acts import Award, Course, Newcomer, PostKind, Question
from apps.metrics.core.evaluate import Spec
from apps.metrics.core.trying import Numbers, tried
from apps.metrics.core.verdict import judge
from apps.targets.conditions import AllOf, AnyOf, GenderIs, QualificationAtLeast, Trained
from apps.targets.states import FALSE, TRUE, UNKNOWN

BASE, DAY = date(2026, 1, 1), date(2027, 12, 31)
TRAINED = Trained("knowledge_update", since=date(2021, 1, 1))
DEGREE = QualificationAtLeast("professional", "university")
MASTER = QualificationAtLeast("professional", "master")
COURSE = Course("knowledge_update", DAY)
ACTS = [COURSE, Award("professional", "university"), Award("professional", "master")]
ALL = AllOf(())
CRITERIA = [TRAINED, DEGREE, MASTER, AllOf((TRAINED, DEGREE)), AnyOf((TRAINED, MASTER))]


def asked_for(*targets: tuple[object, int]) -> tuple[Question, np.ndarray]:
    specs = [Spec(at, ALL, what, bp) for at, (what, bp) in enumerate(targets)]  # type: ignore[arg-type]
    return Question(specs, BASE, DAY), np.array([bp for _what, bp in targets])


def counts(asked: Question, states: np.ndarray) -> np.ndarray:
    codes = asked.codes(states)
    return np.stack([(codes == code).sum(axis=0) for code in (3, 1, 2)], axis=1)


def short(found: np.ndarray, bars: np.ndarray) -> int:
    rows = zip(found.tolist(), bars.tolist(), strict=True)
    return sum(
        judge(met=m, not_met=n, unknown=u, threshold_bp=bp).gap_replace or 0
        for (m, n, u), bp in rows
    )


def by_trying(asked: Question, states: np.ndarray, bars: np.ndarray, numbers: Numbers) -> tuple:
    """Return the fewest people short, and the most who count as met then, over all ways."""
    best = None
    acts = [act for act in numbers.acts if numbers.acts[act]]
    subsets = [
        [act for act, is_in in zip(acts, chosen, strict=True) if is_in]
        for chosen in product((False, True), repeat=len(acts))
    ]
    for chosen in product(subsets, repeat=len(states)):
        if any(sum(act in some for some in chosen) > numbers.acts[act] for act in acts):
            continue
        after = states.copy()
        for person, some in enumerate(chosen):
            for act in some:
                after[person][asked.effect(act)] = TRUE
        found = counts(asked, after)
        rank = (short(found, bars), -int(found[:, 0].sum()))
        best = rank if best is None else min(best, rank)
    return best or ()


@settings(max_examples=40)
@given(
    targets=st.lists(
        st.tuples(st.sampled_from(CRITERIA), st.sampled_from([3000, 5000, 10_000])),
        min_size=1,
        max_size=3,
    ),
    people=st.lists(
        st.lists(st.sampled_from([TRUE, FALSE, UNKNOWN]), min_size=3, max_size=3),
        min_size=1,
        max_size=4,
    ),
    typed=st.lists(st.integers(0, 2), min_size=3, max_size=3),
)
def test_no_way_of_handing_the_acts_out_does_more(targets, people, typed):
    asked, bars = asked_for(*targets)
    states = np.array(people, dtype=np.int8)[:, : len(asked.tips)]
    known = {act for some in (*asked.courses.values(), *asked.awards.values()) for act in some}
    numbers = Numbers({act: n for act, n in zip(ACTS, typed, strict=True) if act in known})
    found = tried(asked, states, bars, numbers)
    assert found.sum(axis=1).tolist() == [len(states)] * len(targets)
    assert (short(found, bars), -int(found[:, 0].sum())) == by_trying(asked, states, bars, numbers)


def test_courses_go_to_those_who_are_not_trained_before_those_of_whom_it_is_not_known():
    asked, bars = asked_for((TRAINED, 10_000))
    states = np.array([[TRUE], [FALSE], [UNKNOWN]], dtype=np.int8)
    # 1 met, 1 not, 1 unknown: one course makes it 2, 0, 1; of five, three help nobody.
    assert tried(asked, states, bars, Numbers({COURSE: 1})).tolist() == [[2, 0, 1]]
    assert tried(asked, states, bars, Numbers({COURSE: 5})).tolist() == [[3, 0, 0]]


def test_new_people_count_as_they_are_said_to_be():
    asked, bars = asked_for((GenderIs("female"), 5000), (TRAINED, 5000))
    post = PostKind(is_leadership=False, managed_by="unit", unit_kind="department")
    states = np.array([[FALSE, FALSE]], dtype=np.int8)
    new = {Newcomer(post, None, "female"): 2, Newcomer(post, None, "male", (COURSE,)): 1}
    # Women 0 of 1, then 2 of 4; trained 0 of 1, then 1 of 4.
    found = tried(asked, states, bars, Numbers(newcomers=new))
    assert found.tolist() == [[2, 2, 0], [1, 3, 0]]
