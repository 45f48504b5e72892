"""An authenticator app, and people who have one."""

from __future__ import annotations

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from apps.accounts.models import User
from tests.factories import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(steps: int = 0, *, secret: str = SECRET) -> str:
    """Return what the app shows, or showed and will show some steps from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def give_app(user: User) -> Authenticator:
    """Let the user have an app with the known secret."""
    data = {"secret": get_adapter().encrypt(SECRET)}
    return Authenticator.objects.create(user_id=user.pk, type="totp", data=data)


def half_in(user: User, **environment: str) -> Client:
    """Return a browser in which the user's password was right, and nothing more is known."""
    client = Client(**environment)
    answer = client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    assert answer.headers["Location"] == "/sign-in/factor/"
    return client
