"""The queue's doors to what is watched for auditors: the history, and who reads too much."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

import structlog
from celery import shared_task
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.seals import BusyError, last_sealed_at, seal
from apps.audit.unusual import unusual
from apps.dashboards.foretelling import tell_of_losses
from apps.notices.models import Notice
from apps.notices.services import tell
from apps.notices.words import in_each_language
from apps.presentation import numbers
from apps.units.models import Membership

log = structlog.get_logger()


@shared_task
def seal_the_night() -> None:
    """Seal the history up to now, once a night; a night that failed is tried again each hour."""
    now, last = timezone.now(), last_sealed_at()
    if last is not None and timezone.localdate(last) == timezone.localdate(now):
        return
    yesterday = timezone.localdate(now) - timedelta(days=1)
    try:
        with transaction.atomic():
            digest = seal(day=yesterday, now=now)
            _tell_auditors(sealed_on=yesterday.isoformat(), digest=digest)
    except BusyError as error:
        log.warning("history not sealed", reason=str(error))
        return
    # The digest leaves the machine with the log, and with the auditors' mail.
    log.info("history sealed", day=yesterday.isoformat(), digest=digest)


@shared_task
def foretell() -> None:
    """Tell who answers for units of verdicts that are about to be lost."""
    with transaction.atomic():
        if told := tell_of_losses():
            log.info("told of verdicts about to be lost", users=told)


@shared_task
def watch_readings() -> None:
    """Tell auditors of accounts that read or take out far more today than they usually do."""
    now = timezone.localtime()
    if told := tell_of_readings(now):
        log.warning("unusual readings", count=told)


def tell_of_readings(now: datetime) -> int:
    """Tell the auditors of what is unusual by now, of each account once a day; return how much."""
    today, told = now.replace(hour=0, minute=0, second=0, microsecond=0), 0
    for found in unusual(today=today, now=now):
        query = urlencode({"account": found.username, "since": f"{today:%d/%m/%Y}"})
        code, link = f"much_{found.what}", f"{reverse('log')}?{query}"
        if Notice.objects.filter(code=code, link=link).exists():
            continue
        usual = in_each_language(lambda n=found.usual: numbers.whole(round(n)))  # type: ignore[misc]
        values = {"account": found.username, "count": found.count, "usual": usual}
        values["day_on"] = today.date().isoformat()
        tell(users=_auditors(), code=code, values=values, link=link)
        told += 1
    return told


def _auditors() -> QuerySet[User]:
    members = Membership.objects.in_force_now().holding(Permission.LOGS_VIEW)
    return User.objects.filter(pk__in=members.values("user"))


def _tell_auditors(**values: str) -> None:
    tell(
        users=_auditors(),
        code="history_sealed",
        values=values,
        link=f"{reverse('changes')}?sealed={values['sealed_on']}",
    )
