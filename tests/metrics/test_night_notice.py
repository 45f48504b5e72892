"""Whether the last night's figures are there, in Hà Nội's time."""

from datetime import date, datetime, timedelta, timezone

import pytest

from apps.jobs.models import Job
from apps.metrics.models import Run
from apps.metrics.selectors import NightNotice, night_notice

pytestmark = pytest.mark.django_db
HANOI = timezone(timedelta(hours=7))


def at(hour: int) -> datetime:
    return datetime(2026, 11, 23, hour, 5, tzinfo=HANOI)


def a_run(day: date) -> None:
    Run.objects.create(as_of=day, edition=1, reason="night", people=1)


def a_night(day: date, state: str) -> None:
    Job.objects.create(kind="night", day=day, state=state)


def test_a_finished_night_is_not_spoken_of() -> None:
    a_run(date(2026, 11, 22))
    a_night(date(2026, 11, 22), "done")
    assert night_notice(at(8)) is None


def test_before_three_the_night_is_not_late_yet() -> None:
    a_run(date(2026, 11, 21))
    a_night(date(2026, 11, 21), "done")
    assert night_notice(at(2)) is None
    assert night_notice(at(3)) == NightNotice(date(2026, 11, 22), False, date(2026, 11, 21))


def test_a_night_given_up_names_the_last_good_day() -> None:
    a_run(date(2026, 11, 21))
    a_night(date(2026, 11, 22), "failed")
    assert night_notice(at(8)) == NightNotice(date(2026, 11, 22), True, date(2026, 11, 21))


def test_a_night_still_waiting_is_late() -> None:
    a_run(date(2026, 11, 21))
    a_night(date(2026, 11, 22), "queued")
    assert night_notice(at(8)) == NightNotice(date(2026, 11, 22), False, date(2026, 11, 21))


def test_an_installation_without_nights_is_judged_by_its_figures() -> None:
    a_run(date(2026, 11, 22))
    assert night_notice(at(8)) is None


def test_old_figures_without_nights_are_late() -> None:
    a_run(date(2026, 11, 20))
    assert night_notice(at(8)) == NightNotice(date(2026, 11, 22), False, date(2026, 11, 20))


def test_without_any_figures_nothing_is_late() -> None:
    assert night_notice(at(8)) is None
