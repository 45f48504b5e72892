"""What was typed in a form whose session had ended: carried, sealed, through the sign-in."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from apps.accounts.views.entrance import SignIn
from apps.common.sealing import SealError, seal, unseal

View = Callable[..., HttpResponse]
_PLACE = "records: carried"
_KEY = "carried"
_KEEPING: set[View] = set()


def keeps_typed(view: View) -> View:
    """Let a visitor whose session has ended sign in without losing what they sent."""

    @wraps(view)
    def admitted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            if request.headers.get("HX-Request") and request.POST.get("do", "").startswith(
                "preview"
            ):
                return render(request, "entry/_signed_out.html")
            return SignIn.asking(request, carried=carry(request))
        return view(request, *args, **kwargs)

    _KEEPING.add(admitted)
    return admitted


def is_keeping(view: View) -> bool:
    """Whether what is sent to a view is kept when it cannot be taken in."""
    return view in _KEEPING


def carry(request: HttpRequest) -> str:
    """Return what was sent, with its address, sealed."""
    body = json.dumps({"path": request.get_full_path(), "data": request.POST.urlencode()})
    return seal(body, place=_PLACE)


def carried_to(request: HttpRequest) -> QueryDict | None:
    """Return what was carried through the sign-in to this address, once."""
    sealed = request.session.pop(_KEY, None)
    if not sealed:
        return None
    try:
        body = json.loads(unseal(sealed, place=_PLACE))
    except SealError:
        return None
    return QueryDict(body["data"]) if body["path"] == request.get_full_path() else None


def address_of(sealed: str) -> str | None:
    """Return the address that something carried belongs to."""
    try:
        return str(json.loads(unseal(sealed, place=_PLACE))["path"])
    except SealError:
        return None
