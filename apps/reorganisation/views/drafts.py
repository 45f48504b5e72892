"""Reorganisations: the list, a file in and out, a plan on its page, and what it would do."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.access import may, require, user_of
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.common.errors import RuleError
from apps.reorganisation import asking, drafting, pages, previews
from apps.reorganisation.assigning import check_may_rule
from apps.reorganisation.forms.files import PlanForm
from apps.reorganisation.models import Reorganisation
from apps.reorganisation.reading import parse
from apps.reorganisation.selectors import file_of
from apps.reorganisation.views.finding import of_plan
from apps.reorganisation.waking import wake_worker

P = Permission


@require_GET
@require(P.UNITS_EDIT, P.PEOPLE_EDIT)
def listing(request: HttpRequest) -> HttpResponse:
    """List the reorganisations, and offer to begin one."""
    return _listing(request, PlanForm())


def _listing(request: HttpRequest, form: PlanForm) -> HttpResponse:
    user = user_of(request)
    page = pages.listed(user, request.GET.get("page"))
    context = {"form": form, "page": page, "may_write": may(user, P.UNITS_EDIT)}
    return render(request, "reorganisation/list.html", context)


@require_POST
@require(P.UNITS_EDIT)
def upload(request: HttpRequest) -> HttpResponse:
    """Keep a file as a draft, with its faults if it has any."""
    form = PlanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _listing(request, form)
    name = form.cleaned_data["file"].name
    row = drafting.upload(body=form.body, name=name, by=user_of(request))
    return redirect("reorganisation", row.pk)


@require_POST
@of_plan(P.UNITS_EDIT)
def replace(request: HttpRequest, row: Reorganisation) -> HttpResponse:
    """Put a corrected file in the place of what a draft says."""
    form = PlanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, form)
    name = form.cleaned_data["file"].name
    try:
        drafting.upload(body=form.body, name=name, by=user_of(request), replaced=row)
    except RuleError as error:
        messages.warning(request, error.message)
    return redirect("reorganisation", row.pk)


@require_GET
@of_plan(P.UNITS_EDIT, P.PEOPLE_EDIT)
def page(request: HttpRequest, row: Reorganisation) -> HttpResponse:
    """Show a plan: its acts in words, its rules, who is still to be assigned, what comes next."""
    if row.work:
        return _progress(request, row)
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return _page(request, row, PlanForm())


def _page(request: HttpRequest, row: Reorganisation, form: PlanForm) -> HttpResponse:
    user = user_of(request)
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "shown": pages.plan_shown(row, user, request.GET),
        "next": pages.next_steps(row, user),
        "kinds": pages.KINDS,
    }
    return render(request, "reorganisation/page.html", context)


def _progress(request: HttpRequest, row: Reorganisation) -> HttpResponse:
    part = request.headers.get("HX-Request")
    name = "reorganisation/_progress.html" if part else "reorganisation/progress.html"
    response = render(request, name, {"row": row, "working": pages.working(row)})
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_GET
@of_plan(P.UNITS_EDIT, P.PEOPLE_EDIT)
def download(request: HttpRequest, row: Reorganisation) -> HttpResponse:
    """Hand out the plan as it stands, with those of its people whom the reader may see."""
    body, people = file_of(row)
    if people:
        log_access(
            username=user_of(request).username,
            act=AccessLog.Act.EXPORT,
            kind="cadres",
            key=row.decision,
            count=len(people),
            people=people,
        )
    content = json.dumps(body, ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    name = content_disposition_header(as_attachment=True, filename=f"{row.decision or row.pk}.json")
    response["Content-Disposition"] = name or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@of_plan(P.UNITS_EDIT, P.PEOPLE_EDIT)
def preview(request: HttpRequest, row: Reorganisation) -> HttpResponse:
    """Show what a plan would do, as a worker found it."""
    shown = previews.preview(row, user_of(request), request.GET)
    if shown is None:
        return redirect("reorganisation", row.pk)
    return render(request, "reorganisation/preview.html", {"row": row, "shown": shown})


@require_POST
@of_plan(P.UNITS_EDIT, P.PEOPLE_EDIT)
def edit(request: HttpRequest, row: Reorganisation) -> HttpResponse:
    """Have a plan looked at, take an act or a rule out, or drop the draft."""
    try:
        return _edited(request, row)
    except RuleError as error:
        messages.warning(request, error.message)
    return redirect("reorganisation", row.pk)


def _edited(request: HttpRequest, row: Reorganisation) -> HttpResponse:
    by, do = user_of(request), request.POST.get("do", "")
    if do == "take_out" and request.POST.get("place") == "people":
        _take_out_rule(request, row)
    elif not asking.runs(by, row):
        raise RuleError(_("You do not answer for all units of this plan."))
    elif do == "look":
        asking.look(row=row, by=by)
        transaction.on_commit(wake_worker)
    elif do == "take_out":
        at, was = _at(request, row, "acts")
        drafting.change(row=row, edit=drafting.take_out("acts", at, was), by=by)
    elif do == "drop":
        drafting.drop(row=row, by=by)
        messages.success(request, _("The draft was dropped."))
        return redirect("reorganisations")
    return redirect("reorganisation", row.pk)


def _take_out_rule(request: HttpRequest, row: Reorganisation) -> None:
    at, was = _at(request, row, "people")
    by = user_of(request)
    check_may_rule(row, str(was.get("from", "")), by)
    drafting.change(row=row, edit=drafting.take_out("people", at, was), by=by, runs_units=False)


def _at(request: HttpRequest, row: Reorganisation, place: str) -> tuple[int, Any]:
    """Return the place that was asked for and what stood there when the page was shown."""
    at, mark = request.POST.get("at", ""), request.POST.get("mark", "")
    parts = row.plan.get(place, []) if isinstance(row.plan, dict) else []
    if not at.isdecimal() or int(at) >= len(parts):
        raise Http404
    if pages.mark_of(parts[int(at)]) != mark or parse(row.plan)[1]:
        raise RuleError(_("Somebody changed the plan meanwhile. Look again."))
    return int(at), parts[int(at)]
