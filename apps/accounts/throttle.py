"""Guesses at passwords and codes: counted, one at a time for each account, and soon refused.

An account is locked for an address after 5 failures from there, and for all addresses after 10
from anywhere; the lock opens after 15 minutes without a check, or when an administrator opens it.
An office behind one address is never locked as a whole. Names that no account has are treated
alike, so that a lock says nothing about who exists.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

import structlog
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import connection, transaction
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from apps.accounts.addresses import client_address
from apps.accounts.models import User
from apps.common.sealing import blind_index

log = structlog.get_logger(__name__)
EVERYWHERE = 10
# Spaces of advisory locks: one lock for each account, a few places for all password checks.
_ACCOUNTS, _PLACES = 5_071, 5_072
Found = TypeVar("Found")


class LockedError(Exception):
    """Too many guesses: nothing is checked until the lock opens."""


class Handler(AxesDatabaseHandler):
    """Locks an account for one address, and for all after guesses from many."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Whether nothing more is checked for this name, from this address or from any."""
        if super().is_locked(request, credentials):
            return True
        return failures_of((credentials or {}).get("username", "")) >= EVERYWHERE


def forget_guesses(now: datetime) -> int:
    """Forget guesses that count against nobody any more; return how many rows."""
    return AccessAttempt.objects.filter(attempt_time__lt=now - get_cool_off()).delete()[0]


def failures_of(name: str) -> int:
    """Return the failures that count now against a name, from all addresses."""
    since = timezone.now() - get_cool_off()
    recent = AccessAttempt.objects.filter(username=name, attempt_time__gte=since)
    return recent.aggregate(total=Sum("failures_since_start"))["total"] or 0


def unlock(*, user: User) -> None:
    """Forget the failures that lock an account."""
    AccessAttempt.objects.filter(username=user.username).delete()
    log.info("unlocked", user=user.pk)


def is_locked(user: User) -> bool:
    """Whether an account is locked, from one address at least."""
    since = timezone.now() - get_cool_off()
    attempts = AccessAttempt.objects.filter(username=user.username, attempt_time__gte=since)
    worst = attempts.values("ip_address").annotate(total=Sum("failures_since_start"))
    return any(row["total"] >= settings.AXES_FAILURE_LIMIT for row in worst) or (
        failures_of(user.username) >= EVERYWHERE
    )


def check_password(request: HttpRequest, name: str, password: str) -> User | None:
    """Return who signs in with the name and the password; raise LockedError after many guesses."""
    name = _known_as(name)
    with _one_at_a_time(name):
        _refuse_if_locked(request, name)
        with _place():
            found = authenticate(_bare(request), username=name, password=password)
    if found is None:
        _say(request, "password refused", name)
    return found


def check_factor(
    request: HttpRequest, user: User, check: Callable[[], Found | None]
) -> Found | None:
    """Return what a check of a second factor finds; a failure counts as a wrong password does."""
    with _one_at_a_time(user.username):
        _refuse_if_locked(request, user.username)
        found = check()
        if found is None:
            credentials = {"username": user.username}
            AxesProxyHandler.user_login_failed(User, credentials, _bare(request))
    if found is None:
        _say(request, "factor refused", user.username)
    return found


def _known_as(name: str) -> str:
    """Return the name as its account spells it, so that no spelling starts a count of its own.

    What is no name here may be a password in the wrong field: it is counted, but not readable.
    """
    found = User.objects.filter(username__iexact=name).values_list("username", flat=True).first()
    return found or f"?{blind_index(name.casefold())[:32]}"


def _refuse_if_locked(request: HttpRequest, name: str) -> None:
    if not AxesProxyHandler.is_allowed(_bare(request), {"username": name}):
        _say(request, "locked", name)
        raise LockedError


def _bare(request: HttpRequest) -> HttpRequest:
    """Return a request that has only what is counted: forms sent with a guess are not kept."""
    bare = HttpRequest()
    bare.method = "POST"
    bare.META = {
        "REMOTE_ADDR": client_address(request) or "",
        "HTTP_USER_AGENT": request.headers.get("User-Agent", "")[:255],
    }
    return bare


@contextmanager
def _one_at_a_time(name: str) -> Iterator[None]:
    """Let a burst of guesses at one account wait in line: each sees what the one before found."""
    digest = hashlib.blake2s(name.encode(), digest_size=4).digest()
    with transaction.atomic():
        _hold(_ACCOUNTS, int.from_bytes(digest, "big", signed=True))
        yield


@contextmanager
def _place() -> Iterator[None]:
    """Let few passwords be checked at once in the whole installation: each takes 100 MiB."""
    with transaction.atomic():
        _hold(_PLACES, secrets.randbelow(settings.PASSWORD_CHECKS_AT_ONCE))
        yield


def _hold(space: int, number: int) -> None:
    """Hold an advisory lock until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [space, number])


def _say(request: HttpRequest, event: str, name: str) -> None:
    """Log a refusal: the account by number, never a name that was typed."""
    user = User.objects.filter(username=name).values_list("pk", flat=True).first()
    log.warning(event, user=user, address=client_address(request))
