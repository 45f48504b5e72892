"""The second factor: an authenticator app, passkeys, and recovery codes for when both are lost.

A code of the app opens once and never after the step that follows its own. Recovery codes are kept
as keyed hashes and open once each. Whatever changes here ends the user's other sessions.
"""

from __future__ import annotations

import base64
import secrets
import time
from dataclasses import dataclass

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.sessions import end_all, end_others
from apps.accounts.throttle import check_factor
from apps.common.errors import RuleError
from apps.common.sealing import SealError, blind_index, seal, under_present_key, unseal

Type = Authenticator.Type
OPENING = (Type.TOTP, Type.WEBAUTHN)
_STEP = 30
_CODES = 10
# Without letters and figures that are taken for one another.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_PENDING = "pending_app"
ELSEWHERE = "factor_elsewhere"


@dataclass(frozen=True)
class Factors:
    """What a user can prove a second time with."""

    app: Authenticator | None
    passkeys: list[Authenticator]
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether there is a factor beside the password."""
        return bool(self.app or self.passkeys)


def factors_of(user: User) -> Factors:
    """Return the second factors of a user."""
    found = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at"))
    by_type = {row.type: row for row in found}
    codes = by_type.get(Type.RECOVERY_CODES)
    return Factors(
        app=by_type.get(Type.TOTP),
        passkeys=[row for row in found if row.type == Type.WEBAUTHN],
        codes_left=len(codes.data["codes"]) if codes else 0,
    )


def is_factor_elsewhere(request: HttpRequest) -> bool:
    """Whether the provider that signed the user in has asked for the second factor itself."""
    return request.session.get(ELSEWHERE) == request.user.pk


def has_factor(user: User) -> bool:
    """Whether the user has a factor beside the password."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=OPENING).exists()


def is_required() -> bool:
    """Whether everybody needs a second factor here."""
    return bool(settings.REQUIRE_SECOND_FACTOR)


def use_code(request: HttpRequest, user: User, code: str) -> Authenticator | None:
    """Use up a code of the app or a recovery code; None when it is wrong, LockedError when late."""
    typed = "".join(code.split()).upper()
    return check_factor(request, user, lambda: _of_app(user, typed) or _of_codes(user, typed))


def pending_app(request: HttpRequest, user: User) -> str:
    """Return the secret that is being set up in this session, new if there is none."""
    place = f"accounts_user:{user.pk}:pending_app"
    try:
        return unseal(request.session.get(_PENDING, ""), place=place)
    except SealError:
        secret = generate_totp_secret()
        request.session[_PENDING] = seal(secret, place=place)
        return secret


def picture_of(user: User, secret: str) -> str:
    """Return the address of the picture that an app reads the secret from."""
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


@transaction.atomic
def set_up_app(request: HttpRequest, user: User, code: str) -> list[str] | None:
    """Take the app into use, in place of another, once it shows a right code.

    Returns new recovery codes if there were none, else an empty list; None for a wrong code.
    """
    secret = pending_app(request, user)
    step = check_factor(request, user, lambda: _step_of(secret, "".join(code.split())))
    if step is None:
        return None
    data = {"secret": get_adapter().encrypt(secret), "last_step": step}
    Authenticator.objects.filter(user_id=user.pk, type=Type.TOTP).delete()
    Authenticator.objects.create(user_id=user.pk, type=Type.TOTP, data=data)
    del request.session[_PENDING]
    return _changed(request, user)


@transaction.atomic
def add_passkey(request: HttpRequest, user: User, name: str, credential: dict) -> list[str]:
    """Take a passkey into use; returns new recovery codes if there were none."""
    WebAuthn.add(user, name, credential)
    return _changed(request, user)


@transaction.atomic
def remove(request: HttpRequest, user: User, pk: int) -> None:
    """Give up the app or a passkey; the last one stays where a second factor is required.

    Raises DoesNotExist when it is none of theirs.
    """
    User.objects.select_for_update().get(pk=user.pk)
    opening = Authenticator.objects.filter(user_id=user.pk, type__in=OPENING)
    given_up = opening.get(pk=pk)
    others = opening.exclude(pk=pk).exists()
    if is_required() and not others:
        raise RuleError(_("A second factor is required here: set up another one first."))
    given_up.delete()
    if not others:
        Authenticator.objects.filter(user_id=user.pk).delete()
    end_others(request)


@transaction.atomic
def new_codes(request: HttpRequest, user: User) -> list[str]:
    """Replace the recovery codes; the new ones are shown once and kept as keyed hashes."""
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(16)) for _ in range(_CODES)]
    hashes = [_hash(user, code) for code in codes]
    Authenticator.objects.update_or_create(
        user_id=user.pk, type=Type.RECOVERY_CODES, defaults={"data": {"codes": hashes}}
    )
    end_others(request)
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


@transaction.atomic
def forget_factors(*, user: User) -> None:
    """Take all factors from somebody who lost them, whose identity was proved in another way."""
    Authenticator.objects.filter(user_id=user.pk).delete()
    end_all(user=user)


def reseal_apps() -> tuple[int, int]:
    """Seal the secrets of apps anew under the present key; return how many, and how many not."""
    done = lost = 0
    for pk in Authenticator.objects.filter(type=Type.TOTP).values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is None or row.data["secret"].startswith(under_present_key()):
                continue
            try:
                secret = get_adapter().decrypt(row.data["secret"])
            except SealError:
                lost += 1
                continue
            row.data["secret"] = get_adapter().encrypt(secret)
            row.save(update_fields=["data"])
            done += 1
    return done, lost


def _changed(request: HttpRequest, user: User) -> list[str]:
    has_codes = Authenticator.objects.filter(user_id=user.pk, type=Type.RECOVERY_CODES).exists()
    if not has_codes:
        return new_codes(request, user)
    end_others(request)
    return []


def _of_app(user: User, code: str) -> Authenticator | None:
    """Return the app if it shows this code now or showed it a step ago, and nobody used it yet."""
    kept = Authenticator.objects.select_for_update().filter(user_id=user.pk, type=Type.TOTP).first()
    if kept is None:
        return None
    step = _step_of(get_adapter().decrypt(kept.data["secret"]), code)
    if step is None or step <= kept.data.get("last_step", 0):
        return None
    kept.data["last_step"] = step
    kept.save(update_fields=["data"])
    return kept


def _step_of(secret: str, code: str) -> int | None:
    """Return the step of the clock whose code this is: the present one, or one beside it."""
    now = int(time.time()) // _STEP
    for step in (now, now - 1, now + 1):
        if constant_time_compare(format_hotp_value(hotp_value(secret, step)), code):
            return step
    return None


def _of_codes(user: User, code: str) -> Authenticator | None:
    """Return the recovery codes if this is one of them, which is used up by it."""
    rows = Authenticator.objects.select_for_update()
    kept = rows.filter(user_id=user.pk, type=Type.RECOVERY_CODES).first()
    wanted = _hash(user, code.replace("-", ""))
    if kept is None or wanted not in kept.data["codes"]:
        return None
    kept.data["codes"].remove(wanted)
    kept.save(update_fields=["data"])
    return kept


def _hash(user: User, code: str) -> str:
    return blind_index(f"recovery code of {user.pk}: {code}")
