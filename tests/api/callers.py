"""Programs that call the API in the tests."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.scopes import SCOPES
from apps.accounts.tokens import make_token

V1 = "/api/v1/"
_KEYS = itertools.count(1)


def token_of(user: User, *scopes: str, unit_key: str = "", days: int = 30) -> str:
    """Return a new token of the user; without scopes, for everything."""
    today = timezone.localdate()
    _made, text = make_token(
        user=user,
        name="kiểm thử",
        scopes=scopes or tuple(SCOPES),
        expires_on=today + timedelta(days=days),
        today=today,
        unit_key=unit_key,
    )
    return text


class Caller:
    """A program with a token; each POST has a key of its own unless one is given."""

    def __init__(self, user: User, *scopes: str, unit_key: str = "", language: str = "") -> None:
        self.token = token_of(user, *scopes, unit_key=unit_key)
        self.client = Client(raise_request_exception=False)
        self.language = language

    def headers(self, more: dict[str, str] | None = None) -> dict[str, str]:
        """Return the headers of a request."""
        said = {"Authorization": f"Bearer {self.token}"}
        if self.language:
            said["Accept-Language"] = self.language
        return said | (more or {})

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Any:
        """Read."""
        address = path if path.startswith("/") else V1 + path
        return self.client.get(address, query, headers=self.headers(headers))

    def post(
        self, path: str, body: Any = None, *, key: str = "", headers: dict[str, str] | None = None
    ) -> Any:
        """Send JSON."""
        keyed = {"Idempotency-Key": key or f"test-key-{next(_KEYS)}"}
        return self.client.post(
            path if path.startswith("/") else V1 + path,
            {} if body is None else body,
            content_type="application/json",
            headers=self.headers(keyed | (headers or {})),
        )

    def patch(self, path: str, body: Any, *, tag: str | None = None) -> Any:
        """Send a change, from the state with the tag."""
        return self.client.patch(
            V1 + path,
            body,
            content_type="application/json",
            headers=self.headers({"If-Match": tag} if tag else {}),
        )
