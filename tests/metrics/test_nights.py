"""Which nights are due."""

from datetime import date, timedelta

import pytest

from apps.jobs.models import Job
from apps.jobs.services import ask
from apps.metrics.models import Run
from apps.metrics.nights import missing_nights

pytestmark = pytest.mark.django_db
YESTERDAY = date(2025, 6, 30)


def days_ago(count: int) -> date:
    return YESTERDAY - timedelta(days=count)


def a_run(day: date) -> None:
    Run.objects.create(as_of=day, edition=1, reason="asked", people=0)


def test_an_empty_system_begins_with_yesterday():
    assert missing_nights(yesterday=YESTERDAY) == [YESTERDAY]


def test_after_three_days_off_all_days_are_due_in_order():
    ask(kind="night", days=[days_ago(3)])
    assert missing_nights(yesterday=YESTERDAY) == [days_ago(2), days_ago(1), YESTERDAY]


def test_nothing_is_due_twice():
    ask(kind="night", days=missing_nights(yesterday=YESTERDAY))
    assert missing_nights(yesterday=YESTERDAY) == []


def test_a_night_that_was_given_up_is_not_asked_for_again():
    ask(kind="night", days=[YESTERDAY])
    Job.objects.update(state=Job.State.FAILED)
    assert missing_nights(yesterday=YESTERDAY) == []


def test_nights_begin_after_the_last_day_published_before_there_were_any():
    a_run(days_ago(40))
    a_run(days_ago(2))
    assert missing_nights(yesterday=YESTERDAY) == [days_ago(1), YESTERDAY]


def test_at_most_a_month_is_made_up_for_when_the_last_day_is_long_ago():
    a_run(days_ago(400))
    nights = missing_nights(yesterday=YESTERDAY)
    assert (len(nights), nights[0], nights[-1]) == (31, days_ago(30), YESTERDAY)


def test_what_was_published_for_today_or_a_later_day_does_not_stand_for_the_night():
    a_run(YESTERDAY + timedelta(days=1))
    assert missing_nights(yesterday=YESTERDAY) == [YESTERDAY]


def test_other_kinds_of_jobs_are_no_nights():
    ask(kind="day", days=[YESTERDAY])
    assert missing_nights(yesterday=YESTERDAY) == [YESTERDAY]
