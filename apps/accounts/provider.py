"""Signing in at another office: OpenID Connect, authorization code with PKCE.

The provider says who somebody is by issuer and subject, which belong to one account here; an
e-mail address or a name it gives is never looked at. What it signs is checked whole: signature,
issuer, audience, times, and the nonce of the sign-in that this browser began.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

_BEGUN = "provider_sign_in"
_PATIENCE = 10 * 60
_TIMEOUT = 10
_MOST = 1024 * 1024
_KEPT_FOR = 60 * 60
# Signatures by a key that only the provider has; never "none", never a shared secret.
_SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]


class ProviderError(Exception):
    """The provider did not say, in a way that can be believed, who is there."""


@dataclass(frozen=True)
class Said:
    """What a sign-in at the provider came to."""

    subject: str
    purpose: str
    next: str


class _NoRedirect(HTTPRedirectHandler):
    """An answer that leads elsewhere is none."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nothing."""


def is_configured() -> bool:
    """Whether a provider is named in the settings."""
    return bool(settings.OIDC_ISSUER)


def begin(request: HttpRequest, *, purpose: str, next_page: str = "") -> str:
    """Remember what is begun in this browser, and return the provider's address to go to."""
    begun = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    request.session[_BEGUN] = {
        **begun, "purpose": purpose, "next": next_page, "at": int(time.time())
    }  # fmt: skip
    digest = hashlib.sha256(begun["verifier"].encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": _return_address(request),
        "scope": "openid",
        "state": begun["state"],
        "nonce": begun["nonce"],
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    address = _described()["authorization_endpoint"]
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"


def finish(request: HttpRequest) -> Said:
    """Return who the provider says is there, once for each sign-in that was begun here."""
    begun = request.session.pop(_BEGUN, None)
    if begun is None or not 0 <= time.time() - begun["at"] < _PATIENCE:
        raise ProviderError("nothing was begun here, or too long ago")
    if not constant_time_compare(request.GET.get("state", ""), begun["state"]):
        raise ProviderError("the state is not that of this browser")
    if request.GET.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER:
        raise ProviderError("another provider answered")
    if not request.GET.get("code"):
        raise ProviderError("the provider refused")
    token = _token(request, request.GET["code"], begun["verifier"])
    claims = _believed(token)
    if not constant_time_compare(str(claims.get("nonce", "")), begun["nonce"]):
        raise ProviderError("the nonce is not that of this sign-in")
    return Said(subject=claims["sub"], purpose=begun["purpose"], next=begun["next"])


def _token(request: HttpRequest, code: str, verifier: str) -> str:
    """Exchange the code for what the provider signed."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": _return_address(request),
        "client_id": settings.OIDC_CLIENT_ID,
        "client_secret": settings.OIDC_CLIENT_SECRET,
        "code_verifier": verifier,
    }
    answer = _fetched(_described()["token_endpoint"], urlencode(form).encode())
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise ProviderError("no identity was signed")
    return token


def _believed(token: str) -> dict[str, Any]:
    """Return the claims of a token if it is the provider's, for us, and in time."""
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in _SIGNATURES:
            raise ProviderError("the signature is of a kind that is not believed")
        claims = jwt.decode(
            token,
            _key(header.get("kid")),
            algorithms=[header["alg"]],
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=30,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWTError as error:
        raise ProviderError(f"the token is not believed: {type(error).__name__}") from error
    is_shared = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (is_shared or "azp" in claims) and claims.get("azp") != settings.OIDC_CLIENT_ID:
        raise ProviderError("the token was made for somebody else")
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise ProviderError("the token names nobody")
    return claims


def _key(kid: str | None) -> jwt.PyJWK:
    """Return the provider's key of that name; a new one is fetched once."""
    for is_fresh in (False, True):
        keys = _kept("jwks", _described()["jwks_uri"], anew=is_fresh)
        for key in jwt.PyJWKSet.from_dict(keys).keys:
            if key.key_id == kid and key.public_key_use in (None, "sig"):
                return key
    raise ProviderError("the key is not the provider's")


def _described() -> dict[str, Any]:
    """Return what the provider says of itself, under the name by which it was configured."""
    address = f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration"
    described = _kept("provider", address)
    if described.get("issuer") != settings.OIDC_ISSUER:
        raise ProviderError("the provider calls itself by another name")
    return described


def _kept(kind: str, address: str, *, anew: bool = False) -> dict[str, Any]:
    """Return a document of the provider's, from the cache for an hour."""
    name = f"oidc:{kind}:{hashlib.sha256(address.encode()).hexdigest()[:16]}"
    found = None if anew else cache.get(name)
    if found is None:
        found = _fetched(address)
        cache.set(name, found, _KEPT_FOR)
    return found


def _fetched(address: str, body: bytes | None = None) -> dict[str, Any]:
    """Fetch a JSON object, over TLS but from this machine itself, without being led elsewhere."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise ProviderError("the provider must be reached over https")
    asked = Request(address, data=body, headers={"Accept": "application/json"})
    try:
        with build_opener(_NoRedirect).open(asked, timeout=_TIMEOUT) as answer:
            found = json.loads(answer.read(_MOST))
    except (URLError, OSError, ValueError) as error:
        raise ProviderError(f"the provider cannot be reached: {type(error).__name__}") from error
    if not isinstance(found, dict):
        raise ProviderError("the provider answers in no known form")
    return found


def _return_address(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("provider_return"))
