"""How the library that carries sign-in behaves here."""

from __future__ import annotations

from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from apps.accounts.addresses import client_address
from apps.accounts.confirming import note_confirmed
from apps.accounts.factors import ELSEWHERE
from apps.accounts.models import User
from apps.accounts.sessions import begin
from apps.accounts.speaking import speak
from apps.accounts.throttle import check_password
from apps.common.sealing import seal, unseal

log = structlog.get_logger(__name__)
_SECRETS = "mfa_authenticator:secret"


class AccountAdapter(DefaultAccountAdapter):
    """Signs in existing accounts by user name; nobody registers and nothing is mailed."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check a name and a password as every door must: counted, in line."""
        return check_password(request, credentials["username"], credentials["password"])

    def get_login_stages(self) -> list[str]:
        """After the password comes the second factor, and nothing else."""
        return ["apps.accounts.adapters.FactorStage"]

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin a session under a new key."""
        super().login(request, user)
        note_confirmed(request)
        begin(request)
        log.info("signed in", user=user.pk, address=client_address(request))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Lead on, in the user's language."""
        response = super().post_login(request, user, **kwargs)
        speak(response, user.language)
        return response

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Whether an address lies on this site."""
        request = self.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """The views ask by ``require_fresh``."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """A closed account comes in no further."""
        return redirect("sign_in")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the client's address."""
        return client_address(request) or "0.0.0.0"

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the pages do."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Mail nothing: notices do."""


class FactorAdapter(DefaultMFAAdapter):
    """Seals the secrets of second factors and names the site to authenticator apps."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal(text, place=_SECRETS)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return unseal(encrypted_text, place=_SECRETS)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Name the account in the app."""
        return user.get_username()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bind passkeys to the host, and name the site."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """Name the account to the device that keeps a passkey."""
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.username, "display_name": user.full_name}


class FactorStage(AuthenticateStage):
    """Asks for the second factor, unless the provider that signed the user in has done so."""

    def handle(self) -> tuple:
        """Pass on whom the provider asked, as far as the settings believe it."""
        user = self.login.user
        is_asked = user is not None and self.request.session.get(ELSEWHERE) == user.pk
        return (None, True) if is_asked else super().handle()
