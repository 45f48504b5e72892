"""Answering how many people conditions describe, with a limit where the answer could be abused."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now

from apps.accounts.access import reads_counts_only
from apps.accounts.models import User
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.metrics.previews.describing import Described, Roughly, described, roughly
from apps.targets.conditions import parse

KIND = "conditions"
# So many different questions are answered to who sees counts only, within so many hours.
MOST = {1: 40, 24: 120}
# Answers that speak of fewer people are marked in the log.
NARROW = 50


class TooManyQuestionsError(Exception):
    """More conditions were tried than are answered for now."""


def answer(who: Any, what: Any, *, user: User, day: date) -> Described | Roughly:
    """Say how many people conditions, as they were written, describe in the units the user sees.

    To who sees counts only it is said roughly, and logged; raises TooManyQuestionsError beyond
    ``MOST``. The same question again is not counted twice.
    """
    if not reads_counts_only(user):
        return described(parse(who), parse(what), user=user, day=day)
    asked = json.dumps([who, what], sort_keys=True, ensure_ascii=False)
    is_known = _within(user, max(MOST)).filter(detail__asked=asked).exists()
    if not is_known and any(_within(user, hours).count() >= MOST[hours] for hours in MOST):
        raise TooManyQuestionsError
    found = roughly(parse(who), parse(what), user=user, day=day)
    if not is_known:
        _log(user, found, asked)
    return found


def _within(user: User, hours: int) -> QuerySet[AccessLog]:
    since = Now() - timedelta(hours=hours)
    return AccessLog.objects.filter(username=user.username, kind=KIND, at__gt=since)


def _log(user: User, found: Roughly, asked: str) -> None:
    least = min(found.population or 0, found.met or 0)
    log_access(
        username=user.username,
        act=AccessLog.Act.LIST,
        kind=KIND,
        key="*",
        day=found.day.isoformat(),
        asked=asked,
        narrow=least < NARROW,
    )
