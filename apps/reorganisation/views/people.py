"""Sending the people of a unit by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import user_of
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.common.errors import RuleError
from apps.presentation import numbers
from apps.reorganisation import people_page
from apps.reorganisation.assigning import assign, kept_source
from apps.reorganisation.models import Reorganisation
from apps.reorganisation.views.finding import of_plan
from apps.units.models import Unit


@of_plan(Permission.PEOPLE_EDIT)
def page(request: HttpRequest, row: Reorganisation, key: str) -> HttpResponse:
    """Show the posts of a unit and where they go, or send those that are ticked."""
    source = kept_source(row, key, user_of(request))
    if source is None:
        raise Http404
    if request.method == "POST":
        return _assigned(request, row, source)
    shown = people_page.shown(row, source, request.GET)
    log_access(
        username=user_of(request).username,
        act=AccessLog.Act.LIST,
        kind="cadres",
        key=source.key,
        count=len(shown.people),
        people=shown.people,
    )
    return render(request, "reorganisation/people.html", {"row": row, "shown": shown})


def _assigned(request: HttpRequest, row: Reorganisation, source: Unit) -> HttpResponse:
    if request.POST.get("all"):
        chosen = people_page.fitting(row, source, request.GET)
    else:
        chosen = [int(pk) for pk in request.POST.getlist("cadre") if pk.isdecimal()]
    to = request.POST.get("to", "")
    try:
        count = assign(row=row, source=source, cadre_ids=chosen, to=to, by=user_of(request))
    except RuleError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("Saved for people: %s.") % numbers.whole(count))
    return redirect(request.get_full_path())
