"""The people frame, read from PostgreSQL, against careers read by hand."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.cadres.columns import Needs, columns
from apps.cadres.models import Appointment, Cadre
from apps.cadres.people import people_frame
from apps.common.stream import one_snapshot
from tests.factories import a_cadre, a_unit, appoint, new_appointment, new_cadre, qualify
from tests.histories import careers, undone, write
from tests.reference import UNIT_KINDS, Facts, frame_row
from tests.strategies import CATEGORIES
from tests.strategies import days as some_days

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 30)
EVERYTHING = ["professional", "political_theory", "state_management"]
MARKS = ["is_minority", "is_party_member", "is_religious"]
KINDS = ["city", "department", "commune", "party_body"]


@pytest.fixture
def units():
    root = a_unit("root", kind=KINDS[0])
    return [root, *(a_unit(kind, under=root, kind=kind) for kind in KINDS[1:])]


@settings(max_examples=40)
@given(drawn=st.lists(careers(), max_size=6), day=some_days, data=st.data())
def test_the_frame_says_of_everyone_counted_what_is_recorded(units, drawn, day, data):
    untils = st.tuples(st.sampled_from(CATEGORIES), some_days)
    asked = Needs(
        kinds=frozenset(data.draw(st.sets(st.sampled_from(EVERYTHING)))),
        trainings=frozenset(data.draw(st.sets(untils, max_size=3))),
        has_unit_kind=data.draw(st.booleans()),
    )
    facts = Facts(sorted(asked.kinds), sorted(asked.trainings))
    listed = columns(asked)
    with undone():
        cadres = write(drawn, units)
        frame = people_frame(day, asked).sort_values("cadre_id", ignore_index=True)
        half = people_frame(day, asked, cadre_ids=[c.pk for c in cadres[::2]])
    expected = []
    for cadre, career in zip(cadres, drawn, strict=True):
        if counted := career.on(day):
            place, person = counted
            row = frame_row(person, facts, day)
            row |= {"cadre_id": cadre.pk, "unit_id": units[place].pk}
            row["unit_kind"] = UNIT_KINDS.index(KINDS[place])
            expected.append({column.name: row[column.name] for column in listed})
    assert {c.name: c.dtype for c in listed} == {n: str(d) for n, d in frame.dtypes.items()}
    assert frame.to_dict("records") == expected
    chosen = {cadre.pk for cadre in cadres[::2]}
    assert sorted(half["cadre_id"]) == [
        row["cadre_id"] for row in expected if row["cadre_id"] in chosen
    ]


def test_an_empty_database_gives_an_empty_frame_of_the_same_shape():
    asked = Needs(frozenset(EVERYTHING), frozenset({("knowledge_update", DAY)}), True)
    frame = people_frame(DAY, asked)
    assert len(frame) == 0
    assert list(frame) == [column.name for column in columns(asked)]


def test_a_period_is_half_open(units):
    cadre = a_cadre(unit=units[1], start_on="2020-05-10", end_on="2021-05-10")
    counted = [
        len(people_frame(date.fromisoformat(day), Needs()))
        for day in ("2020-05-09", "2020-05-10", "2021-05-09", "2021-05-10")
    ]
    assert counted == [0, 1, 1, 0]
    # The day on which one post ends is the day on which the next begins.
    appoint(cadre, units[2], start_on="2021-05-10")
    assert people_frame(date(2021, 5, 10), Needs())["unit_id"].tolist() == [units[2].pk]


def test_a_partly_known_bound_is_read_as_its_earliest_day(units):
    a_cadre(unit=units[1], start_on="2020", end_on="2021-06")
    counted = [
        len(people_frame(date.fromisoformat(day), Needs()))
        for day in ("2019-12-31", "2020-01-01", "2021-05-31", "2021-06-01")
    ]
    assert counted == [0, 1, 1, 0]


def test_a_concurrent_post_is_never_counted(units):
    cadre = a_cadre(unit=units[1])
    appoint(cadre, units[2], is_primary=False, is_leadership=True)
    frame = people_frame(DAY, Needs())
    assert frame["unit_id"].tolist() == [units[1].pk]
    assert frame["is_leadership"].tolist() == [False]


def test_many_facts_of_one_person_are_one_row(units):
    cadre = a_cadre(unit=units[1])
    for level in ("college", "university", "master"):
        qualify(cadre, level, awarded_on="2010")
    frame = people_frame(DAY, Needs(kinds=frozenset({"professional"})))
    assert frame["professional_certain"].tolist() == [5]


def test_a_frame_is_a_query_a_range_not_a_query_a_person(units, django_assert_num_queries):
    cadres = Cadre.objects.bulk_create(new_cadre() for _ in range(300))
    Appointment.objects.bulk_create(new_appointment(cadre, units[1]) for cadre in cadres)
    # The last person's number, how to join, the rows, and how to join from then on.
    with django_assert_num_queries(4):
        frame = people_frame(DAY, Needs())
    assert sorted(frame["cadre_id"]) == sorted(cadre.pk for cadre in cadres)


@pytest.mark.django_db(transaction=True)
def test_two_connections_read_ranges_of_one_moment(units, monkeypatch):
    cadres = [a_cadre(unit=units[1]) for _ in range(7)]
    monkeypatch.setattr("apps.cadres.people._RANGE", 2)
    with one_snapshot():
        frame = people_frame(DAY, Needs())
    assert sorted(frame["cadre_id"]) == [cadre.pk for cadre in cadres]


@pytest.mark.django_db(transaction=True)
def test_people_written_in_the_same_transaction_are_read_too(units, monkeypatch):
    monkeypatch.setattr("apps.cadres.people._RANGE", 2)
    with one_snapshot():
        cadres = [a_cadre(unit=units[1]) for _ in range(7)]
        frame = people_frame(DAY, Needs())
    assert sorted(frame["cadre_id"]) == [cadre.pk for cadre in cadres]


def test_marks_are_not_recorded_no_or_yes(units):
    said = {
        "is_minority": [None, False, True],
        "is_party_member": [True, None, False],
        "is_religious": [False, True, None],
    }
    people = [a_cadre(unit=units[0]) for _ in range(3)]
    for place, person in enumerate(people):
        Cadre.objects.filter(pk=person.pk).update(**{m: said[m][place] for m in MARKS})
    frame = people_frame(DAY, Needs(marks=frozenset(MARKS))).sort_values("cadre_id")
    codes = {None: 0, False: 1, True: 2}
    assert {mark: frame[mark].tolist() for mark in MARKS} == {
        mark: [codes[value] for value in said[mark]] for mark in MARKS
    }


def test_a_frame_holds_no_mark_that_is_not_asked_for(units):
    a_cadre(unit=units[0])
    assert not set(MARKS) & set(people_frame(DAY, Needs()).columns)
