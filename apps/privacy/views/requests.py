"""Requests on personal data: those to be answered, one of them, a new one, what is done with it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.cadres.models import Cadre
from apps.common.errors import RuleError
from apps.metrics.selectors import run_for
from apps.privacy import services
from apps.privacy.forms import ReplyForm, RequestForm
from apps.privacy.models import SubjectRequest
from apps.privacy.request_page import request_page
from apps.privacy.selectors import open_requests

_PAGE = 50
# Each act, and the sentence that says it was done.
_ACTS: dict[str, tuple[Callable[..., None], str | Promise]] = {
    "take_up": (services.take_up, gettext_lazy("The request is in work.")),
    "put_off": (services.put_off, gettext_lazy("The answer is put off.")),
    "restrict": (services.restrict, gettext_lazy("Processing is restricted.")),
    "lift": (services.lift, gettext_lazy("Processing is no longer restricted.")),
    "answer": (services.answer, gettext_lazy("The request is answered.")),
    "refuse": (services.refuse, gettext_lazy("The request is refused.")),
}


@require_GET
@require(Permission.PEOPLE_EDIT)
def listing(request: HttpRequest) -> HttpResponse:
    """List the requests that the user has to answer, and those that were closed."""
    user, today = user_of(request), timezone.localdate()
    closed = SubjectRequest.objects.visible_to(user, today).exclude(state__in=SubjectRequest.OPEN)
    ordered = closed.select_related("cadre", "unit").order_by("-closed_on", "-pk")
    page = Paginator(ordered, _PAGE).get_page(request.GET.get("page"))
    waiting = open_requests(user, today)
    shown = [*(row.request for row in waiting), *page]
    _log(request, AccessLog.Act.LIST, "*", [row.cadre_id for row in shown])
    context = {"waiting": waiting, "page": page, "run": run_for(today)}
    return render(request, "privacy/requests.html", context)


@require(Permission.PEOPLE_EDIT)
def new(request: HttpRequest, key: str) -> HttpResponse:
    """Record what a person asks for."""
    user, today = user_of(request), timezone.localdate()
    cadre = get_object_or_404(Cadre.objects.known_to(user, today, Permission.PEOPLE_EDIT), key=key)
    _log(request, AccessLog.Act.READ, cadre.key, [])
    form = RequestForm(request.POST or None, user=user, today=today, initial={"received_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            made = form.record(cadre)
        except RuleError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The request is recorded; its clock runs."))
            return redirect("subject_request", made.pk)
    context = {"form": form, "cadre": cadre, "run": run_for(today)}
    return render(request, "privacy/new.html", context)


@require_GET
@require(Permission.PEOPLE_EDIT)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request: what was asked, by when it has to be answered, what was done."""
    asked = found(request, pk)
    if asked.cadre:
        _log(request, AccessLog.Act.READ, asked.cadre.key, [])
    shown = request_page(asked, timezone.localdate())
    context = {"shown": shown, "asked": asked, "run": run_for(timezone.localdate())}
    return render(request, "privacy/request.html", context)


@require_POST
@require(Permission.PEOPLE_EDIT)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request up, put its answer off, answer or refuse it."""
    asked, form = found(request, pk), ReplyForm(request.POST)
    name = request.POST.get("act", "")
    if name not in _ACTS or not form.is_valid():
        raise Http404
    said, today = form.cleaned_data["reply"], timezone.localdate()
    given = {
        "take_up": {},
        "put_off": {"reason": said, "today": today},
        "restrict": {"today": today},
        "lift": {},
        "answer": {"reply": said, "today": today},
        "refuse": {"reply": said, "today": today},
    }
    do, done = _ACTS[name]
    try:
        do(request=asked, by=user_of(request), **given[name])
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, str(done))
    return redirect("subject_request", asked.pk)


def found(request: HttpRequest, pk: int) -> SubjectRequest:
    """Return a request that the user answers for; 404 for any other."""
    seen = SubjectRequest.objects.visible_to(user_of(request), timezone.localdate())
    return get_object_or_404(seen.select_related("cadre", "unit"), pk=pk)


def _log(request: HttpRequest, act: AccessLog.Act, key: str, people: list[int | None]) -> None:
    log_access(
        username=request.user.get_username(),
        act=act,
        kind="request",
        key=key,
        people=[pk for pk in people if pk is not None],
    )
