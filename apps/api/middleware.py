"""Programs sign each request by a token."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from apps.accounts.tokens import bearer_of

_ADDRESSES = "/api/"


class TokenMiddleware:
    """Set the user whom the token in a request's ``Authorization`` header acts for.

    A request with that header has no session: a token that is no good does not fall back on one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at requests to the API."""
        said = request.headers.get("Authorization")
        if said is not None and request.path.startswith(_ADDRESSES):
            kind, _space, text = said.partition(" ")
            found = None
            if kind.lower() == "bearer":
                found = bearer_of(text.strip(), timezone.now(), timezone.localdate())
            request.user = found[0] if found else AnonymousUser()
            request.api_token = found[1] if found else None  # type: ignore[attr-defined]
        return self.get_response(request)
