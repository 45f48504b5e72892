"""From where a request comes."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the address of the client, which no header of the client's own can forge.

    Each trusted proxy adds the address that it saw at the end of X-Forwarded-For, so the client
    is as far from the end as there are proxies; what stands before that was sent by the client.
    """
    seen = [request.META.get("REMOTE_ADDR", "")]
    if settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        seen = forwarded[-settings.TRUSTED_PROXIES :][:1] + seen
    for address in seen:
        try:
            return str(ip_address(address.strip()))
        except ValueError:
            continue
    return None
