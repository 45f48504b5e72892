"""Numbers as a reader sees them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.common.partial import PartialDate
from apps.presentation import numbers

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("met", "population", "threshold_bp", "shown"),
    [
        (16, 113, 1500, "14,2"),  # 14.159 %
        (16, 107, 1500, "14,95"),  # 14.953 %: one decimal would read 15,0
        (187, 1250, 1500, "14,96"),  # 14.96 %: one decimal would read 15,0
        (9997, 10000, 10_000, "99,97"),
        (99999, 100000, 10_000, "99,999"),
        (1, 8, 1500, "12,5"),
        (1, 16, 1500, "6,3"),  # 6.25 %, half up
        (3, 20, 1500, "15,0"),  # exactly the threshold is met
        (0, 5, 1500, "0,0"),
        (7, 7, 10_000, "100,0"),
    ],
)
def test_a_ratio_has_one_decimal_and_more_when_it_would_read_as_met(
    met: int, population: int, threshold_bp: int, shown: str
) -> None:
    assert numbers.percent(met, population, threshold_bp) == f"{shown}{NBSP}%"


def test_english_has_a_decimal_point_and_a_comma_between_thousands() -> None:
    with translation.override("en"):
        assert numbers.percent(16, 113) == f"14.2{NBSP}%"
        assert numbers.parts(614, 4117) == "614/4,117"
    assert numbers.parts(614, 4117) == "614/4.117"


def test_nobody_to_count_is_said_and_is_not_zero() -> None:
    with translation.override("en"):
        assert numbers.percent(0, 0, 1500) == "nobody to count"
        assert numbers.percent_range(0, 0, 0, 1500) == "nobody to count"


def test_unknown_records_make_a_range_without_spaces_round_the_dash() -> None:
    # 614 of 4117 is 14.914 %; 634 of 4117 is 15.4 %.
    assert numbers.percent_range(614, 20, 4117, 1500) == f"14,9–15,4{NBSP}%"
    assert numbers.percent_range(16, 0, 113, 1500) == f"14,2{NBSP}%"


def test_a_range_that_one_decimal_cannot_show_is_one_number() -> None:
    assert numbers.percent_range(5000, 1, 100_000, 1500) == f"5,0{NBSP}%"


@pytest.mark.parametrize(
    ("basis_points", "shown"),
    [(1500, "15"), (1250, "12,5"), (1234, "12,34"), (10_000, "100"), (5, "0,05")],
)
def test_a_threshold_has_no_more_decimals_than_it_needs(basis_points: int, shown: str) -> None:
    assert numbers.threshold(basis_points) == f"{shown}{NBSP}%"


def test_days_and_moments_are_written_the_vietnamese_way() -> None:
    assert numbers.day(date(2026, 7, 1)) == "01/07/2026"
    # Seven hours ahead of Greenwich: 19:10 is ten past two on the next day.
    assert numbers.moment(datetime(2026, 11, 22, 19, 10, tzinfo=UTC)) == "02:10 23/11/2026"


@pytest.mark.parametrize(
    ("known", "shown"), [("1985", "1985"), ("1985-06", "06/1985"), ("1985-06-14", "14/06/1985")]
)
def test_a_partly_known_date_shows_what_is_known(known: str, shown: str) -> None:
    assert numbers.partial(PartialDate.parse(known)) == shown


def test_a_date_that_is_not_known_shows_nothing() -> None:
    assert numbers.partial(None) == ""


@given(population=st.integers(1, 3_000_000), bp=st.integers(1, 10_000), data=st.data())
def test_a_ratio_below_its_threshold_never_reads_as_the_threshold_or_above(
    population: int, bp: int, data: st.DataObject
) -> None:
    needed = -(-bp * population // 10_000)
    met = data.draw(st.integers(max(0, needed - 3), needed - 1) | st.integers(0, needed - 1))
    shown = numbers.percent(met, population, bp).removesuffix(f"{NBSP}%")
    units, decimals = shown.split(",")
    # Compared as integers: units.decimals < bp / 100.
    assert 100 * int(units + decimals) < bp * 10 ** len(decimals)


@given(population=st.integers(1, 3_000_000), data=st.data())
def test_a_ratio_is_at_most_half_of_its_last_decimal_away(
    population: int, data: st.DataObject
) -> None:
    met = data.draw(st.integers(0, population))
    shown = numbers.percent(met, population).removesuffix(f"{NBSP}%").replace(",", "")
    # Twice the distance, in thousandths of the population, is at most one tenth of a percent.
    assert 2 * abs(int(shown) * population - 1000 * met) <= population
