"""A session that lives while it is used, and the password that must be changed first."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.factors import has_factor, is_factor_elsewhere, is_required
from apps.accounts.models import User
from apps.accounts.sessions import keep_alive

# Open to someone whose password is still the one that they were given.
_OPEN = frozenset({"change_password", "sign_out", "sign_in", "account_login", "language"})
# Open to someone who still has to set up a second factor.
_ENROLLING = _OPEN | {"factor_app", "factor_passkey", "confirm"}


class LiveSessionMiddleware:
    """Keep a session alive while it is used, and end it when it is ten hours old."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the minute in the session of a signed-in user."""
        if request.user.is_authenticated and not hasattr(request, "api_token"):
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
        """Send the user to the page where the password is changed, while that may be done."""
        # The API says so itself, without leading anywhere.
        is_api = request.path.startswith("/api/")
        if is_api or not getattr(request.user, "must_change_password", False):
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


class FactorMiddleware:
    """Where a second factor is required, let someone without one do nothing but set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Send the user to the page where the factor is set up."""
        # The API refuses by itself, without leading anywhere.
        if request.path.startswith("/api/") or not lacks_factor(request):
            return None
        match = request.resolver_match
        return None if match and match.url_name in _ENROLLING else redirect("factor_app")


def lacks_factor(request: HttpRequest) -> bool:
    """Whether the user of a request still has to set up a second factor."""
    user = request.user
    if not is_required() or not isinstance(user, User):
        return False
    return not (is_factor_elsewhere(request) or has_factor(user))
