"""Every target, one day, every unit: against counting people one at a time."""

from dataclasses import replace
from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from apps.cadres.columns import columns
from apps.metrics.core.evaluate import Spec, evaluate, needs_of
from apps.targets.conditions import parse, parse_population
from tests.reference import Facts, Person, frame_row, value
from tests.strategies import conditions, days, people, populations

# 1 < 2 < 3 and 1 < 4.
PARENTS = {1: 0, 2: 1, 3: 2, 4: 1}
UNITS = pd.DataFrame(PARENTS.items(), columns=["unit_id", "parent_id"], dtype="int32")
DAY = date(2025, 6, 30)


def frame(persons: list[Person], specs: list[Spec], day: date) -> pd.DataFrame:
    wanted = needs_of(specs, day)
    facts = Facts(sorted(wanted.kinds), sorted(wanted.trainings))
    typed = {c.name: c.dtype for c in columns(wanted)}
    rows = [frame_row(person, facts, day) for person in persons]
    return pd.DataFrame(rows, columns=list(typed)).astype(typed)


def spec(population, criterion, *, version_id: int = 1, threshold_bp: int = 5000, own=None) -> Spec:
    return Spec(version_id, parse_population(population), parse(criterion), threshold_bp, own or {})


def test_two_of_five_in_a_small_tree():
    young = spec({"is_leadership": True}, {"gender": "female"})
    persons = [
        Person(unit_id=1, is_leadership=True, gender="male"),
        Person(unit_id=2, is_leadership=True, gender="female"),
        Person(unit_id=3, is_leadership=True, gender="female"),
        Person(unit_id=3, is_leadership=True, gender=""),
        Person(unit_id=4, is_leadership=False, gender="female"),
    ]
    found = evaluate(frame(persons, [young], DAY), UNITS, [young], DAY).set_index("unit_id")
    # Unit 3: one woman, one unknown. Unit 2: its own woman and all of 3. The root: everybody
    # but the one who leads nothing.
    assert found.loc[3, ["met", "not_met", "unknown"]].tolist() == [1, 0, 1]
    assert found.loc[2, ["own_met", "own_not_met", "own_unknown"]].tolist() == [1, 0, 0]
    assert found.loc[2, ["met", "not_met", "unknown"]].tolist() == [2, 0, 1]
    assert found.loc[1, ["met", "not_met", "unknown"]].tolist() == [2, 1, 1]
    assert found.loc[4, ["met", "not_met", "unknown"]].tolist() == [0, 0, 0]


def test_a_units_own_threshold_stands_in_its_rows_only():
    target = spec({"all": []}, {"gender": "female"}, own={2: 7500})
    found = evaluate(frame([], [target], DAY), UNITS, [target], DAY)
    assert dict(zip(found["unit_id"], found["threshold_bp"], strict=True)) == {
        1: 5000,
        2: 7500,
        3: 5000,
        4: 5000,
    }


def test_without_targets_there_are_no_results():
    assert evaluate(frame([Person()], [], DAY), UNITS, [], DAY).empty


placed = st.builds(
    lambda person, unit: replace(person, unit_id=unit), people, st.sampled_from(sorted(PARENTS))
)
targets = st.lists(st.tuples(populations, conditions), min_size=1, max_size=3)


def counted(
    population, criterion, persons: list[Person], unit: int, day: date
) -> tuple[int, int, int]:
    inside = [p for p in persons if p.unit_id == unit and value(population, p, day)]
    values = [value(criterion, person, day) for person in inside]
    return values.count(True), values.count(False), values.count(None)


@given(targets, st.lists(placed, max_size=15), days)
def test_every_figure_is_what_counting_people_one_by_one_gives(written, persons, day):
    specs = [spec(p, c, version_id=i) for i, (p, c) in enumerate(written)]
    found = evaluate(frame(persons, specs, day), UNITS, specs, day)
    rows = found.set_index(["version_id", "unit_id"])
    assert len(rows) == len(specs) * len(PARENTS)
    below = {1: [1, 2, 3, 4], 2: [2, 3], 3: [3], 4: [4]}
    for i, (population, criterion) in enumerate(written):
        own = {unit: counted(population, criterion, persons, unit, day) for unit in PARENTS}
        for unit in PARENTS:
            row = rows.loc[(i, unit)]
            assert (row["own_met"], row["own_not_met"], row["own_unknown"]) == own[unit]
            total = tuple(sum(own[u][k] for u in below[unit]) for k in range(3))
            assert (row["met"], row["not_met"], row["unknown"]) == total


@given(conditions, st.lists(placed, min_size=1, max_size=10), days)
def test_a_person_outside_the_population_changes_nothing(criterion, persons, day):
    target = spec({"is_leadership": True}, criterion)
    leaders = [replace(person, is_leadership=True) for person in persons]
    staff = [replace(person, is_leadership=False) for person in persons]
    alone = evaluate(frame(leaders, [target], day), UNITS, [target], day)
    together = evaluate(frame(leaders + staff, [target], day), UNITS, [target], day)
    pd.testing.assert_frame_equal(alone, together)
