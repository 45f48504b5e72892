"""The queue's doors to requests on personal data. What is due stands in the database."""

from __future__ import annotations

import os
import socket

import structlog
from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from apps.common.errors import RuleError
from apps.jobs.models import Job
from apps.jobs.services import LeaseLostError, ask, fail, is_waiting, take_next
from apps.privacy import retention
from apps.privacy.erasing import JOB, erase_for
from apps.privacy.telling import tell_of_requests

log = structlog.get_logger()


@shared_task
def tell_officers() -> None:
    """Tell officers of requests that are late or due soon; each is told once a morning."""
    if told := tell_of_requests(timezone.localdate()):
        log.info("officers told of requests", count=told)


@shared_task
def work_on_erasures() -> None:
    """Take erasures that wait, one after the other, until none is to be had."""
    owner = f"{socket.gethostname()}:{os.getpid()}"
    while job := take_next(kind=JOB, owner=owner, in_order=False):
        attempt(job)


def attempt(job: Job) -> None:
    """Erase whom a job names; a failure is written on the job for the next attempt."""
    try:
        erase_for(job, timezone.localdate())
    except LeaseLostError:
        log.warning("lease lost", job=job.pk, request=job.subject)
    except RuleError as error:
        fail(job, error.message)
    except (DatabaseError, LookupError, ValueError, OSError) as error:
        log.exception("not erased", job=job.pk, request=job.subject)
        fail(job, type(error).__name__)
    else:
        log.info("erased", job=job.pk, request=job.subject)


@shared_task
def retain() -> None:
    """Let go of what is too old, once a day."""
    ask(kind=retention.JOB, days=[timezone.localdate()])
    owner = f"{socket.gethostname()}:{os.getpid()}"
    while job := take_next(kind=retention.JOB, owner=owner):
        try:
            removed = retention.run_retention(job, timezone.now())
        except LeaseLostError:
            log.warning("lease lost", job=job.pk)
        except (DatabaseError, LookupError, ValueError, OSError) as error:
            log.exception("retention failed", job=job.pk)
            fail(job, type(error).__name__)
        else:
            log.info("too old, let go of", **removed)


@shared_task
def sweep_erasures() -> None:
    """Pick up erasures that nobody works on."""
    if is_waiting(JOB, in_order=False):
        work_on_erasures()
