"""Dates as offices write them, and the order of a column with its proof."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.imports.workbook.days import NoDateError, order_of, partial
from apps.imports.workbook.opening import day_of_serial

DAYS = st.dates(date(1930, 1, 1), date(2030, 12, 31))


def read(text: str, order: str = "dmy", *, is_birth: bool = True, is_1904: bool = False) -> str:
    return partial(text, text, order, is_birth=is_birth, is_1904=is_1904)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15/08/1979", "1979-08-15"),
        ("15/8/79", "1979-08-15"),
        ("5.8.1979", "1979-08-05"),
        ("15 - 8 - 1979", "1979-08-15"),
        ("1979", "1979"),
        ("8/1979", "1979-08"),
        ("1979-08", "1979-08"),
        ("1979-08-15", "1979-08-15"),
        ("1979-08-15T00:00:00", "1979-08-15"),
        ("15/08/1979 00:00", "1979-08-15"),
        ("ngày 15 tháng 8 năm 1979", "1979-08-15"),
        ("Tháng 8 năm 1979", "1979-08"),
        ("15081979", "1979-08-15"),
        # 15/8/1975 is day 27,621 of Excel, counted from 1900.
        ("27621", "1975-08-15"),
        ("27621.0", "1975-08-15"),
        ("'15/08/1979", "1979-08-15"),
    ],
)
def test_dates_are_read_as_far_as_they_are_written(text, day):
    assert read(text) == day


def test_two_digits_are_years_in_which_officials_were_born_or_decisions_signed():
    assert read("1/2/05") == "2005-02-01"
    assert read("1/2/10") == "1910-02-01"
    assert read("1/2/10", is_birth=False) == "2010-02-01"
    assert read("1/2/75", is_birth=False) == "1975-02-01"


def test_bare_numbers_of_books_from_1904_count_from_1904():
    # 26,159 days after 1 January 1904 is 15/8/1975: 27,621 less 1,462.
    assert read("26159", is_1904=True) == "1975-08-15"


@pytest.mark.parametrize(
    ("text", "code", "instead"),
    [
        ("30/02/1979", "not_in_calendar", "02/1979"),
        ("31/04/1980", "not_in_calendar", "04/1980"),
        ("12/13/1979", "not_in_calendar", "1979"),
        ("13/1979", "not_in_calendar", "1979"),
        ("29/02/1900", "not_in_calendar", "02/1900"),
        ("15/08/1879", "year_out_of_range", None),
        ("không rõ", "not_a_date", None),
        ("1/2/3", "not_a_date", None),
        ("99999", "not_a_date", None),
        ("１５/８/1979", "not_a_date", None),
    ],
)
def test_what_is_no_day_is_refused_with_what_to_write_instead(text, code, instead):
    with pytest.raises(NoDateError) as refused:
        read(text)
    assert refused.value.code == code
    assert refused.value.about.get("instead") == instead


@given(DAYS, st.sampled_from("/.- "), st.sampled_from(["dmy", "mdy"]))
def test_every_day_written_in_an_order_is_read_back_in_it(day, sign, order):
    parts = [f"{day.day:02d}", f"{day.month:02d}"]
    text = sign.join([*(parts if order == "dmy" else parts[::-1]), str(day.year)])
    assert read(text, order) == day.isoformat()


@given(st.integers(10_000, 73_415))
def test_serial_numbers_are_days_after_the_end_of_1899(number):
    assert read(str(number)) == (date(1899, 12, 30) + timedelta(days=number)).isoformat()


def test_the_day_that_excel_invented_moves_only_those_before_it():
    assert [day_of_serial(n) for n in (1, 59, 61)] == [
        *(date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1))
    ]


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_refused_and_nothing_else_happens(text):
    try:
        found = read(text)
    except NoDateError:
        return
    assert 1900 <= int(found[:4]) <= 2100


def order(*texts: str, by_heading: str = "") -> tuple[str, str, list[str]]:
    cells = [(f"C{row}", text, text) for row, text in enumerate(texts, 2)]
    found = order_of(cells, is_birth=True, by_heading=by_heading)
    return found.order, found.reason, [place for place, _text in found.proofs]


def test_one_cell_that_has_no_other_reading_proves_the_order():
    assert order("1/2/1980", "5/5/1980", "15/8/1979", "20/8/1979") == ("dmy", "proved", ["C4"])
    assert order("1/2/1980", "8/15/1979") == ("mdy", "proved", ["C3"])


def test_a_column_that_fits_both_orders_is_left_open_with_an_example():
    assert order("5/5/1980", "1/2/1980", "1979") == ("", "fits_both", ["C3"])


def test_a_column_that_fits_neither_order_is_left_open_with_both_cells():
    assert order("15/8/1979", "8/15/1979") == ("", "contradictory", ["C2", "C3"])


def test_a_heading_that_says_dd_mm_settles_it_unless_a_cell_contradicts():
    assert order("1/2/1980", by_heading="dmy")[:2] == ("dmy", "heading")
    assert order("8/15/1979", by_heading="dmy")[:2] == ("", "contradictory")


def test_years_and_days_of_excel_need_no_order():
    assert order("1979", "8/1980")[:2] == ("dmy", "no_days")
    assert order("27621")[:2] == ("serial", "serial")
    assert order("1979-08-15")[:2] == ("iso", "iso")
    # The same day and month have one reading; 45/13 has none and proves nothing.
    assert order("5/5/1980", "45/13/1980")[:2] == ("dmy", "no_days")
