"""The dashboard of a unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from apps.accounts.access import permissions_of, require
from apps.accounts.roles import Permission
from apps.dashboards.filters import Filters
from apps.dashboards.scene import Aside, scene_of
from apps.metrics import selectors as metrics
from apps.units import selectors as units


def home(request: HttpRequest) -> HttpResponse:
    """Send the user to the page where their role begins."""
    return redirect("sign_in")


@require(Permission.FIGURES_VIEW)
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show how a unit stands."""
    scene = scene_of(request, key)
    return render(request, "dashboards/unit.html", {"scene": scene})


@require(Permission.FIGURES_VIEW)
def rows(request: HttpRequest, key: str) -> HttpResponse:
    """Show further rows of the table of units."""
    scene = scene_of(request, key)
    return render(request, "dashboards/_rows.html", {"scene": scene})


@require(Permission.FIGURES_VIEW)
def search(request: HttpRequest) -> HttpResponse:
    """Find units by name."""
    return render(request, "dashboards/_found.html", {})
