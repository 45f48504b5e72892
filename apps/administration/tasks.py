"""The queue's door to keeping accounts."""

from __future__ import annotations

from datetime import date, timedelta

import structlog
from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from apps.administration.watching import auditors, watched
from apps.notices.models import Notice
from apps.notices.services import tell

log = structlog.get_logger()


@shared_task
def tell_auditors() -> None:
    """Tell auditors what yesterday changed in roles and accounts; each is told once."""
    today = timezone.localdate()
    log.info("auditors told of roles", count=tell_of(today - timedelta(days=1), today))


def tell_of(day: date, today: date) -> int:
    """Tell the auditors who were not told of a day yet; return how many."""
    found = watched(day, today)
    link = f"{reverse('grants_of_day')}?day={day:%Y-%m-%d}"
    told = Notice.objects.filter(code="grants_told", link=link).values("user")
    users = list(auditors().exclude(pk__in=told))
    if found.is_empty or not users:
        return 0
    values = {"day_on": day.isoformat(), **found.counts}
    tell(users=users, code="grants_told", values=values, link=link)
    return len(users)
