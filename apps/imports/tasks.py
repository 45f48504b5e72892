"""The queue's doors for batches. A message carries nothing: what is due stands in the database."""

from __future__ import annotations

import os
import socket

import structlog
from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from apps.common.errors import RuleError
from apps.common.sealing import SealError
from apps.imports.services import JOB
from apps.imports.steps.giving_up import give_up_batches
from apps.imports.steps.next import move_on
from apps.jobs.models import Job
from apps.jobs.services import LeaseLostError, fail, is_waiting, take_next

log = structlog.get_logger()


@shared_task
def work_on_batches() -> None:
    """Take batches that wait, one after the other, until none is to be had."""
    owner = f"{socket.gethostname()}:{os.getpid()}"
    while job := take_next(kind=JOB, owner=owner, in_order=False):
        attempt(job)
    give_up_batches()


def attempt(job: Job) -> None:
    """Do the step that a batch waits for; a failure is written on the job for the next attempt."""
    try:
        move_on(job, day=timezone.localdate())
    except LeaseLostError:
        log.warning("lease lost", job=job.pk, batch=job.subject)
    except (
        DatabaseError,
        RuleError,
        SealError,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        OSError,
        MemoryError,
    ) as error:
        log.exception("batch not moved on", job=job.pk, batch=job.subject)
        fail(job, type(error).__name__)
    else:
        log.info("batch moved on", job=job.pk, batch=job.subject)


@shared_task
def sweep_batches() -> None:
    """Pick up batches that nobody works on, and say of those given up that they failed."""
    if is_waiting(JOB, in_order=False):
        work_on_batches()
    give_up_batches()
