"""The bridge between two days: a story with every part, and no residual for any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from apps.metrics.core.bridge import ABSENT, PARTS, Bridge, Side, bridge, corrections
from apps.metrics.core.evaluate import Spec, codes
from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN
from tests.metrics.core.test_evaluate import frame, spec
from tests.reference import Person
from tests.strategies import conditions, days, people, populations

FIRST, LAST = date(2024, 12, 31), date(2025, 12, 31)
HERE, ELSEWHERE = 1, 2
YOUNG = {"age_below": 40}
DEGREE = {"qualification_at_least": {"kind": "professional", "level": "university"}}
RECENT = {"trained": {"category": "knowledge_update", "within_months": 24}}
LEADERS = {"is_leadership": True}


def side(persons: list[Person], day: date, own: Spec | None, both: list[Spec]) -> Side:
    """Return a day of the unit HERE."""
    people = frame(persons, both, day)
    return Side(day, people, people["unit_id"].to_numpy() == HERE, own)


def between(
    before: list[Person], after: list[Person], first: Spec | None, last: Spec | None = None
) -> Bridge:
    """Return the bridge over the year 2025, by one target or by one that changed."""
    both = [found for found in (first, last or first) if found]
    return bridge(side(before, FIRST, first, both), side(after, LAST, last or first, both))


def moved(found: Bridge) -> dict[str, tuple[int, int, int]]:
    """Return the parts in which something moved."""
    return {part: change for part, change in found.parts().items() if any(change)}


def test_who_comes_and_goes():
    here = [Person(cadre_id=i, born="1990-01-01") for i in (1, 2, 3)]
    # 1 stays; 2 left the service; 3 serves elsewhere now; 4 came from elsewhere; 5 is new.
    before = [*here, Person(cadre_id=4, born="1990-01-01", unit_id=ELSEWHERE)]
    after = [
        here[0],
        replace(here[2], unit_id=ELSEWHERE),
        Person(cadre_id=4, born="1990-01-01"),
        Person(cadre_id=5, born="1970-01-01"),
    ]
    found = between(before, after, spec({"all": []}, YOUNG))
    assert (found.before, found.after) == ((3, 0, 0), (2, 1, 0))
    assert moved(found) == {
        "joined": (0, 1, 0),
        "moved_in": (1, 0, 0),
        "left": (-1, 0, 0),
        "moved_out": (-1, 0, 0),
    }


def test_what_time_and_learning_do():
    before = [
        Person(cadre_id=1, born="1985-06-30"),  # forty in June 2025
        Person(cadre_id=2, born="1985"),  # forty some day of 2025
        Person(cadre_id=3, born="1990-01-01"),
    ]
    found = between(before, before, spec({"all": []}, YOUNG))
    assert moved(found) == {"aged_out": (-2, 2, 0)}
    learners = [
        Person(cadre_id=1, qualifications=(("professional", "university", "2025-03-01"),)),
        Person(cadre_id=2, qualifications=(("professional", "college", "2010"),)),
        Person(cadre_id=3, qualifications=(("professional", "master", "2025"),)),
    ]
    # Awarded in 2025: not yet on the last day of 2024, certainly by the end of 2025.
    assert moved(between(learners, learners, spec({"all": []}, DEGREE))) == {
        "qualified": (2, -2, 0)
    }
    trained = [
        Person(cadre_id=1, trainings=(("knowledge_update", "2025-05-05"),)),
        Person(cadre_id=2, trainings=(("knowledge_update", "2023-05-05"),)),  # lapses in May
        Person(cadre_id=3, trainings=(("knowledge_update", ""),)),
    ]
    assert moved(between(trained, trained, spec({"all": []}, RECENT))) == {
        "trained": (1, -1, 0),
        "training_lapsed": (-1, 1, 0),
    }


def test_a_new_post_and_a_new_definition():
    before = [Person(cadre_id=1, born="1990"), Person(cadre_id=2, born="1970", is_leadership=True)]
    after = [replace(before[0], is_leadership=True), replace(before[1], is_leadership=False)]
    found = between(before, after, spec(LEADERS, YOUNG))
    assert moved(found) == {"reclassified": (1, -1, 0)}
    # 2 was 54 at the end of 2024: not below 40, but below 56, and 55 a year later.
    redefined = between(
        before, before, spec(LEADERS, YOUNG), spec(LEADERS, {"age_below": 56}, version_id=2)
    )
    assert moved(redefined) == {"target_changed": (1, -1, 0)}


def test_one_person_may_stand_in_two_parts():
    both = spec({"all": []}, {"any": [DEGREE, YOUNG]})
    # Forty in June 2025, a university degree in March: met throughout, so nothing moves.
    person = Person(
        cadre_id=7,
        born="1985-06-30",
        qualifications=(("professional", "university", "2025-03-01"),),
    )
    assert moved(between([person], [person], both)) == {}
    either = spec({"all": []}, {"all": [DEGREE, YOUNG]})
    found = between([person], [person], either)
    assert moved(found) == {"qualified": (1, -1, 0), "aged_out": (-1, 1, 0)}
    assert found.moves["cadre_id"].tolist() == [7, 7]


def test_a_target_that_begins_or_ends_changes_everything_by_itself():
    persons = [Person(cadre_id=1, born="1990"), Person(cadre_id=2, born="")]
    young = spec({"all": []}, YOUNG)
    begins = bridge(side(persons, FIRST, None, [young]), side(persons, LAST, young, [young]))
    assert moved(begins) == {"target_changed": (1, 0, 1)}
    ends = bridge(side(persons, FIRST, young, [young]), side(persons, LAST, None, [young]))
    assert moved(ends) == {"target_changed": (-1, 0, -1)}


def test_corrections_are_the_way_from_what_was_known_to_what_is():
    ids = np.array([1, 2, 3, 4])
    was = np.array([MET, UNKNOWN, OUTSIDE, ABSENT], dtype=np.int8)
    now = np.array([MET, NOT_MET, OUTSIDE, MET], dtype=np.int8)
    assert corrections(ids, was, now).to_numpy().tolist() == [
        [2, "corrected", UNKNOWN, NOT_MET],
        [4, "corrected", ABSENT, MET],
    ]


# Where somebody serves on a day; 0 is nowhere.
places = st.sampled_from([0, HERE, HERE, ELSEWHERE])
rules = st.tuples(populations, conditions)


@given(
    st.lists(st.tuples(people, people, places, places), max_size=8),
    st.lists(days, min_size=2, max_size=2, unique=True),
    rules,
    rules,
    st.booleans(),
)
def test_the_parts_sum_to_the_change_whatever_happened(drawn, ends, old, new, is_same) -> None:
    first, last = sorted(ends)
    # A second drawing gives the later post; facts of the person are the same on both days.
    before, after = [], []
    for i, (person, later, here, there) in enumerate(drawn):
        post = {"is_leadership": later.is_leadership, "managed_by": later.managed_by}
        if here:
            before.append(replace(person, cadre_id=i, unit_id=here))
        if there:
            after.append(replace(person, cadre_id=i, unit_id=there, **post))
    old_spec, new_spec = spec(*old), spec(*(old if is_same else new), version_id=2)
    both = [old_spec, new_spec]
    sides = side(before, first, old_spec, both), side(after, last, new_spec, both)
    found = bridge(*sides)
    for i in range(3):
        changes = sum(change[i] for change in found.parts().values())
        assert found.after[i] - found.before[i] == changes
    assert found.after == tuple(
        int((codes(new_spec, sides[1].inside(), last) == code).sum())
        for code in (MET, NOT_MET, UNKNOWN)
    )
    check_ways(found)


def check_ways(found: Bridge) -> None:
    """Each person's parts follow one another without a gap, and in the order of PARTS."""
    for _cadre_id, way in found.moves.groupby("cadre_id"):
        order = [PARTS.index(part) for part in way["part"]]
        assert order == sorted(order)
        counted = [OUTSIDE if code == ABSENT else code for code in way["was"].tolist()[1:]]
        ended = [OUTSIDE if code == ABSENT else code for code in way["now"].tolist()[:-1]]
        assert counted == ended
