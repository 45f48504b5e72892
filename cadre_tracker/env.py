"""Values from the environment, typed; a wrong one stops the start with a sentence that names it."""

import hashlib
import os
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = ("1", "yes", "true", "on")
NO = ("0", "no", "false", "off", "")


def env_bool(name: str, default: bool) -> bool:
    """Read a yes/no value."""
    value = os.environ.get(name, "yes" if default else "no").strip().lower()
    if value not in YES + NO:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return value in YES


def env_int(name: str, default: int, *, least: int = 0) -> int:
    """Read a whole number."""
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least}, not {value!r}.")
    return int(value)


def env_list(name: str, default: str = "") -> list[str]:
    """Read words separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def env_secret(name: str) -> str:
    """Read a secret from the variable, or from the file that the variable with _FILE names."""
    if os.environ.get(name):
        return os.environ[name]
    path = os.environ.get(f"{name}_FILE")
    if not path:
        raise ImproperlyConfigured(f"{name} must be set, or {name}_FILE name the file that has it.")
    try:
        text = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}.") from error
    if not text:
        raise ImproperlyConfigured(f"{name}_FILE names an empty file: {path}.")
    return text


def env_url(name: str, schemes: tuple[str, ...]) -> str:
    """Read an address that has one of the schemes and a host."""
    value = os.environ.get(name, "")
    example = f"{schemes[0]}://user:password@host:port/name"
    try:
        parts = urlsplit(value)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        # The value may hold a password, so the message does not repeat it.
        raise ImproperlyConfigured(f"{name} must be set to an address like {example}.")
    return value


def env_database(name: str, options: dict[str, Any]) -> dict[str, Any]:
    """Read postgresql://user:password@host:port/name?sslmode=... in Django's form."""
    parts = urlsplit(env_url(name, ("postgresql", "postgres")))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, **dict(parse_qsl(parts.query))},
    }


@dataclass(frozen=True)
class Mail:
    """A server that takes e-mail; without a host there is none."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False


_MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def env_mail(name: str) -> Mail:
    """Read smtps://user:password@host:port, or smtp+starttls or smtp; empty is no server."""
    if not os.environ.get(name):
        return Mail()
    parts = urlsplit(env_url(name, ("smtps", "smtp+starttls", "smtp")))
    return Mail(
        host=unquote(parts.hostname or ""),
        port=parts.port or _MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp+starttls",
        is_tls=parts.scheme == "smtps",
    )


def env_address(name: str) -> str:
    """Read an e-mail address, alone or as "Name <address>"."""
    value = os.environ.get(name, "").strip()
    if "@" not in parseaddr(value)[1] or "\n" in value:
        raise ImproperlyConfigured(f"{name} must be an e-mail address, not {value!r}.")
    return value


def redis_database(url: str, *, offset: int) -> str:
    """Return the same Redis address with a database number that much higher."""
    parts = urlsplit(url)
    number = int(parts.path.strip("/") or 0) + offset
    return parts._replace(path=f"/{number}").geturl()


def fingerprint(databases: dict[str, dict[str, Any]]) -> str:
    """Return eight signs that differ between databases; passwords do not enter."""
    address = "{HOST}:{PORT}/{NAME}".format(**databases["default"])
    return hashlib.sha256(address.encode()).hexdigest()[:8]
