"""Retirement by month: the table of Decree 135/2020/NĐ-CP as published, and by counting."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.cadres.columns import NEVER, day_number
from apps.cadres.retirement import FEMALE, MALE, retirement_month, retires_on, still_serving

# First and last month of birth, the age in years and months, first and last month it is reached.
MEN = [
    ("1961-01", "1961-09", (60, 3), "2021-04", "2021-12"),
    ("1961-10", "1962-06", (60, 6), "2022-04", "2022-12"),
    ("1962-07", "1963-03", (60, 9), "2023-04", "2023-12"),
    ("1963-04", "1963-12", (61, 0), "2024-04", "2024-12"),
    ("1964-01", "1964-09", (61, 3), "2025-04", "2025-12"),
    ("1964-10", "1965-06", (61, 6), "2026-04", "2026-12"),
    ("1965-07", "1966-03", (61, 9), "2027-04", "2027-12"),
    ("1966-04", "1970-12", (62, 0), "2028-04", "2032-12"),
    # Before the decree: sixty years.
    ("1950-01", "1960-12", (60, 0), "2010-01", "2020-12"),
]
WOMEN = [
    ("1966-01", "1966-08", (55, 4), "2021-05", "2021-12"),
    ("1966-09", "1967-04", (55, 8), "2022-05", "2022-12"),
    ("1967-05", "1967-12", (56, 0), "2023-05", "2023-12"),
    ("1968-01", "1968-08", (56, 4), "2024-05", "2024-12"),
    ("1968-09", "1969-04", (56, 8), "2025-05", "2025-12"),
    ("1969-05", "1969-12", (57, 0), "2026-05", "2026-12"),
    ("1970-01", "1970-08", (57, 4), "2027-05", "2027-12"),
    ("1970-09", "1971-04", (57, 8), "2028-05", "2028-12"),
    ("1971-05", "1971-12", (58, 0), "2029-05", "2029-12"),
    ("1972-01", "1972-08", (58, 4), "2030-05", "2030-12"),
    ("1972-09", "1973-04", (58, 8), "2031-05", "2031-12"),
    ("1973-05", "1973-12", (59, 0), "2032-05", "2032-12"),
    ("1974-01", "1974-08", (59, 4), "2033-05", "2033-12"),
    ("1974-09", "1975-04", (59, 8), "2034-05", "2034-12"),
    ("1975-05", "1980-12", (60, 0), "2035-05", "2040-12"),
    ("1955-01", "1965-12", (55, 0), "2010-01", "2020-12"),
]
TABLE = [(MALE, *row) for row in MEN] + [(FEMALE, *row) for row in WOMEN]


def index(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:7]) - 1


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


@pytest.mark.parametrize(("sex", "first", "last", "age", "begins", "ends"), TABLE)
def test_the_age_is_reached_when_the_table_says(sex, first, last, age, begins, ends):
    months = age[0] * 12 + age[1]
    assert retirement_month(first_day(index(first)), sex) == index(begins)
    assert retirement_month(first_day(index(last)), sex) == index(ends)
    for birth in range(index(first), index(last) + 1):
        assert retirement_month(first_day(birth), sex) == birth + months


@pytest.mark.parametrize("sex", [MALE, FEMALE])
def test_counting_month_by_month_finds_the_same(sex):
    """The first month in which the age lived reaches the age that the month's year asks for."""

    def asked(year: int) -> int:
        if year < 2021:
            return 720 if sex == MALE else 660
        if sex == MALE:
            return min(744, 720 + 3 * (year - 2020))
        return min(720, 660 + 4 * (year - 2020))

    for birth in range(index("1940-01"), index("1990-12") + 1):
        month = birth
        while month - birth < asked(month // 12):
            month += 1
        assert retirement_month(first_day(birth), sex) == month


@pytest.mark.parametrize("sex", [MALE, FEMALE])
def test_nobody_retires_in_the_first_months_of_the_years_in_which_the_age_rises(sex):
    years = range(2021, 2029) if sex == MALE else range(2021, 2036)
    spared = 3 if sex == MALE else 4
    reached = {
        retirement_month(first_day(birth), sex)
        for birth in range(index("1940-01"), index("1990-12") + 1)
    }
    for year in years:
        assert not reached & set(range(12 * year, 12 * year + spared))


def test_the_last_day_of_service_ends_the_month_in_which_the_age_is_reached():
    # A man born in April 1963 reaches 61 years in April 2024.
    assert retires_on(date(1963, 4, 1), "male") == date(2024, 4, 30)
    assert retires_on(date(1963, 4, 30), "male") == date(2024, 4, 30)
    # A woman born in December 1969 reaches 57 in December 2026: the year's end.
    assert retires_on(date(1969, 12, 5), "female") == date(2026, 12, 31)
    assert retires_on(None, "female") is None
    assert retires_on(date(1969, 12, 5), "") is None


def people(*rows: tuple[str | None, int]) -> pd.DataFrame:
    born = [day_number(date.fromisoformat(born)) if born else NEVER for born, _ in rows]
    return pd.DataFrame(
        {
            "cadre_id": np.arange(len(rows), dtype=np.int32),
            "born_from": np.array(born, dtype=np.int32),
            "gender": np.array([sex for _, sex in rows], dtype=np.int8),
        }
    )


def staying(day: str, base: str, *rows: tuple[str | None, int]) -> list[int]:
    left = still_serving(people(*rows), day=date.fromisoformat(day), base=date.fromisoformat(base))
    return left["cadre_id"].tolist()


def test_a_person_is_not_counted_from_the_first_of_the_next_month():
    # Born in May 1969: a woman of 57 in May 2026, not counted from 1 June 2026.
    may = ("1969-05-31", FEMALE)
    assert staying("2026-05-31", "2026-01-15", may) == [0]
    assert staying("2026-06-01", "2026-01-15", may) == []


def test_whoever_was_past_it_on_the_base_day_was_kept_on():
    may = ("1969-05-31", FEMALE)
    # E is 1 June 2026. On 31 May B < E: she goes. On 1 June she has been kept on, and stays.
    assert staying("2030-01-01", "2026-05-31", may) == []
    assert staying("2030-01-01", "2026-06-01", may) == [0]
    assert staying("2030-01-01", "2026-06-02", may) == [0]


def test_without_a_sex_or_a_birth_date_nobody_retires():
    assert staying("2099-01-01", "2020-01-01", (None, MALE), ("1960-01-01", 0)) == [0, 1]


def test_nobody_at_all_is_no_fault():
    assert staying("2030-01-01", "2020-01-01") == []


births = st.dates(date(1955, 1, 1), date(1985, 12, 31)).map(date.isoformat)
rows = st.lists(st.tuples(st.one_of(st.none(), births), st.sampled_from([0, 1, 2])), max_size=20)
near = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(rows, near, near)
def test_who_stays_is_whoever_the_rule_leaves_one_by_one(persons, day, base):
    stay = []
    for place, (born, sex) in enumerate(persons):
        if born and sex:
            ends = first_day(retirement_month(date.fromisoformat(born), sex) + 1)
            if base < ends <= day:
                continue
        stay.append(place)
    assert staying(day.isoformat(), base.isoformat(), *persons) == stay
