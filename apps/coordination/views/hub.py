"""The page from which the coordinators' forms are reached."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from apps.accounts.access import require
from apps.accounts.roles import Permission
from apps.entry.models import Draft
from apps.metrics.selectors import run_for


@require(Permission.UNITS_EDIT, Permission.PLANS_EDIT)
def page(request: HttpRequest) -> HttpResponse:
    """Show what can be changed, and what was begun."""
    context = {
        "drafts": Draft.objects.filter(user=request.user),  # type: ignore[misc]
        "run": run_for(timezone.localdate()),
    }
    return render(request, "coordination/hub.html", context)
