"""The queue's doors for reorganisations. A message carries nothing: what is due are rows."""

from __future__ import annotations

import os
import socket

import structlog
from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from apps.jobs.models import Job
from apps.jobs.services import LeaseLostError, fail, is_waiting, take_next
from apps.reorganisation.asking import JOB
from apps.reorganisation.working import give_up, move_on

log = structlog.get_logger()


@shared_task
def work_on_reorganisations() -> None:
    """Take plans that wait, one after the other, until none is to be had."""
    owner = f"{socket.gethostname()}:{os.getpid()}"
    while job := take_next(kind=JOB, owner=owner, in_order=False):
        attempt(job)
    give_up()


def attempt(job: Job) -> None:
    """Do what a plan waits for; a failure is written on the job for the next attempt."""
    try:
        move_on(job, now=timezone.now())
    except LeaseLostError:
        log.warning("lease lost", job=job.pk, reorganisation=job.subject)
    except (DatabaseError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        log.exception("reorganisation not moved on", job=job.pk, reorganisation=job.subject)
        fail(job, type(error).__name__)
    else:
        log.info("reorganisation moved on", job=job.pk, reorganisation=job.subject)


@shared_task
def sweep_reorganisations() -> None:
    """Pick up plans that nobody works on, and say of those given up that they failed."""
    if is_waiting(JOB, in_order=False):
        work_on_reorganisations()
    give_up()
