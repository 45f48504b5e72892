"""The query string: what is asked for, and what bad input falls back to."""

from datetime import date

import pytest
from django.http import QueryDict

from apps.presentation.filters import Filters, read_day, read_number


@pytest.mark.parametrize("text", ["2026-11-22", "22/11/2026", " 22/11/2026 "])
def test_a_day_is_read_in_both_ways_of_writing(text: str) -> None:
    assert read_day(text) == date(2026, 11, 22)


@pytest.mark.parametrize("text", ["", "31/02/2026", "2026", "22-11-2026", "0000-01-01", "x"])
def test_what_is_no_day_is_nothing(text: str) -> None:
    assert read_day(text) is None


def test_bad_input_falls_back() -> None:
    query = QueryDict("day=31/02/2026&plan=<script>&target=a b&sort=%00&unmet=maybe")
    assert Filters.read(query) == Filters()


def test_an_address_says_what_was_asked_and_nothing_else() -> None:
    query = "day=2026-11-22&plan=177/KH-UBND&target=YOUNG&sort=name&show=commune&unmet=1"
    filters = Filters.read(QueryDict(query))
    assert filters.query() == f"?{query}"
    assert filters.place.query() == "?day=2026-11-22&plan=177/KH-UBND"
    assert Filters().query() == ""


@pytest.mark.parametrize(("text", "number"), [("60", 60), ("-1", 0), ("x", 0), ("9999999", 0)])
def test_a_place_in_a_list_is_a_whole_number(text: str, number: int) -> None:
    assert read_number(text) == number
