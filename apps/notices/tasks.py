"""The queue's doors for notices. What waits to be mailed stands in the database."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.utils import timezone

from apps.notices.sending import send_due
from apps.notices.services import forget_old

log = structlog.get_logger()


@shared_task
def sweep_notices() -> None:
    """Mail what waits, and forget what is old."""
    if sent := send_due():
        log.info("notices mailed", count=sent)
    now = timezone.localtime()
    if (now.hour, now.minute) == (3, 30):
        forget_old(now.date())
