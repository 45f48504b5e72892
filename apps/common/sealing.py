"""Sealing of single values: unreadable without the key, and bound to the row they belong to.

AES-256-GCM with the place of the value ("table:row:column") as associated data, so that a sealed
value cannot be moved to another row. Equality is searched by a keyed hash (HMAC-SHA-256) under a
second key: a bare hash of twelve digits could be undone by trying them all.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


class SealError(Exception):
    """A sealed value cannot be opened: another key, another row, or it was tampered with."""


def seal(text: str, *, place: str) -> str:
    """Return the text sealed under the present key for one place, as ``key id.base64``."""
    key = _keys()[0]
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(_derived(key, "seal")).encrypt(nonce, text.encode(), place.encode())
    return f"{_name(key)}.{base64.b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, *, place: str) -> str:
    """Return the text that was sealed for the place; raise SealError when it cannot be opened."""
    name, _, body = sealed.partition(".")
    for key in _keys():
        if _name(key) == name:
            return _opened(key, body, place)
    raise SealError(f"there is no key {name!r}")


def _opened(key: str, body: str, place: str) -> str:
    try:
        raw = base64.b64decode(body, validate=True)
        text = AESGCM(_derived(key, "seal")).decrypt(raw[:_NONCE], raw[_NONCE:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise SealError(f"the value does not belong to {place}") from error
    # One value has one spelling: the last signs of base64 leave bits over.
    if base64.b64encode(raw).decode() != body:
        raise SealError(f"the value of {place} was changed")
    return text.decode()


def under_present_key() -> str:
    """Return what everything begins with that is sealed under the present key."""
    return f"{_name(settings.DATA_KEY)}."


def blind_index(text: str) -> str:
    """Return the keyed hash by which equal values are found."""
    key = _derived(settings.DATA_INDEX_KEY, "index")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def secret_for(purpose: str) -> bytes:
    """Return a secret of this installation for one purpose, the same as long as its key is."""
    return _derived(settings.DATA_INDEX_KEY, purpose)


def _keys() -> list[str]:
    return [settings.DATA_KEY, *settings.DATA_KEY_FALLBACKS]


@lru_cache(maxsize=8)
def _derived(secret: str, purpose: str) -> bytes:
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()


@lru_cache(maxsize=8)
def _name(secret: str) -> str:
    """Return eight signs that tell a key apart and reveal nothing of it."""
    return _derived(secret, "name").hex()[:8]
