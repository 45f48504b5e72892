"""Taking lists out: short ones at once, long ones from a worker."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.access import require, require_fresh, user_of
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.common.errors import RuleError
from apps.reports.lists import keeping
from apps.reports.lists.answers import content_of
from apps.reports.lists.confirming import ask_second
from apps.reports.lists.content import Content, Question, write
from apps.reports.models import LongList
from apps.reports.models.wanted_lists import FORMATS
from apps.reports.pages import last_day, progress_of
from apps.reports.waking import wake_worker

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_http_methods(["GET", "POST"])
@require(Permission.EXPORT)
@require(Permission.PEOPLE_VIEW)
@require_fresh(is_file=True)
def cadres(request: HttpRequest) -> HttpResponseBase:
    """Hand out the list of cadres as it stands on screen."""
    return _handed(request, Question.read("cadres", request.GET))


@require_http_methods(["GET", "POST"])
@require(Permission.EXPORT)
@require(Permission.PEOPLE_VIEW)
@require_fresh(is_file=True)
def who(request: HttpRequest, key: str, code: str) -> HttpResponseBase:
    """Hand out one of the lists behind a figure."""
    return _handed(request, Question.read("who", request.GET, key=key, code=code))


@require_http_methods(["GET", "POST"])
@require(Permission.EXPORT)
def units(request: HttpRequest, key: str) -> HttpResponseBase:
    """Hand out the table of the units below one."""
    return _handed(request, Question.read("units", request.GET, key=key))


def _handed(request: HttpRequest, question: Question) -> HttpResponseBase:
    """Write a short list at once; have others written, some once a second person confirmed."""
    user = user_of(request)
    content = content_of(user, question, timezone.localdate())
    takes_two = keeping.takes_two(question.what, content)
    if content.count <= keeping.AT_ONCE and not takes_two:
        return _written(user, question, content)
    if request.method == "POST":
        try:
            if takes_two:
                return _asked_second(request, question, content)
            asked = keeping.ask_list(question=question, content=content, by=user)
        except RuleError as error:
            messages.error(request, error.message)
        else:
            transaction.on_commit(wake_worker)
            return redirect("list", asked.pk)
    context = {"content": content, "format": FORMATS[question.format], "takes_two": takes_two}
    return render(request, "reports/long_list.html", context)


def _asked_second(request: HttpRequest, question: Question, content: Content) -> HttpResponse:
    reason = request.POST.get("reason", "")
    by, today = user_of(request), timezone.localdate()
    ask_second(question=question, content=content, reason=reason, by=by, today=today)
    messages.success(request, _("Asked. It is written once a second person has confirmed it."))
    return redirect("list_requests")


def _written(user: User, question: Question, content: Content) -> HttpResponseBase:
    """Write a list whole before anything goes out: what fails half-way is no file."""
    file = io.BytesIO()
    count = write(content, question.format, file, by=user, now=timezone.now())
    file.seek(0)
    _log(user, content.entry, content.people, format=question.format, count=count)
    name = f"{content.title} {content.day:%d-%m-%Y}.{question.format}"
    return _attached(FileResponse(file), question.format, name)


@require_GET
@require(Permission.EXPORT)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a long list stands."""
    asked = _own(request, pk)
    is_part = bool(request.htmx)  # type: ignore[attr-defined]
    if is_part and not asked.is_working:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"list": asked, "progress": progress_of(keeping.JOB, asked), "until": last_day(asked)}
    name = "reports/_list_progress.html" if is_part else "reports/list.html"
    return render(request, name, context)


@require_GET
@require(Permission.EXPORT)
@require_fresh(is_file=True)
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the file of a long list."""
    asked = _own(request, pk)
    if not keeping.take_out(asked):
        raise Http404
    more = {"list": asked.pk, "format": asked.format, "count": asked.rows}
    if asked.request and asked.confirmed_by:
        more |= {"confirmed_by": asked.confirmed_by.username, "reason": asked.request.reason}
    _log(user_of(request), asked.entry, asked.people, **more)
    name = f"{asked.title} {asked.day:%d-%m-%Y}.{asked.format}"
    return _attached(StreamingHttpResponse(keeping.bytes_of(asked)), asked.format, name)


def _own(request: HttpRequest, pk: int) -> LongList:
    """Return a list of the user's own, as long as they may take out what it may hold."""
    own = LongList.objects.of(user_of(request)).select_related("request", "confirmed_by")
    asked = get_object_or_404(own, pk=pk)
    if not keeping.is_open_to(user_of(request), asked):
        raise Http404
    return asked


def _log(user: User, entry: dict[str, Any], people: Sequence[int], **more: Any) -> None:
    log_access(
        username=user.username,
        act=AccessLog.Act.EXPORT,
        kind=entry["kind"],
        key=entry["key"],
        people=people,
        **entry["detail"],
        **more,
    )


def _attached(response: HttpResponseBase, form: str, name: str) -> HttpResponseBase:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Type"] = _TYPES[form]
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
