"""Jobs: asked for once, taken in order under a lease, given up after three attempts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from apps.jobs.models import Job
from apps.jobs.services import (
    LEASE,
    MAX_ATTEMPTS,
    LeaseLostError,
    advance,
    ask,
    ask_again,
    fail,
    finish,
    is_waiting,
    retry,
    take_next,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2025, 6, 30)
NIGHTS = [MONDAY + timedelta(days=n) for n in range(3)]


def expire() -> None:
    """Let every lease have ended a minute ago."""
    Job.objects.filter(lease_until__isnull=False).update(lease_until=Now() - timedelta(minutes=1))


def take(owner: str = "me") -> Job | None:
    return take_next(kind="night", owner=owner)


def state(day: date) -> str:
    return Job.objects.get(kind="night", day=day).state


def test_asking_twice_makes_one_job_for_a_day():
    ask(kind="night", days=NIGHTS, by="beat")
    ask(kind="night", days=[*NIGHTS, MONDAY], by="another beat")
    ask(kind="day", days=[MONDAY])
    assert Job.objects.count() == 4
    assert set(Job.objects.filter(kind="night").values_list("asked_by", flat=True)) == {"beat"}


def test_the_earliest_day_is_taken_first_whatever_the_order_of_asking():
    for day in reversed(NIGHTS):
        ask(kind="night", days=[day])
    job = take()
    assert (job.day, job.state, job.attempts, job.lease_owner) == (MONDAY, "running", 1, "me")
    assert job.lease_until - job.started_at == LEASE


def test_no_later_day_is_taken_while_the_earliest_is_held():
    ask(kind="night", days=NIGHTS)
    first = take()
    assert take("you") is None
    assert not is_waiting("night")
    finish(first)
    assert is_waiting("night")
    assert take("you").day == NIGHTS[1]


def test_kinds_do_not_wait_for_each_other():
    ask(kind="night", days=[MONDAY])
    ask(kind="day", days=[MONDAY])
    assert take().kind == "night"
    assert take_next(kind="day", owner="me").kind == "day"
    assert take_next(kind="month", owner="me") is None


def test_an_expired_lease_passes_to_whoever_comes():
    ask(kind="night", days=NIGHTS)
    dead = take("dead")
    expire()
    assert is_waiting("night")
    job = take("alive")
    assert (job.pk, job.lease_owner, job.attempts) == (dead.pk, "alive", 2)
    with pytest.raises(LeaseLostError):
        finish(dead)
    fail(dead, "too late to say")
    assert (state(MONDAY), Job.objects.get(pk=job.pk).error) == ("running", "")
    finish(job)
    assert state(MONDAY) == "done"


def test_an_expired_lease_that_nobody_took_still_holds():
    ask(kind="night", days=[MONDAY])
    slow = take()
    expire()
    finish(slow)
    assert state(MONDAY) == "done"


def test_a_lease_of_an_earlier_attempt_is_lost_even_to_oneself():
    ask(kind="night", days=[MONDAY])
    first = take()
    expire()
    second = take()
    with pytest.raises(LeaseLostError):
        finish(first)
    finish(second)


def test_a_job_is_finished_once():
    ask(kind="night", days=[MONDAY])
    job = take()
    finish(job)
    with pytest.raises(LeaseLostError):
        finish(job)
    assert take() is None


def test_a_failure_waits_a_while_longer_each_time():
    ask(kind="night", days=NIGHTS)
    for attempt in (1, 2):
        job = take()
        assert job.attempts == attempt
        fail(job, "no room on the disk")
        job.refresh_from_db()
        assert (job.state, job.error, job.finished_at) == ("queued", "no room on the disk", None)
        pause = job.lease_until - job.started_at
        assert timedelta(0) <= pause - timedelta(seconds=30 * attempt) < timedelta(seconds=10)
        # Until then neither this day nor a later one is taken: the days stay in order.
        assert take() is None
        expire()


def test_after_three_failures_the_job_is_parked_and_later_nights_go_on():
    ask(kind="night", days=NIGHTS)
    for _attempt in range(MAX_ATTEMPTS):
        fail(take(), "a fault in the facts")
        expire()
    parked = Job.objects.get(day=MONDAY)
    assert (parked.state, parked.attempts, parked.error) == ("failed", 3, "a fault in the facts")
    assert parked.finished_at is not None
    assert take().day == NIGHTS[1]


def test_a_job_whose_worker_died_three_times_is_parked_and_later_nights_go_on():
    ask(kind="night", days=NIGHTS)
    for _attempt in range(MAX_ATTEMPTS):
        assert take().day == MONDAY
        expire()
    assert take().day == NIGHTS[1]
    parked = Job.objects.get(day=MONDAY)
    assert parked.state == "failed"
    assert "stopped before" in parked.error


def test_a_parked_job_is_tried_again_when_asked_with_fresh_attempts():
    ask(kind="night", days=NIGHTS)
    for _attempt in range(MAX_ATTEMPTS):
        take()
        expire()
    take()
    expire()
    retry(job=Job.objects.get(day=MONDAY), by="an administrator")
    job = take()
    assert (job.day, job.attempts, job.asked_by) == (MONDAY, 1, "an administrator")
    finish(job)


def test_only_a_parked_job_is_retried():
    ask(kind="night", days=[MONDAY])
    job = take()
    retry(job=job, by="an administrator")
    assert state(MONDAY) == "running"
    finish(job)
    retry(job=job, by="an administrator")
    assert state(MONDAY) == "done"


def test_a_day_that_was_done_is_asked_for_again_and_an_open_one_stays_as_it_is():
    ask_again(kind="day", day=MONDAY, by="an")
    running = take_next(kind="day", owner="me")
    ask_again(kind="day", day=MONDAY, by="binh")
    running.refresh_from_db()
    assert (running.state, running.asked_by) == ("running", "an")
    finish(running)
    ask_again(kind="day", day=MONDAY, by="binh")
    job = take_next(kind="day", owner="me")
    assert (job.pk, job.asked_by, job.attempts) == (running.pk, "binh", 1)
    finish(job)


def test_an_error_of_any_length_is_kept_as_far_as_it_goes():
    ask(kind="night", days=[MONDAY])
    fail(take(), "x" * 10_000)
    assert len(Job.objects.get().error) == 2000


def test_nothing_asked_nothing_taken():
    assert take() is None
    assert not is_waiting("night")


@pytest.mark.django_db(transaction=True)
def test_two_workers_woken_at_once_never_hold_two_days():
    def wake(n: int) -> date | None:
        try:
            job = take(f"worker {n}")
            return job and job.day
        finally:
            connection.close()

    ask(kind="night", days=NIGHTS)
    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(wake, range(6)))
    assert sorted(day for day in taken if day) == [MONDAY]
    assert Job.objects.filter(state="running").count() == 1


class TestSubjects:
    """Work on things that a day alone does not name."""

    def test_two_subjects_of_a_day_are_two_jobs(self):
        ask(kind="import", days=[MONDAY], subject="1")
        ask(kind="import", days=[MONDAY], subject="2")
        ask(kind="import", days=[MONDAY], subject="2")
        assert sorted(Job.objects.values_list("subject", flat=True)) == ["1", "2"]

    def test_without_an_order_a_held_job_does_not_hold_up_the_next(self):
        for subject in ("1", "2"):
            ask(kind="import", days=[MONDAY], subject=subject)
        first = take_next(kind="import", owner="a", in_order=False)
        second = take_next(kind="import", owner="b", in_order=False)
        assert (first.subject, second.subject) == ("1", "2")
        assert take_next(kind="import", owner="c", in_order=False) is None

    def test_asking_again_queues_only_its_own_subject(self):
        for subject in ("1", "2"):
            ask(kind="import", days=[MONDAY], subject=subject)
        Job.objects.update(state="done")
        ask_again(kind="import", day=MONDAY, by="an", subject="2")
        assert dict(Job.objects.values_list("subject", "state")) == {"1": "done", "2": "queued"}


@pytest.mark.django_db(transaction=True)
def test_how_far_a_job_is_shows_while_its_transaction_is_open():
    ask(kind="import", days=[MONDAY], subject="1")
    job = take_next(kind="import", owner="a")
    Job.objects.update(lease_until=Now() + timedelta(seconds=5))
    with transaction.atomic():
        advance(job, done=3, total=10)
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT done, total, lease_until > now() + interval '1 min' FROM jobs_job"
            )
            assert cursor.fetchone() == (3, 10, True)
        other.close()
        finish(job)


@pytest.mark.django_db(transaction=True)
def test_whoever_lost_the_lease_cannot_say_how_far_it_is():
    ask(kind="import", days=[MONDAY], subject="1")
    job = take_next(kind="import", owner="a")
    Job.objects.update(lease_owner="b", attempts=2)
    advance(job, done=3, total=10)
    assert Job.objects.get().done == 0
