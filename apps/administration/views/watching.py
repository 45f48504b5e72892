"""The auditors' page of roles and accounts."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from apps.accounts.access import require
from apps.accounts.roles import Permission
from apps.administration.watching import watched
from apps.entry.dates import read_date


@require_GET
@require(Permission.LOGS_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    """Show what a day changed in roles and accounts, and what is left over today."""
    today = timezone.localdate()
    day = _asked(request.GET.get("day", ""), today - timedelta(days=1))
    context = {"watched": watched(day, today), "before": day - timedelta(days=1), "tab": "grants"}
    context["after"] = day + timedelta(days=1) if day < today else None
    return render(request, "administration/grants.html", context)


def _asked(text: str, otherwise: date) -> date:
    try:
        found = read_date(text)
    except ValueError:
        return otherwise
    return found.full_day if found.is_full else otherwise
