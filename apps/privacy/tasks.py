"""The queue's doors to requests on personal data."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.utils import timezone

from apps.privacy.telling import tell_of_requests

log = structlog.get_logger()


@shared_task
def tell_officers() -> None:
    """Tell officers of requests that are late or due soon; each is told once a morning."""
    if told := tell_of_requests(timezone.localdate()):
        log.info("officers told of requests", count=told)
