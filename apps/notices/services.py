"""Telling users something, and noting that they have seen it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Now

from apps.accounts.models import User
from apps.notices.models import Notice
from apps.notices.words import SENTENCES

KEPT = timedelta(days=365)
Mail = Notice.Mail


@transaction.atomic
def tell(*, users: Iterable[User], code: str, values: Mapping[str, Any], link: str) -> None:
    """Tell active users a sentence about a page, in the site and by e-mail to who gave an address.

    Whoever was told so of the page and has not looked yet is not told again. Call it inside the
    transaction that makes it true.
    """
    if code not in SENTENCES:
        raise LookupError(f"No sentence has the code {code!r}.")
    notices = [
        Notice(user=user, code=code, values=dict(values), link=link, mail=_mail(user))
        for user in users
        if user.is_active
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def _mail(user: User) -> Mail:
    return Mail.WAITING if settings.EMAIL_HOST and user.email else Mail.NONE


@transaction.atomic
def see(*, user: User, pk: int | None = None, link: str | None = None) -> int:
    """Note that the user has seen a notice, those about a page, or all; return how many.

    What was seen before its e-mail went out is not mailed any more.
    """
    notices = Notice.objects.visible_to(user).unseen()
    if pk is not None:
        notices = notices.filter(pk=pk)
    if link is not None:
        notices = notices.filter(link=link)
    unsent = When(mail=Mail.WAITING, then=Value(Mail.NONE))
    return notices.update(seen_at=Now(), mail=Case(unsent, default=F("mail")))


def forget_old(today: date) -> int:
    """Delete notices of more than a year ago; return how many."""
    deleted, _by_model = Notice.objects.filter(made_at__date__lt=today - KEPT).delete()
    return deleted
