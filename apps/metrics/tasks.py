"""The queue's doors. A message carries nothing: what is due stands in the database."""

import os
import socket
from datetime import timedelta

import structlog
from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from apps.common.stepping_down import as_figures
from apps.jobs.models import Job
from apps.jobs.services import LeaseLostError, ask, fail, is_waiting, take_next
from apps.metrics.ahead.foreseeing import foresee_if_due
from apps.metrics.models import Run
from apps.metrics.nights import missing_nights
from apps.metrics.services import refresh, refresh_changes

# What bad data or a lack of means can raise; the work is tried again.
_FAULTS = (DatabaseError, ArithmeticError, LookupError, ValueError, MemoryError)

log = structlog.get_logger()
REASONS = {"night": Run.Reason.NIGHT, "day": Run.Reason.ASKED}


@shared_task
def refresh_nightly() -> None:
    """Ask for every night that has not been computed up to yesterday, and work them in order."""
    ask(kind="night", days=missing_nights(yesterday=timezone.localdate() - timedelta(days=1)))
    work("night")
    look_ahead()


@shared_task
def look_ahead() -> None:
    """Compute the days ahead anew where a day or a change has passed over them."""
    try:
        found = foresee_if_due(timezone.localdate())
    except _FAULTS:
        log.exception("not looked ahead")
        return
    if found:
        log.info("looked ahead", base=str(found.base), days=len(found.days))


@shared_task
def work(kind: str) -> None:
    """Take open jobs of a kind, one after the other, until none is to be had.

    Jobs of other kinds are others' work: a message that names one takes none.
    """
    if kind not in REASONS:
        log.warning("no such work", kind=str(kind)[:50])
        return
    owner = f"{socket.gethostname()}:{os.getpid()}"
    while job := take_next(kind=kind, owner=owner):
        attempt(job)


def attempt(job: Job) -> None:
    """Publish the run of a job's day; a failure is written on the job for the next attempt."""
    try:
        with as_figures():
            run = refresh(day=job.day, reason=REASONS[job.kind], job=job)
    except LeaseLostError:
        log.warning("lease lost", job=job.pk, day=str(job.day))
    except _FAULTS as error:
        log.exception("refresh failed", job=job.pk, day=str(job.day))
        fail(job, f"{type(error).__name__}: {error}")
    else:
        log.info("refreshed", job=job.pk, day=str(job.day), run=run.pk, people=run.people)


@shared_task
def refresh_saved() -> None:
    """Take what was saved since the last run into today's figures."""
    with as_figures():
        run = refresh_changes(day=timezone.localdate())
    if run:
        log.info("changes taken in", run=run.pk, seconds=run.seconds)


@shared_task
def sweep() -> None:
    """Pick up what was dropped: nights never asked for, jobs nobody holds, changes not taken in."""
    now = timezone.localtime()
    if now.hour >= 2:  # before that, the night's own time has not come
        ask(kind="night", days=missing_nights(yesterday=now.date() - timedelta(days=1)))
    for kind in REASONS:
        if is_waiting(kind):
            work(kind)
    refresh_saved()
    look_ahead()
