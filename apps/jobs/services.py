"""Asking for a job, taking it under a lease, and saying how it ended.

A lease is the only claim on a job. Whoever was stopped loses it when it expires; the work is then
taken again, at most ``MAX_ATTEMPTS`` times. Moments come from the database's clock, so that two
machines agree.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from apps.jobs.models import Job, JobQuerySet

MAX_ATTEMPTS = 3
LEASE = timedelta(minutes=2)
PAUSE = timedelta(seconds=30)


class LeaseLostError(Exception):
    """Another worker has taken the job; nothing of this attempt may be published."""


def ask(*, kind: str, days: Iterable[date], by: str = "", subject: str = "") -> None:
    """Make sure that a job exists for each day; asking twice changes nothing."""
    jobs = [Job(kind=kind, day=day, subject=subject, asked_by=by) for day in days]
    Job.objects.bulk_create(jobs, ignore_conflicts=True)


@transaction.atomic
def ask_again(*, kind: str, day: date, by: str, subject: str = "") -> None:
    """Ask for a day whether or not it was done before; a job that is open stays as it is."""
    ask(kind=kind, days=[day], by=by, subject=subject)
    same = Job.objects.filter(kind=kind, day=day, subject=subject)
    ended = same.exclude(pk__in=Job.objects.open().values("pk"))
    ended.update(
        state=Job.State.QUEUED,
        attempts=0,
        error="",
        asked_by=by,
        asked_at=Now(),
        done=0,
        total=0,
        started_at=None,
        finished_at=None,
        lease_until=None,
    )


@transaction.atomic
def take_next(*, kind: str, owner: str, in_order: bool = True) -> Job | None:
    """Take the earliest open job of a kind under a lease, or None when it is not to be had.

    Days are worked in order: while the earliest open day is under a live lease, no later day is
    taken, unless the jobs of the kind have nothing to do with one another. A job whose lease
    expired too often is given up, and the next day is looked at.
    """
    # Taking is serialised, so that two workers woken at once cannot take two days.
    jobs = list(Job.objects.of_kind(kind).open().select_for_update()[:50])
    held = Job.objects.filter(pk__in=[job.pk for job in jobs], lease_until__gt=Now())
    held_ids = set(held.values_list("pk", flat=True))
    for job in jobs:
        if job.pk in held_ids:
            if in_order:
                return None
            continue
        if job.attempts >= MAX_ATTEMPTS:
            _give_up(job)
            continue
        return _lease(job, owner)
    return None


def _lease(job: Job, owner: str) -> Job:
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.RUNNING,
        lease_owner=owner,
        lease_until=Now() + LEASE,
        attempts=job.attempts + 1,
        done=0,
        total=0,
        started_at=Now(),
    )
    job.refresh_from_db()
    return job


def _give_up(job: Job) -> None:
    error = job.error or "The worker stopped before the work was finished."
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, error=error, finished_at=Now())


def _held(job: Job) -> JobQuerySet:
    """The job's row, if the attempt that read it still holds the lease."""
    return Job.objects.filter(
        pk=job.pk,
        state=Job.State.RUNNING,
        lease_owner=job.lease_owner,
        attempts=job.attempts,
    )


def advance(job: Job, *, done: int, total: int) -> None:
    """Note how far a job is, for others to see at once, and prolong its lease.

    Another connection writes it, so that it shows while the job's own transaction is open. That
    must not have written the job's row before.
    """
    with _aside() as cursor:
        cursor.execute(
            "UPDATE jobs_job SET done = %s, total = %s, lease_until = now() + %s"
            " WHERE id = %s AND state = 'running' AND lease_owner = %s AND attempts = %s",
            [done, total, LEASE, job.pk, job.lease_owner, job.attempts],
        )


@contextmanager
def _aside() -> Iterator[Any]:
    """Yield a cursor that commits at once, on another connection while a transaction is open."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            yield cursor
        return
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            yield cursor
    finally:
        other.close()


def finish(job: Job) -> None:
    """Mark a job done, inside the transaction that publishes its result.

    Raises LeaseLostError when the lease has passed to another worker, so that the caller's
    transaction, and with it a second result, is rolled back.
    """
    if not _held(job).update(state=Job.State.DONE, error="", finished_at=Now(), lease_until=None):
        raise LeaseLostError(str(job))


def fail(job: Job, reason: str) -> None:
    """Put a failed attempt back in the queue after a pause, or give up after the last one."""
    last = job.attempts >= MAX_ATTEMPTS
    _held(job).update(
        state=Job.State.FAILED if last else Job.State.QUEUED,
        error=reason[:2000],
        lease_until=None if last else Now() + PAUSE * job.attempts,
        finished_at=Now() if last else None,
    )


def retry(*, job: Job, by: str) -> None:
    """Queue a job that was given up once more, with fresh attempts."""
    Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
        state=Job.State.QUEUED, attempts=0, asked_by=by, finished_at=None
    )


def is_waiting(kind: str, *, in_order: bool = True) -> bool:
    """Whether the earliest open job of the kind, or any when they have no order, could be taken."""
    pks = Job.objects.of_kind(kind).open().values_list("pk", flat=True)
    free = Q(lease_until=None) | Q(lease_until__lte=Now())
    return Job.objects.filter(free, pk__in=list(pks[:1] if in_order else pks)).exists()
