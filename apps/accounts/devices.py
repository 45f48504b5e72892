"""What a session says of itself: on what device, from where, since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from apps.accounts.session_store import digest_of

# The first that is found in what a browser calls itself: Edge and Opera call themselves Chrome too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """One session in words."""

    pk: int
    name: str
    address: str
    since: datetime
    seen: datetime
    is_here: bool


def listed(found: Iterable[UserSession], key: str | None) -> list[Device]:
    """Return sessions in words, the one of the key at hand first."""
    here = digest_of(key)
    devices = [
        Device(
            pk=row.pk,
            name=name_of(row.user_agent),
            address=row.ip,
            since=row.created_at,
            seen=row.last_seen_at,
            is_here=row.session_key == here,
        )
        for row in found
    ]
    return sorted(devices, key=lambda device: not device.is_here)


def name_of(agent: str) -> str:
    """Return the browser and the system in the user's words."""
    browser = _first(_BROWSERS, agent)
    system = _first(_SYSTEMS, agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("unknown device")


def _first(known: Iterable[tuple[str, str]], agent: str) -> str:
    return next((name for sign, name in known if sign in agent), "")
