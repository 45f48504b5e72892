"""A POST that comes twice has one effect: its answer is kept for a day under the sender's key."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import User
from apps.api.models import KeptAnswer
from apps.api.problems import ProblemError, malformed
from apps.common.sealing import SealError, seal, unseal

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
_KEY = re.compile(r"[A-Za-z0-9._~:-]{8,100}", re.ASCII)


@transaction.atomic
def once(request: Request, act: Callable[[], Response]) -> Response:
    """Do the act of a POST, or repeat what was answered to the same request before.

    Of two at once, one waits for the other at the row of their key. An act that fails leaves
    nothing, so it can be tried again under its key.
    """
    key = request.headers.get(HEADER, "")
    if not _KEY.fullmatch(key):
        raise malformed(HEADER, _("Send Idempotency-Key: 8 to 100 letters, digits or . _ ~ : -"))
    now, asked, rights = timezone.now(), _asked(request), _rights(request.user)
    KeptAnswer.objects.filter(
        caller=caller_of(request), key=key, made_at__lt=now - KEPT_FOR
    ).delete()
    row, is_new = KeptAnswer.objects.get_or_create(
        caller=caller_of(request),
        key=key,
        defaults={"asked": asked, "rights": rights, "made_at": now},
    )
    if not is_new:
        return _repeated(row, asked, rights)
    response = act()
    content = JSONRenderer().render(response.data) if response.data is not None else b""
    row.status, row.location = response.status_code, response.get("Location", "")
    row.tag, row.body = response.get("ETag", ""), seal(content.decode(), place=_place(row))
    row.save()
    return response


def forget_old_answers(now: datetime) -> int:
    """Forget the answers that are no longer repeated; return how many."""
    return KeptAnswer.objects.filter(made_at__lt=now - KEPT_FOR).delete()[0]


def caller_of(request: Request) -> str:
    """Return who asks: a token, or a user in the browser."""
    token = getattr(request._request, "api_token", None)
    return f"token:{token.pk}" if token else f"user:{request.user.pk}"


def forget_answers(names: Callable[[str], bool]) -> None:
    """Forget the answers that name somebody."""
    for row in KeptAnswer.objects.iterator():
        if names(f"{row.location.replace('/', ' ')} {_opened(row)}"):
            row.delete()


def _opened(row: KeptAnswer) -> str:
    """Return a kept answer as plain words."""
    with suppress(SealError):
        text = unseal(row.body, place=_place(row)) if row.body else ""
        return re.sub(r'[",:{}\[\]]', " ", text)
    return ""


def _repeated(row: KeptAnswer, asked: str, rights: str) -> Response:
    if row.asked != asked:
        raise ProblemError("key-reused", _("Choose a new key for a new request."))
    if row.rights != rights:
        raise ProblemError("conflict", _("Your rights have changed since. Read what was done."))
    text = unseal(row.body, place=_place(row))
    response = Response(json.loads(text) if text else None, status=row.status)
    for name, value in (("Location", row.location), ("ETag", row.tag)):
        if value:
            response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def _place(row: KeptAnswer) -> str:
    return f"api_keptanswer:{row.pk}:body"


def _asked(request: Request) -> str:
    """Return what tells one request from another: address and content."""
    said = hashlib.sha256(request.get_full_path().encode())
    files: dict[str, Any] = dict(request.FILES.items())
    plain = {name: value for name, value in request.data.items() if name not in files}
    said.update(json.dumps(plain, sort_keys=True, default=str).encode())
    for name in sorted(files):
        said.update(name.encode())
        for chunk in files[name].chunks():
            said.update(chunk)
        files[name].seek(0)
    return said.hexdigest()


def _rights(user: User) -> str:
    """Return what tells apart what the user may do, now and then."""
    held = user.memberships.in_force_now().order_by("pk").values_list("role", "unit")
    limits = user.limits
    narrowed = (sorted(limits.scopes), limits.unit_key) if limits else None
    return hashlib.sha256(repr((list(held), narrowed)).encode()).hexdigest()
