"""What is said of a series that crosses a reorganisation."""

from __future__ import annotations

from datetime import date

from django.utils.translation import override

from apps.metrics.trends.series import Trend
from apps.presentation.breaks import cut_words

DAYS = [date(2025, 6, 30), date(2025, 7, 31)]
COUNTS = [(1, 1, 0, 6000)] * 2


def said(**parts: list) -> str:
    with override("en"):
        return cut_words(Trend(DAYS, list(COUNTS), **({"breaks": []} | parts)))


def test_a_series_without_a_reorganisation_needs_no_word() -> None:
    assert said() == ""


def test_who_is_counted_before_and_who_is_not_is_named() -> None:
    words = said(breaks=[date(2025, 7, 1)], origins=["Xã A", "Xã B"], divided=["Huyện C"])
    assert "(01/07/2025)" in words
    assert "shows the units that became this one: Xã A, Xã B." in words
    assert "Not before: Huyện C." in words


def test_where_all_before_were_divided_the_missing_past_is_explained() -> None:
    assert said(divided=["Xã A"]).startswith("Not before: Xã A. They were divided")


def test_of_many_units_the_first_eight_are_named() -> None:
    words = said(breaks=[date(2025, 7, 1)], origins=[f"Xã {letter}" for letter in "ABCDEFGHI"])
    assert "Xã H, …." in words
    assert "Xã I" not in words
