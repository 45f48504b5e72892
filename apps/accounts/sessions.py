"""Sessions: begun at sign-in, over after half an hour unused or ten hours, ended by their owner."""

from __future__ import annotations

import time
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from apps.accounts.addresses import client_address
from apps.accounts.models import User
from apps.accounts.session_store import digest_of
from apps.audit.history import acting

_BEAT = 60
_STARTED = "signed_in_at"


def begin(request: HttpRequest) -> None:
    """Note when a session began, list it for its owner, and end their oldest if it is too many."""
    request.session[_STARTED] = int(time.time())
    _list(request)
    _end_oldest(request.user)  # type: ignore[arg-type]


def _list(request: HttpRequest) -> None:
    """List a session under the digest of its key, as it is kept."""
    if not request.session.session_key:
        request.session.save()
    longest = UserSession._meta.get_field("user_agent").max_length
    UserSession.objects.update_or_create(
        session_key=digest_of(request.session.session_key),
        defaults={
            "user_id": request.user.pk,
            "ip": client_address(request) or "0.0.0.0",
            "user_agent": request.headers.get("user-agent", "")[:longest],
        },
    )


def _end(session: UserSession) -> None:
    Session.objects.filter(session_key=session.session_key).delete()
    session.delete()


@transaction.atomic
def _end_oldest(user: User) -> None:
    """Leave a user as many sessions as there may be at once, the latest; sign-ins take turns."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    latest_first = sorted(own(user), key=lambda one: (one.created_at, one.pk), reverse=True)
    for session in latest_first[settings.SESSIONS_AT_ONCE :]:
        _end(session)


def keep_alive(request: HttpRequest) -> None:
    """Push the end of a session back, writing at most once a minute; end one that is too old."""
    now = int(time.time())
    started = request.session.setdefault(_STARTED, now)
    if not 0 <= now - started < settings.SESSION_ABSOLUTE_SECONDS:
        logout(request)
    elif request.session.get("beat") != now // _BEAT:
        request.session["beat"] = now // _BEAT
        seen = UserSession.objects.filter(session_key=digest_of(request.session.session_key))
        seen.update(last_seen_at=timezone.now(), ip=client_address(request) or "0.0.0.0")


def own(user: User) -> list[UserSession]:
    """Return the sessions of a user that are still open, the last seen first."""
    open_keys = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    listed = UserSession.objects.filter(user_id=user.pk)
    listed.exclude(session_key__in=open_keys).delete()
    return list(listed.order_by("-last_seen_at"))


def forget_ended(now: datetime) -> int:
    """Forget sessions that open nothing more, and where they were; return how many."""
    count, _by_model = Session.objects.filter(expire_date__lt=now).delete()
    open_keys = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=open_keys).delete()
    return count


@transaction.atomic
def end_one(*, user: User, pk: int) -> None:
    """End one session of a user; DoesNotExist when it is none of theirs."""
    _end(UserSession.objects.get(user_id=user.pk, pk=pk))


@transaction.atomic
def end_all(*, user: User) -> None:
    """End every session of a user, listed or not: their keys open nothing more."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])
    for session in UserSession.objects.filter(user_id=user.pk):
        _end(session)


@transaction.atomic
def end_others(request: HttpRequest) -> None:
    """End every session of a user but the one at hand, which goes on under a new key."""
    user: User = request.user  # type: ignore[assignment]
    with acting(user.username):
        end_all(user=user)
    update_session_auth_hash(request, user)
    _list(request)
