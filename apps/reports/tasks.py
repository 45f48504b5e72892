"""The queue's doors for reports. A message carries nothing: what is due stands in the database."""

from __future__ import annotations

import os
import socket
from datetime import time

import structlog
from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from apps.jobs.models import Job
from apps.jobs.services import LeaseLostError, fail, is_waiting, take_next
from apps.reports.building import move_on
from apps.reports.giving_up import give_up_lists, give_up_reports
from apps.reports.lists import keeping
from apps.reports.lists.confirming import begin_confirmed, expire_requests
from apps.reports.scheduling import ask_due
from apps.reports.services import JOB

log = structlog.get_logger()
# When the night's figures stand. The timetable names the same moment.
MORNING = time(4, 30)
WORK = {JOB: move_on, keeping.JOB: keeping.write_list}


@shared_task
def work_on_reports() -> None:
    """Take reports, then lists, that wait, one after the other, until none is to be had."""
    begin_confirmed()
    owner = f"{socket.gethostname()}:{os.getpid()}"
    for kind in WORK:
        while job := take_next(kind=kind, owner=owner, in_order=False):
            attempt(job)
    give_up_reports()
    give_up_lists()


def attempt(job: Job) -> None:
    """Build or issue one report, or write a list; what fails is noted for the next attempt."""
    try:
        WORK[job.kind](job)
    except LeaseLostError:
        log.warning("lease lost", job=job.pk, report=job.subject)
    except (
        DatabaseError,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        RuntimeError,
        OSError,
        MemoryError,
    ) as error:
        log.exception("report not made", job=job.pk, report=job.subject)
        fail(job, type(error).__name__)
    else:
        log.info("report made", job=job.pk, report=job.subject)


@shared_task
def ask_scheduled() -> None:
    """Ask for the scheduled reports whose periods have ended; the sweep builds them."""
    if count := ask_due(timezone.localdate()):
        log.info("scheduled reports asked for", count=count)


@shared_task
def sweep_reports() -> None:
    """Pick up scheduled reports, and what nobody works on; let old reports and lists go."""
    if timezone.localtime().time() >= MORNING:
        ask_scheduled()
    begin_confirmed()
    if any(is_waiting(kind, in_order=False) for kind in WORK):
        work_on_reports()
    give_up_reports()
    give_up_lists()
    if timezone.localtime().minute == 0:
        expire_requests()
