"""A session that lives while it is used, and the password that must be changed first."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

# Open to someone whose password is still the one that they were given.
_OPEN = frozenset({"change_password", "sign_out", "sign_in", "language"})
_BEAT = 60


class LiveSessionMiddleware:
    """Push a session's end back while it is used, writing it at most once a minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the minute in the session of a signed-in user."""
        if request.user.is_authenticated:
            beat = int(time.time()) // _BEAT
            if request.session.get("beat") != beat:
                request.session["beat"] = beat
        return self.get_response(request)


class PasswordMiddleware:
    """Let someone with a temporary password do nothing but change it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Send the user to the page where the password is changed, while that may be done."""
        if not getattr(request.user, "must_change_password", False):
            return None
        if request.user.is_first_password_over(timezone.now()):  # type: ignore[union-attr]
            return _turned_away(request)
        match = request.resolver_match
        return None if match and match.url_name in _OPEN else redirect("change_password")


def _turned_away(request: HttpRequest) -> HttpResponse:
    """Sign out whoever comes with a first password that is over, and say what to do."""
    logout(request)
    said = _("Your first password has expired. Ask whoever gave it to you for an invitation.")
    messages.error(request, said)
    return redirect("sign_in")
