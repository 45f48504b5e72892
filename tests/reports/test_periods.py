"""Periods: where they end, and what they are compared with."""

from __future__ import annotations

from datetime import date

import pytest

from apps.reports.periods import ended, period_of

PLAN = (date(2021, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("kind", "first", "last", "before"),
    [
        ("day", "2026-01-01", "2026-08-15", "2025-12-31"),
        ("month", "2026-08-01", "2026-08-31", "2026-07-31"),
        ("quarter", "2026-07-01", "2026-09-30", "2026-06-30"),
        ("half_year", "2026-07-01", "2026-12-31", "2026-06-30"),
        ("year", "2026-01-01", "2026-12-31", "2025-12-31"),
        # Five years: the first half in whole years, rounded up, is three.
        ("mid_term", "2021-01-01", "2023-12-31", "2020-12-31"),
        ("final", "2021-01-01", "2025-12-31", "2020-12-31"),
    ],
)
def test_a_period_holds_its_day(kind: str, first: str, last: str, before: str) -> None:
    found = period_of(kind, date(2026, 8, 15), plan=PLAN)
    assert (str(found.first), str(found.last), str(found.before)) == (first, last, before)


def test_without_a_plan_mid_term_and_final_are_the_year() -> None:
    assert period_of("final", date(2026, 8, 15)).last == date(2026, 12, 31)


def test_february_ends_as_the_year_has_it() -> None:
    assert period_of("month", date(2024, 2, 3)).last == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("kind", "today", "last"),
    [
        ("month", date(2026, 9, 1), date(2026, 8, 31)),
        ("month", date(2026, 8, 31), date(2026, 7, 31)),
        ("quarter", date(2026, 10, 1), date(2026, 9, 30)),
        ("quarter", date(2026, 9, 30), date(2026, 6, 30)),
        ("year", date(2026, 1, 1), date(2025, 12, 31)),
        ("day", date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_the_last_period_that_has_ended(kind: str, today: date, last: date) -> None:
    assert ended(kind, today).last == last


def test_quarters_and_halves_are_numbered() -> None:
    assert period_of("quarter", date(2026, 12, 1)).number == 4
    assert period_of("half_year", date(2026, 6, 30)).number == 1
    assert period_of("month", date(2026, 11, 2)).number == 11
