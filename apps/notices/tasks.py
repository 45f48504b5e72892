"""The queue's doors for notices. What waits to be mailed stands in the database."""

from __future__ import annotations

import structlog
from celery import shared_task

from apps.notices.sending import send_due

log = structlog.get_logger()


@shared_task
def sweep_notices() -> None:
    """Mail what waits."""
    if sent := send_due():
        log.info("notices mailed", count=sent)
