"""Lists of the people of the whole city: what waits for a second person, and deciding on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.access import require, require_fresh, user_of
from apps.accounts.roles import Permission
from apps.common.errors import RuleError
from apps.reports.lists import confirming
from apps.reports.models import ListRequest
from apps.reports.waking import wake_worker

_DECIDED = 50


@require_GET
@require(Permission.EXPORT, Permission.EXPORT_CONFIRM)
def listing(request: HttpRequest) -> HttpResponse:
    """List what waits for a second person, and what was decided."""
    seen = ListRequest.objects.visible_to(user_of(request), timezone.localdate())
    seen = seen.select_related("asked_by", "decided_by", "list")
    waiting = list(seen.waiting())
    decided = seen.exclude(pk__in=[row.pk for row in waiting])[:_DECIDED]
    context: dict[str, Any] = {"waiting": waiting, "decided": decided}
    return render(request, "reports/list_requests.html", context)


@require_POST
@require(Permission.EXPORT, Permission.EXPORT_CONFIRM)
@require_fresh
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, refuse or take back a request for a list of the whole city."""
    seen = ListRequest.objects.visible_to(user_of(request), timezone.localdate())
    row = get_object_or_404(seen, pk=pk)
    try:
        messages.success(request, _decided(request, row))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("list_requests")


def _decided(request: HttpRequest, row: ListRequest) -> str:
    by, today = user_of(request), timezone.localdate()
    match request.POST.get("act"):
        case "confirm":
            confirming.confirm_list(request=row, by=by, today=today)
            transaction.on_commit(wake_worker)
            return _("Confirmed: the list is written for whoever asked.")
        case "refuse":
            note = request.POST.get("note", "")
            confirming.refuse_list(request=row, by=by, note=note, today=today)
            return _("Refused: nothing is written.")
        case "withdraw":
            confirming.withdraw_list(request=row, by=by)
            return _("The request is taken back.")
    raise Http404
