"""The dashboard of a unit, the way to it, and the search for units."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from apps.accounts.access import permissions_of, require
from apps.accounts.roles import Permission
from apps.dashboards.context import navigation
from apps.dashboards.panels import board_html, rows_html
from apps.metrics import selectors as metrics
from apps.metrics.trends.series import month_ends, trend
from apps.presentation.filters import Filters, read_number
from apps.presentation.scene import scene_of
from apps.units import selectors as units


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Send the user to the page where their role begins."""
    key = units.home_key(request.user)  # type: ignore[arg-type]
    kept = Filters.read(request.GET).place.query()
    if key and Permission.FIGURES_VIEW in permissions_of(request.user):  # type: ignore[arg-type]
        response = redirect("unit", key)
        response["Location"] += kept
        return response
    pages = navigation(request)
    if not pages:
        raise PermissionDenied
    return redirect(pages[0].href)


@require(Permission.FIGURES_VIEW)
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show how a unit stands on every target of a plan."""
    scene = scene_of(request, key)
    is_swap = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    template = "dashboards/_swap.html" if is_swap else "dashboards/unit.html"
    response = render(request, template, {"scene": scene, "board": board_html(scene)})
    patch_vary_headers(response, ["HX-Request"])
    return response


@require(Permission.FIGURES_VIEW)
def rows(request: HttpRequest, key: str) -> HttpResponse:
    """Show further rows of the table of units."""
    scene = scene_of(request, key)
    return HttpResponse(rows_html(scene, read_number(request.GET.get("offset", ""))))


@require(Permission.FIGURES_VIEW)
def figures(request: HttpRequest, key: str) -> HttpResponse:
    """Show the figures of the chosen target's chart as a table, by month."""
    scene = scene_of(request, key)
    if scene.target is None:
        raise Http404
    found = trend(scene.user, scene.unit, scene.target.target, scene.day, scene.filters.tree)
    return render(request, "dashboards/_figures.html", {"points": month_ends(found)})


@require(Permission.FIGURES_VIEW)
def search(request: HttpRequest) -> HttpResponse:
    """Find units by name: accents, case and the order of words do not matter."""
    filters, words = Filters.read(request.GET), request.GET.get("q", "")[:100]
    run = metrics.run_for(filters.day or timezone.localdate())
    day = run.as_of if run else timezone.localdate()
    found = units.found(request.user, words, day)  # type: ignore[arg-type]
    template = "dashboards/_found.html" if request.htmx else "dashboards/found.html"  # type: ignore[attr-defined]
    context = {"found": found, "words": words, "kept": filters.place.query()}
    return render(request, template, context)
