"""The forms on units."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from apps.accounts.access import require
from apps.accounts.roles import Permission
from apps.entry.selectors import units_found


@require(Permission.UNITS_EDIT)
def offers(request: HttpRequest) -> HttpResponse:
    """Offer units that the user may change, on the day that the form speaks of."""
    found = units_found(
        request.user,  # type: ignore[arg-type]
        request.GET,
        timezone.localdate(),
        Permission.UNITS_EDIT,
    )
    return render(request, "entry/_units.html", {"units": found})
