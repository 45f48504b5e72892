"""Making, finding and ending the tokens of programs."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.models import LONGEST_LIFE, ApiToken, User
from apps.accounts.scopes import SCOPES, Limits
from apps.audit.history import acting
from apps.common.errors import RuleError
from apps.common.text import clean

PREFIX = "ct_"
_MOST = 20
_BEAT = timedelta(minutes=1)


def digest_of(text: str) -> str:
    """Return what is kept of a token: it is random, so one hash without salt hides it."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def make_token(
    *,
    user: User,
    name: str,
    scopes: Collection[str],
    expires_on: date,
    today: date,
    unit_key: str = "",
) -> tuple[ApiToken, str]:
    """Make a token; return it with its text, which is shown once and kept nowhere.

    Raises RuleError for a term of over a year or none, unknown scopes, and too many tokens.
    """
    if not today < expires_on <= today + LONGEST_LIFE:
        raise RuleError(_("A token lives a day at least and a year at most."), field="expires_on")
    chosen = sorted(set(scopes))
    if not chosen or not SCOPES.keys() >= set(chosen):
        raise RuleError(_("Choose what the token is for."), field="scopes")
    User.objects.select_for_update().get(pk=user.pk)
    if user.api_tokens.filter(revoked_at=None, expires_on__gt=today).count() >= _MOST:
        raise RuleError(_("You have %s tokens. Revoke one that is not needed.") % _MOST)
    text = PREFIX + secrets.token_urlsafe(32)
    with acting(user.username):
        made = ApiToken.objects.create(
            user=user,
            name=clean(name) or "?",
            digest=digest_of(text),
            scopes=chosen,
            unit_key=unit_key,
            made_on=today,
            expires_on=expires_on,
        )
    return made, text


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, now: datetime) -> None:
    """End a token; the next request with it is refused."""
    with acting(by.username):
        ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)


def bearer_of(text: str, now: datetime, today: date) -> tuple[User, ApiToken] | None:
    """Return the owner of a token, narrowed to what it is for, and the token; None when it is not
    good: unknown, run out, revoked, or of an account that was closed.
    """
    if not text.startswith(PREFIX) or len(text) > 100:
        return None
    found = ApiToken.objects.select_related("user").filter(digest=digest_of(text)).first()
    if found is None or not found.is_good_on(today):
        return None
    # Whoever was given a new password by somebody else comes to the site first.
    if not found.user.is_active or found.user.must_change_password:
        return None
    fresh = Q(last_used_at=None) | Q(last_used_at__lt=now - _BEAT)
    ApiToken.objects.filter(fresh, pk=found.pk).update(last_used_at=now)
    found.user.limits = Limits(frozenset(found.scopes), found.unit_key)
    return found.user, found
