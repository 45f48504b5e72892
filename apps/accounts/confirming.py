"""Asking who is signed in to prove it again before an act that an open screen must not allow."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from apps.accounts.forms import ConfirmForm

FRESH_FOR = 5 * 60
_STAMP = "confirmed_at"


def note_confirmed(request: HttpRequest) -> None:
    """Remember in the session that the user has just proved who they are."""
    request.session[_STAMP] = int(time.time())


def is_fresh(request: HttpRequest) -> bool:
    """Whether the user proved who they are within the last five minutes."""
    age = time.time() - request.session.get(_STAMP, 0)
    return 0 <= age < FRESH_FOR


def answer(request: HttpRequest, *, is_file: bool = False) -> HttpResponse | None:
    """Return the page that asks again; None when the user is known well enough to go on.

    What was sent by POST waits in the page itself and goes to the same address with the proof.
    """
    form = None
    if request.method == "POST" and ConfirmForm.is_in(request.POST):
        form = ConfirmForm(request.POST, request=request)
        if form.is_valid():
            note_confirmed(request)
            request.POST = form.without_proof()  # type: ignore[assignment]
    if is_fresh(request):
        return None
    if request.method == "POST" and not _is_fragment(request):
        return _page(
            request, form or ConfirmForm(request=request), kept=ConfirmForm.kept(request.POST)
        )
    return _elsewhere(request, is_file=is_file)


def page(request: HttpRequest) -> HttpResponse:
    """Ask on a page of its own, then lead to the address that was asked for."""
    target = _safe(request, request.POST.get("next") or request.GET.get("next"))
    back = _safe(request, request.POST.get("back") or request.GET.get("back"), otherwise="")
    form = ConfirmForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        note_confirmed(request)
        return _onward(request, target, back)
    return _page(request, form, kept=[("next", target), ("back", back)])


def _onward(request: HttpRequest, target: str, back: str) -> HttpResponse:
    """Lead on; to a file from a page that stays, since a download leaves the page as it is."""
    if not back:
        return HttpResponseRedirect(target)
    return render(request, "accounts/confirmed.html", {"target": target, "back": back})


def _page(request: HttpRequest, form: ConfirmForm, **context: Any) -> HttpResponse:
    response = render(request, "accounts/confirm.html", {"form": form, **context})
    response["Cache-Control"] = "no-store"
    return response


def _elsewhere(request: HttpRequest, *, is_file: bool) -> HttpResponse:
    """Send a link to the page that asks; a fragment takes its whole page along."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    came_from = _safe(request, came_from, otherwise="")
    if _is_fragment(request):
        asking = f"{reverse('confirm')}?{urlencode({'next': _local(came_from) or '/'})}"
        return HttpResponse(headers={"HX-Redirect": asking})
    places = {"next": request.get_full_path()}
    if is_file:
        places["back"] = _local(came_from) or "/"
    return HttpResponseRedirect(f"{reverse('confirm')}?{urlencode(places)}")


def _is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _safe(request: HttpRequest, address: str | None, otherwise: str = "/") -> str:
    """Return the address if it lies on this site."""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(address, hosts, request.is_secure())
    return address if address and is_ours else otherwise


def _local(address: str) -> str:
    """Return the address without its host."""
    return urlsplit(address)._replace(scheme="", netloc="", fragment="").geturl()
