"""The tree of units on a day, and the life of a unit."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.dashboards.nodes import below, branches
from apps.presentation.filters import Filters
from apps.presentation.fragments import page_or_part
from apps.units import selectors as units
from apps.units import tree
from apps.units.models import Unit


@require(Permission.FIGURES_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    """Show the tree on a day, or the units of a name."""
    filters = Filters.read(request.GET)
    day = filters.day or timezone.localdate()
    words = request.GET.get("q", "").strip()[:100]
    user = user_of(request)
    roots = [] if words else branches(user, day)
    context = {
        "day": day,
        "is_past": day < timezone.localdate(),
        "filters": filters,
        "words": words,
        "found": units.found(user, words, day, limit=50) if words else [],
        "roots": roots,
        "in_fives": any(node.in_fives for node, _below in roots),
    }
    return page_or_part(request, "dashboards/tree.html", "dashboards/_tree.html", context)


@require(Permission.FIGURES_VIEW)
def children(request: HttpRequest, key: str) -> HttpResponse:
    """Show the units directly below one."""
    filters = Filters.read(request.GET)
    day = filters.day or timezone.localdate()
    seen = Unit.objects.visible_to(request.user, day)  # type: ignore[arg-type]
    unit = get_object_or_404(seen, key=key)
    nodes = below(user_of(request), unit, day)
    context = {"nodes": nodes, "filters": filters, "is_past": day < timezone.localdate()}
    return render(request, "dashboards/_nodes.html", context)


@require(Permission.FIGURES_VIEW)
def history(request: HttpRequest, key: str) -> HttpResponse:
    """Show when a unit was where, by what name, and what it came from and became."""
    filters = Filters.read(request.GET)
    day = filters.day or timezone.localdate()
    life = tree.whole_life(request.user, key, day)  # type: ignore[arg-type]
    if life is None:
        raise Http404
    context = {
        "life": life,
        "day": day,
        "filters": filters,
        "may_change": tree.changeable(request.user, key, timezone.localdate()) is not None,  # type: ignore[arg-type]
    }
    return render(request, "dashboards/unit_history.html", context)
