"""A session that lives while it is used, and the password that must be changed first."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from apps.accounts.sessions import keep_alive

# Open to someone whose password is still the one that they were given.
_OPEN = frozenset({"change_password", "sign_out", "sign_in", "account_login", "language"})


class LiveSessionMiddleware:
    """Keep a session alive while it is used, and end it when it is ten hours old."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the minute in the session of a signed-in user."""
        if request.user.is_authenticated:
            keep_alive(request)
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
        """Send the user to the page where the password is changed."""
        match = request.resolver_match
        if match and match.url_name in _OPEN:
            return None
        if getattr(request.user, "must_change_password", False):
            return redirect("change_password")
        return None
