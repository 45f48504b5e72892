"""Keeping what was typed until it is saved."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import datetime, timedelta

from django.core.cache import cache
from redis.exceptions import RedisError

from apps.accounts.models import User
from apps.common.sealing import SealError, seal, unseal
from apps.entry.models import Draft

# A draft holds personal data that nobody answers for; it does not lie about for ever.
KEPT_FOR = timedelta(days=30)
_A_WHILE = 600
Fields = dict[str, list[str]]
# As in a record, personal numbers are kept sealed.
_SEALED = "personal_number"
_PLACE = "entry_draft:fields:personal_number"


def keep_draft(
    *,
    user: User,
    act: str,
    subject: str,
    label: str,
    address: str,
    fields: Fields,
    now: datetime,
    opened: str = "",
) -> Draft | None:
    """Keep a form as it was left, in place of an older draft of it.

    What was sent before the same form was saved, and comes in only afterwards, is not kept.
    """
    with suppress(RedisError):
        if opened and cache.get(_mark(user, act, subject, opened)):
            return None
    kept, _is_new = Draft.objects.update_or_create(
        user=user,
        act=act,
        subject=subject,
        defaults={"label": label[:200], "address": address[:300], "fields": _sealed(fields)},
    )
    return kept


def fields_of(draft: Draft) -> Fields:
    """Return what was typed; a number that no key opens any more has to be typed again."""
    fields: Fields = dict(draft.fields)
    if _SEALED in fields:
        fields[_SEALED] = [_opened(value) for value in fields[_SEALED]]
    return fields


def _sealed(fields: Fields) -> Fields:
    if _SEALED not in fields:
        return fields
    return {**fields, _SEALED: [seal(one, place=_PLACE) if one else "" for one in fields[_SEALED]]}


def _opened(value: str) -> str:
    try:
        return unseal(value, place=_PLACE) if value else ""
    except SealError:
        return ""


def drop_draft(*, user: User, act: str, subject: str, opened: str = "") -> None:
    """Forget a form: it was saved, or is no longer wanted. ``opened`` tells one opening of it."""
    with suppress(RedisError):
        if opened:
            cache.set(_mark(user, act, subject, opened), True, _A_WHILE)
    Draft.objects.filter(user=user, act=act, subject=subject).delete()


def forget_drafts(now: datetime) -> int:
    """Forget what nobody went on with; return how many forms."""
    return Draft.objects.filter(saved_at__lt=now - KEPT_FOR).delete()[0]


def _mark(user: User, act: str, subject: str, opened: str) -> str:
    said = repr((user.pk, act, subject, opened))
    return f"saved-{hashlib.sha256(said.encode()).hexdigest()}"
