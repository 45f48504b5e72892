"""The screens of the import."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import confirming
from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.common.errors import RuleError
from apps.imports import pages, present, services
from apps.imports.forms import UploadForm, corrected
from apps.imports.marked import marked_workbook
from apps.imports.models import Batch
from apps.imports.steps.reading import layout_of, readings_of
from apps.imports.waking import wake_worker
from apps.units.models import Unit
from apps.units.selectors import holds_a_top

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ACTS: dict[str, Callable[..., None]] = {
    "confirm": services.confirm,
    "undo": services.undo,
    "drop": services.drop,
    "check": services.check_again,
    "again": services.try_again,
}


def of_batch(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Admit officers to batches within their scope, and hand the view the batch."""

    @wraps(view)
    def found(request: HttpRequest, pk: int) -> HttpResponse:
        seen = Batch.objects.visible_to(request.user, timezone.localdate())  # type: ignore[arg-type]
        batch = get_object_or_404(seen.select_related("unit", "uploaded_by", "acted_by"), pk=pk)
        return view(request, batch)

    return require(Permission.PEOPLE_EDIT)(found)


@require(Permission.PEOPLE_EDIT)
def listing(request: HttpRequest) -> HttpResponse:
    """List the batches, and offer templates and an upload."""
    form = UploadForm(user=user_of(request), day=timezone.localdate())
    return _listing(request, form)


def _listing(request: HttpRequest, form: UploadForm) -> HttpResponse:
    day = timezone.localdate()
    page = pages.listed(request.user, day, request.GET.get("page"))  # type: ignore[arg-type]
    context = {"form": form, "page": page, "steps": pages.steps(None)}
    return render(request, "imports/list.html", context)


@require_POST
@require(Permission.PEOPLE_EDIT)
def upload(request: HttpRequest) -> HttpResponse:
    """Keep a file and have it read."""
    day = timezone.localdate()
    form = UploadForm(
        request.POST,
        request.FILES,
        user=user_of(request),
        day=day,
        is_too_large=getattr(request, "upload_is_too_large", False),
    )
    if form.is_valid():
        file, unit = form.cleaned_data["file"], form.cleaned_data["unit"]
        try:
            batch = services.upload(
                chunks=file.chunks(), name=file.name, unit=unit, by=user_of(request), day=day
            )
        except RuleError as error:
            form.add_error("file", error.message)
        else:
            return _moved(batch)
    return _listing(request, form)


def _moved(batch: Batch) -> HttpResponse:
    transaction.on_commit(wake_worker)
    return redirect("import_batch", batch.pk)


@require_GET
@require(Permission.PEOPLE_EDIT)
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand out a template: blank, filled with what is recorded, or the one-sheet list."""
    user, day = request.user, timezone.localdate()
    if kind not in present.KINDS:
        raise Http404
    units = Unit.objects.visible_to(user, day, Permission.PEOPLE_EDIT)  # type: ignore[arg-type]
    unit = get_object_or_404(units, key=request.GET.get("unit", ""))
    if kind != "blank" and (held_back := _held_back(request, unit, day)):
        return held_back
    made = present.template(kind, unit=unit, user=user, day=day)  # type: ignore[arg-type]
    if made.people:
        log_access(
            username=user.get_username(),
            act=AccessLog.Act.EXPORT,
            kind="cadres",
            key=unit.key,
            day=day.isoformat(),
            count=len(made.people),
            people=made.people,
        )
    words = {"blank": _("template"), "filled": _("records"), "list": _("personnel list")}
    return _workbook(made.content, f"{words[kind]} {unit.name} {day:%d-%m-%Y}.xlsx")


def _held_back(request: HttpRequest, unit: Unit, day: date) -> HttpResponse | None:
    """Keep people's records back from who has not just proved who they are; of a city, wholly."""
    if not holds_a_top([unit.pk], day):
        return confirming.answer(request, is_file=True)
    messages.error(
        request,
        _(
            "Records of the whole city are taken out under Cadres, with a second person. Choose a"
            " unit below."
        ),
    )
    return redirect("imports")


def _workbook(content: bytes, name: str, kind: str = _XLSX) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@of_batch
def batch_page(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Show a batch where it stands."""
    if batch.is_working:
        return _progress(request, batch)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    if batch.state == Batch.State.READ:
        return redirect("import_columns", batch.pk)
    context: dict[str, Any] = {"batch": batch, "steps": pages.steps(batch)}
    if batch.state in (Batch.State.CHECKED, Batch.State.REFUSED) and batch.checked_at:
        context["shown"] = shown = pages.check_shown(batch, request.GET)
        _log_candidates(request, batch, shown)
        return render(request, "imports/check.html", context)
    context |= {"kept": pages.kept(batch), "tables": pages.by_table(batch)}
    return render(request, "imports/result.html", context)


def _log_candidates(request: HttpRequest, batch: Batch, shown: pages.CheckShown) -> None:
    """Note who was shown as somebody whom the file may mean."""
    people = [person["pk"] for question, _why in shown.questions for person in question.candidates]
    if people:
        log_access(
            username=request.user.get_username(),
            act=AccessLog.Act.LIST,
            kind="cadres",
            key=batch.unit.key,
            people=people,
            count=len(people),
        )


def _progress(request: HttpRequest, batch: Batch) -> HttpResponse:
    context = {"batch": batch, "steps": pages.steps(batch), "progress": pages.progress(batch)}
    part = request.headers.get("HX-Request")
    name = "imports/_progress.html" if part else "imports/progress.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@of_batch
def columns(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Show how the columns are read, or take over how an officer corrected that."""
    if request.method == "POST":
        return _read_as(request, batch)
    if not batch.readings or batch.state not in ("read", "checked", "refused"):
        return redirect("import_batch", batch.pk)
    context = {"batch": batch, "steps": pages.steps(batch, at=2), "sheets": pages.sheets(batch)}
    return render(request, "imports/columns.html", {**context, **pages.CHOICES})


def _read_as(request: HttpRequest, batch: Batch) -> HttpResponse:
    before = readings_of(batch)
    readings = corrected(before, request.POST)
    again = list(map(layout_of, before)) != list(map(layout_of, readings))
    act = services.read_again if again else services.read_as
    return _done(request, batch, partial(act, readings=readings))


@require_POST
@of_batch
def answers(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Take over whom doubtful rows mean."""
    given = {
        name.removeprefix("q-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("q-") and value
    }
    return _done(request, batch, partial(services.answer, answers=given))


@require_POST
@of_batch
def act(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Confirm, undo, drop, check again or try again."""
    asked = _ACTS.get(request.POST.get("do", ""))
    if asked is None:
        return redirect("import_batch", batch.pk)
    return _done(request, batch, asked)


def _done(request: HttpRequest, batch: Batch, asked: Callable[..., None]) -> HttpResponse:
    try:
        asked(batch=batch, by=request.user)
    except RuleError as error:
        messages.warning(request, error.message)
    return _moved(batch)


@require_GET
@of_batch
def marked(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Hand back the workbook with its faulty cells marked."""
    try:
        content = marked_workbook(batch)
    except RuleError as error:
        messages.warning(request, error.message)
        return redirect("import_batch", batch.pk)
    stem, _dot, ending = batch.name.rpartition(".")
    return _workbook(content, f"{stem or batch.name} - {_('marked')}.xlsx")
