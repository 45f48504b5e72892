"""The queue's door to the seals of the history."""

from __future__ import annotations

from datetime import timedelta

import structlog
from celery import shared_task
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.seals import BusyError, last_sealed_at, seal
from apps.notices.services import tell
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


def _tell_auditors(**values: str) -> None:
    members = Membership.objects.in_force_now().holding(Permission.LOGS_VIEW)
    tell(
        users=User.objects.filter(pk__in=members.values("user")),
        code="history_sealed",
        values=values,
        link=f"{reverse('changes')}?sealed={values['sealed_on']}",
    )
