"""What is missing or contradictory in the records."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from apps.accounts.access import require
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.dashboards.quality import quality_page
from apps.presentation.filters import Filters
from apps.presentation.fragments import page_or_part


@require(Permission.FIGURES_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    """Show what is to be mended; to those who may see people, whose records."""
    filters = Filters.read(request.GET)
    day = filters.day or timezone.localdate()
    shown = quality_page(request.user, day, request.GET, filters.place.query())  # type: ignore[arg-type]
    if shown.page is not None:
        log_access(
            username=request.user.get_username(),
            act=AccessLog.Act.LIST,
            kind="quality",
            key=shown.wanted.unit or "*",
            people=[row.cadre.pk for row in shown.rows],
            day=day.isoformat(),
            count=shown.page.paginator.count,
            page=shown.page.number,
            asked=shown.wanted.said(),
        )
    context = {"shown": shown, "day": day, "filters": filters, "in_fives": shown.in_fives}
    return page_or_part(request, "dashboards/quality.html", "dashboards/_quality.html", context)
