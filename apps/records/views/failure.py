"""A form whose protection against forgery is out of date."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.records.carrying import carry


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that nothing was changed, and offer to take up what was typed in a form of records."""
    match = request.resolver_match
    is_record = bool(match and (match.url_name or "").startswith("record_"))
    carried = carry(request) if is_record and request.user.is_authenticated else ""
    return render(request, "403_csrf.html", {"carried": carried}, status=403)
