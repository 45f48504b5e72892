"""Conditions applied to people: each row of section 4 of the semantics, worked by hand."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.cadres.columns import columns
from apps.targets.conditions import needs, parse, parse_population
from apps.targets.states import FALSE, TRUE, UNKNOWN, states
from tests.reference import Facts, Person, frame_row, value
from tests.strategies import conditions, days, people, populations

YES, NO, OPEN = True, False, None
WORDS = {TRUE: YES, FALSE: NO, UNKNOWN: OPEN}


def applied(condition, persons: list[Person], day: date) -> list[bool | None]:
    """Apply a condition to people through the frame that it needs."""
    parsed = parse(condition)
    wanted = needs([parsed], day)
    facts = Facts(sorted(wanted.kinds), sorted(wanted.trainings))
    frame = pd.DataFrame([frame_row(person, facts, day) for person in persons])
    typed = {c.name: c.dtype for c in columns(wanted)}
    return [WORDS[state] for state in states(parsed, frame[list(typed)].astype(typed), day)]


def one(condition, day: str, **facts) -> bool | None:
    (found,) = applied(condition, [Person(**facts)], date.fromisoformat(day))
    return found


AGES = [
    # By day: the fortieth birthday is the first day on which the person is forty.
    ("1985-07-01", 40, "2025-06-30", YES),
    ("1985-06-30", 40, "2025-06-30", NO),
    ("1985-06-29", 40, "2025-06-30", NO),
    # Born on 29 February 1984: forty on 29 February 2024, a leap year.
    ("1984-02-29", 40, "2024-02-28", YES),
    ("1984-02-29", 40, "2024-02-29", NO),
    # ... but forty-one on 1 March 2025, a common year.
    ("1984-02-29", 41, "2025-02-28", YES),
    ("1984-02-29", 41, "2025-03-01", NO),
    # Seen from 29 February: whoever was born on 28 February had the birthday, 1 March did not.
    ("1985-02-28", 39, "2024-02-29", NO),
    ("1985-03-01", 39, "2024-02-29", YES),
    # 1900 was no leap year: born on 29 February 1860, forty on 1 March 1900.
    ("1860-02-29", 40, "1900-02-28", YES),
    ("1860-02-29", 40, "1900-03-01", NO),
    # A year alone: every day of 1985 is under forty until 1985-01-01 turns, none after 12-31.
    ("1985", 40, "2024-12-31", YES),
    ("1985", 40, "2025-01-01", OPEN),
    ("1985", 40, "2025-12-30", OPEN),
    ("1985", 40, "2025-12-31", NO),
    # A month alone; February 1984 has 29 days, and the 29th turns forty-one on 1 March 2025.
    ("1985-06", 40, "2025-05-31", YES),
    ("1985-06", 40, "2025-06-01", OPEN),
    ("1985-06", 40, "2025-06-30", NO),
    ("1984-02", 41, "2025-02-28", OPEN),
    ("1984-02", 41, "2025-03-01", NO),
    # Nothing known.
    ("", 40, "2025-06-30", OPEN),
]


@pytest.mark.parametrize(("born", "years", "day", "expected"), AGES)
def test_age_by_day(born, years, day, expected):
    assert one({"age_below": years}, day, born=born) is expected
    long = {"age_below": {"years": years, "granularity": "day"}}
    assert one(long, day, born=born) is expected


BY_MONTH = [
    # July 1985 to July 2025 are 480 months, whatever the days: not under forty.
    ("1985-07-31", "2025-07-01", NO),
    ("1985-07-01", "2025-06-30", YES),
    ("1985-08-01", "2025-07-31", YES),
    ("1985-07", "2025-07-15", NO),
    ("1985-07", "2025-06-15", YES),
    # A year alone: January reaches forty in January, December in December.
    ("1985", "2024-12-31", YES),
    ("1985", "2025-01-01", OPEN),
    ("1985", "2025-11-30", OPEN),
    ("1985", "2025-12-01", NO),
    ("", "2025-12-01", OPEN),
]


@pytest.mark.parametrize(("born", "day", "expected"), BY_MONTH)
def test_age_by_month(born, day, expected):
    condition = {"age_below": {"years": 40, "granularity": "month"}}
    assert one(condition, day, born=born) is expected


@pytest.mark.parametrize("day", ["2000-01-01", "2025-06-30", "2040-12-31"])
def test_a_fixed_reference_day_stands_for_every_day(day):
    at_congress = {"age_below": {"years": 40, "on": "2025-07-01"}}
    assert one(at_congress, day, born="1985-07-02") is YES
    assert one(at_congress, day, born="1985-07-01") is NO
    by_month = {"age_below": {"years": 40, "granularity": "month", "on": "2025-07-31"}}
    assert one(by_month, day, born="1985-07-31") is NO
    assert one(by_month, day, born="1985-08-01") is YES


def test_a_person_not_yet_born_is_below_every_age():
    assert one({"age_below": 1}, "2020-01-01", born="2021-05-05") is YES


@pytest.mark.parametrize("day", ["0001-01-01", "0030-06-15", "9999-12-31"])
def test_an_age_is_answered_on_the_first_and_the_last_day_of_the_calendar(day):
    for granularity in ("day", "month"):
        condition = {"age_below": {"years": 40, "granularity": granularity}}
        assert one(condition, day, born="1985-01-01") is (day < "1985")


def test_gender_is_unknown_when_it_is_not_recorded():
    told = [one({"gender": "female"}, "2025-01-01", gender=g) for g in ("female", "male", "")]
    assert told == [YES, NO, OPEN]


DEGREE = {"qualification_at_least": {"kind": "professional", "level": "university"}}
QUALIFICATIONS = [
    # Awarded by the day, at the level or above.
    ([("professional", "university", "2020-06-15")], "2020-06-15", YES),
    ([("professional", "doctorate", "2020-06-15")], "2024-01-01", YES),
    # Awarded the day after: recorded, so it is known that there was none before.
    ([("professional", "university", "2020-06-15")], "2020-06-14", NO),
    # No award date: held.
    ([("professional", "master", "")], "1990-01-01", YES),
    # Lower on the ladder, or known to have none.
    ([("professional", "college", "2010")], "2025-01-01", NO),
    ([("professional", "none", "")], "2025-01-01", NO),
    # Nothing of the kind recorded, another kind does not help.
    ([], "2025-01-01", OPEN),
    ([("political_theory", "bachelor", "")], "2025-01-01", OPEN),
    # A year alone: not before it, perhaps within it, certainly on its last day.
    ([("professional", "university", "2020")], "2019-12-31", NO),
    ([("professional", "university", "2020")], "2020-01-01", OPEN),
    ([("professional", "university", "2020")], "2020-12-30", OPEN),
    ([("professional", "university", "2020")], "2020-12-31", YES),
    ([("professional", "university", "2020-02")], "2020-02-28", OPEN),
    ([("professional", "university", "2020-02")], "2020-02-29", YES),
    # A certain one settles it beside a doubtful one; a doubtful one beside a lower one does not.
    ([("professional", "master", "2020"), ("professional", "university", "2005")], "2020-05-01", YES),
    ([("professional", "master", "2020"), ("professional", "college", "2005")], "2020-05-01", OPEN),
    ([("professional", "master", "2021"), ("professional", "college", "2005")], "2020-05-01", NO),
]  # fmt: skip


@pytest.mark.parametrize(("held", "day", "expected"), QUALIFICATIONS)
def test_a_qualification_counts_once_it_is_certainly_awarded(held, day, expected):
    assert one(DEGREE, day, qualifications=tuple(held)) is expected


def test_none_or_above_asks_whether_the_level_is_known():
    condition = {"qualification_at_least": {"kind": "professional", "level": "none"}}
    assert one(condition, "2025-01-01", qualifications=(("professional", "none", ""),)) is YES
    assert one(condition, "2025-01-01") is OPEN


UPDATE = "knowledge_update"
WINDOW = {"trained": {"category": UPDATE, "since": "2021-01-01", "until": "2025-12-31"}}
WINDOWS = [
    # Both ends are inside.
    ("2020-12-31", "2026-01-01", NO),
    ("2021-01-01", "2026-01-01", YES),
    ("2025-12-31", "2026-01-01", YES),
    ("2026-01-01", "2026-06-01", NO),
    # Nothing after the day counts yet.
    ("2024-05-02", "2024-05-01", NO),
    ("2024-05-01", "2024-05-01", YES),
    # A partly known date inside, across either end, across the day.
    ("2024", "2025-01-01", YES),
    ("2024", "2024-12-31", YES),
    ("2024", "2024-12-30", OPEN),
    ("2024-05", "2024-05-30", OPEN),
    ("2024-05", "2024-05-31", YES),
    ("2024-05", "2024-04-30", NO),
    # No date: possibly.
    ("", "2024-05-01", OPEN),
]


@pytest.mark.parametrize(("completed", "day", "expected"), WINDOWS)
def test_a_training_counts_when_it_is_certainly_inside_the_window(completed, day, expected):
    assert one(WINDOW, day, trainings=((UPDATE, completed),)) is expected


def test_a_partly_known_date_across_the_windows_ends_leaves_it_open():
    condition = {"trained": {"category": UPDATE, "since": "2021-07-01", "until": "2023-06-30"}}
    told = [
        one(condition, "2025-01-01", trainings=((UPDATE, completed),))
        for completed in (
            "2020",
            "2021",
            "2021-06",
            "2021-07",
            "2022",
            "2023",
            "2023-06",
            "2023-07",
        )
    ]
    assert told == [NO, OPEN, NO, YES, YES, OPEN, YES, NO]


def test_a_training_that_is_not_recorded_did_not_happen():
    assert one(WINDOW, "2024-05-01") is NO
    assert one(WINDOW, "2024-05-01", trainings=(("foreign_language", "2023-01-01"),)) is NO


def test_one_certain_training_settles_it_beside_doubtful_ones():
    held = ((UPDATE, ""), (UPDATE, "2020"), (UPDATE, "2022-03-04"))
    assert one(WINDOW, "2024-05-01", trainings=held) is YES
    assert one(WINDOW, "2022-03-03", trainings=held) is OPEN


WITHIN = [
    # 12 months before 30 June 2025 is 30 June 2024; the window begins on the day after.
    (12, "2025-06-30", "2024-06-30", NO),
    (12, "2025-06-30", "2024-07-01", YES),
    (12, "2025-06-30", "2025-06-30", YES),
    (12, "2025-06-30", "2025-07-01", NO),
    # One month before 31 March 2024 is cut to 29 February; before 31 March 2023 to the 28th.
    (1, "2024-03-31", "2024-02-29", NO),
    (1, "2024-03-31", "2024-03-01", YES),
    (1, "2023-03-31", "2023-02-28", NO),
    (1, "2023-03-31", "2023-03-01", YES),
    # 12 months before 29 February 2024 is cut to 28 February 2023.
    (12, "2024-02-29", "2023-02-28", NO),
    (12, "2024-02-29", "2023-03-01", YES),
    (24, "2025-06-30", "2023", OPEN),
    (24, "2025-06-30", "2024", YES),
    (24, "2025-06-30", "", OPEN),
]


@pytest.mark.parametrize(("months", "day", "completed", "expected"), WITHIN)
def test_a_window_of_months_begins_the_day_after_the_same_day(months, day, completed, expected):
    condition = {"trained": {"category": UPDATE, "within_months": months}}
    assert one(condition, day, trainings=((UPDATE, completed),)) is expected


def test_the_post_is_always_known():
    facts = {"is_leadership": True, "managed_by": "department", "unit_kind": "commune"}
    for condition, expected in [
        ({"is_leadership": True}, YES),
        ({"is_leadership": False}, NO),
        ({"managed_by_in": ["department", "unit"]}, YES),
        ({"managed_by_in": ["unit"]}, NO),
        ({"managed_by_in": []}, NO),
        ({"unit_kind_in": ["commune"]}, YES),
        ({"unit_kind_in": ["city", "department"]}, NO),
    ]:
        assert one(condition, "2025-01-01", **facts) is expected


# Three leaves that are true, false and open for one person.
T, F, U = {"is_leadership": True}, {"is_leadership": False}, {"gender": "female"}
PERSON = {"is_leadership": True, "gender": ""}
KLEENE = [
    ({"all": [T, T]}, YES), ({"all": [T, F]}, NO), ({"all": [T, U]}, OPEN),
    ({"all": [F, F]}, NO), ({"all": [F, U]}, NO), ({"all": [U, U]}, OPEN),
    ({"any": [T, T]}, YES), ({"any": [T, F]}, YES), ({"any": [T, U]}, YES),
    ({"any": [F, F]}, NO), ({"any": [F, U]}, OPEN), ({"any": [U, U]}, OPEN),
    ({"not": T}, NO), ({"not": F}, YES), ({"not": U}, OPEN),
    ({"all": []}, YES), ({"any": []}, NO),
    ({"not": {"all": []}}, NO), ({"not": {"any": []}}, YES),
    ({"all": [{"any": []}, U]}, NO), ({"any": [{"all": []}, U]}, YES),
    ({"any": [U, {"not": U}]}, OPEN),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "expected"), KLEENE)
def test_conditions_are_joined_by_three_valued_logic(condition, expected):
    assert one(condition, "2025-01-01", **PERSON) is expected


@given(conditions, st.lists(people, min_size=1, max_size=12), days)
def test_a_condition_says_of_each_person_what_the_rules_say(condition, persons, day):
    assert applied(condition, persons, day) == [value(condition, p, day) for p in persons]


@given(populations, st.lists(people, min_size=1, max_size=8), days)
def test_a_population_is_known_for_everyone(condition, persons, day):
    parse_population(condition)
    assert OPEN not in applied(condition, persons, day)


@given(conditions, people, days)
def test_what_becomes_known_never_contradicts_what_was_said(condition, person, day):
    """Filling in the birth date and the gender turns an open answer into either, no answer round."""
    before = value(condition, person, day)
    (said,) = applied(condition, [person], day)
    assert said is before
    if said is not OPEN and not person.born:
        known = Person(**{**vars(person), "born": "1984-02-29"})
        assert applied(condition, [known], day) == [said]
    if said is not OPEN and not person.gender:
        for gender in ("female", "male"):
            known = Person(**{**vars(person), "gender": gender})
            assert applied(condition, [known], day) == [said]


def test_nobody_is_answered_with_nothing():
    frame = pd.DataFrame({c.name: pd.Series(dtype=c.dtype) for c in columns(needs([], date.max))})
    assert states(parse({"all": [T, U]}), frame, date(2025, 1, 1)).tolist() == []
