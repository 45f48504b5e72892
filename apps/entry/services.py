"""Keeping what was typed until it is saved."""

from __future__ import annotations

from datetime import datetime, timedelta

from apps.accounts.models import User
from apps.entry.models import Draft

# A draft holds personal data that nobody answers for; it does not lie about for ever.
KEPT_FOR = timedelta(days=30)
Fields = dict[str, list[str]]


def keep_draft(
    *, user: User, act: str, subject: str, label: str, address: str, fields: Fields, now: datetime
) -> Draft:
    """Keep a form as it was left, in place of an older draft of it; drop what is long forgotten."""
    Draft.objects.filter(user=user, saved_at__lt=now - KEPT_FOR).delete()
    kept, _is_new = Draft.objects.update_or_create(
        user=user,
        act=act,
        subject=subject,
        defaults={"label": label[:200], "address": address[:300], "fields": fields},
    )
    return kept


def drop_draft(*, user: User, act: str, subject: str) -> None:
    """Forget a form: it was saved, or is no longer wanted."""
    Draft.objects.filter(user=user, act=act, subject=subject).delete()
