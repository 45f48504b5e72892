"""Asking for a plan to be carried out or undone, and confirming what another asked for."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.access import require_fresh, user_of
from apps.accounts.roles import Permission
from apps.common.errors import RuleError
from apps.reorganisation import asking
from apps.reorganisation.models import Reorganisation
from apps.reorganisation.views.finding import of_plan
from apps.reorganisation.waking import wake_worker


@require_POST
@of_plan(Permission.UNITS_EDIT)
@require_fresh
def decide(request: HttpRequest, row: Reorganisation) -> HttpResponse:
    """Ask, confirm, refuse or take back."""
    try:
        messages.success(request, _decided(request, row))
    except RuleError as error:
        messages.error(request, error.message)
    transaction.on_commit(wake_worker)
    return redirect("reorganisation", row.pk)


def _decided(request: HttpRequest, row: Reorganisation) -> str:
    by = user_of(request)
    match request.POST.get("act"):
        case "ask":
            asking.ask(row=row, by=by)
            return _("Asked for.")
        case "undo":
            asking.ask_to_undo(row=row, by=by)
            return _("Asked for.")
        case "confirm":
            asking.confirm(row=row, by=by)
            return _("Confirmed: a worker does it now.")
        case "take_back":
            asking.take_back(row=row, by=by, note=request.POST.get("note", ""))
            return _("Nothing is changed.")
    raise Http404
