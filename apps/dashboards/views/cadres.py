"""The list of cadres, and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.cadres.models import Cadre
from apps.cadres.selectors import departures, permissions_on
from apps.dashboards.cadre_page import cadre_page
from apps.presentation.filters import Filters
from apps.presentation.fragments import page_or_part
from apps.presentation.lists.cadres import COLUMNS, cadre_list


@require(Permission.PEOPLE_VIEW)
def listing(request: HttpRequest) -> HttpResponse:
    """List the cadres that the user may see, as asked."""
    filters = Filters.read(request.GET)
    day = filters.day or timezone.localdate()
    listed = cadre_list(request.user, day, request.GET)  # type: ignore[arg-type]
    told = departures(request.user, timezone.now())  # type: ignore[arg-type]
    log_access(
        username=request.user.get_username(),
        act=AccessLog.Act.LIST,
        kind="cadres",
        key=listed.wanted.unit or "*",
        people=[*(row.cadre.pk for row in listed.rows), *(receipt.cadre_id for receipt in told)],
        day=day.isoformat(),
        count=listed.page.paginator.count,
        page=listed.page.number,
        asked=listed.wanted.said(),
    )
    context = {
        "listed": listed,
        "day": day,
        "filters": filters,
        "columns": COLUMNS,
        "departures": told,
    }
    return page_or_part(request, "dashboards/cadres.html", "dashboards/_cadres.html", context)


@require(Permission.PEOPLE_VIEW)
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show what is known of a cadre."""
    filters = Filters.read(request.GET)
    day = filters.day or timezone.localdate()
    seen = Cadre.objects.known_to(request.user, day)  # type: ignore[arg-type]
    cadre = get_object_or_404(seen, key=key)
    log_access(
        username=request.user.get_username(),
        act=AccessLog.Act.READ,
        kind="cadre",
        key=cadre.key,
        day=day.isoformat(),
    )
    held = permissions_on(user_of(request), cadre, day)
    context = {
        "shown": cadre_page(request, cadre, day, held),
        "day": day,
        "filters": filters,
        "may_edit": Permission.PEOPLE_EDIT in held,
    }
    return render(request, "dashboards/cadre.html", context)
