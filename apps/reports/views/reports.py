"""The screens of reports."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.access import may, reads_counts_only, require, user_of
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.common.errors import RuleError
from apps.notices.services import see
from apps.reports import pages, services
from apps.reports.forms.asking import AskForm, ImprintForm, IssueForm
from apps.reports.models import Report
from apps.reports.selectors import restated, verified
from apps.reports.telling import page_of
from apps.reports.waking import wake_worker

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def of_report(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Admit who sees people to reports within their scope, and hand the view the report."""

    @wraps(view)
    def found(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        seen = Report.objects.visible_to(user_of(request), timezone.localdate())
        related = seen.select_related("unit", "plan", "run", "asked_by", "issued_by")
        return view(request, get_object_or_404(related, pk=pk), **kwargs)

    return require(Permission.PEOPLE_VIEW)(found)


def of_maker(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Admit only who may take figures of the report's unit out."""

    @wraps(view)
    def found(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        made = Report.objects.made_by(user_of(request), timezone.localdate())
        related = made.select_related("unit", "plan", "run", "asked_by", "issued_by")
        return view(request, get_object_or_404(related, pk=pk), **kwargs)

    return require(Permission.EXPORT)(found)


@require(Permission.FIGURES_VIEW)
def archive(request: HttpRequest) -> HttpResponse:
    """List the reports, and offer to ask for another."""
    return _archive(request, None)


def _archive(request: HttpRequest, form: AskForm | None) -> HttpResponse:
    user, today = user_of(request), timezone.localdate()
    if form is None and may(user, Permission.EXPORT):
        form = AskForm(user=user, today=today, initial=_named(request))
    page = pages.listed(user, today, request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "code": request.GET.get("code", ""),
        "long_lists": pages.long_lists(user),
        "is_counts_only": reads_counts_only(user),
        "shows_requests": may(user, Permission.EXPORT) or may(user, Permission.EXPORT_CONFIRM),
    }
    return render(request, "reports/archive.html", context)


def _named(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("unit", "kind") if name in request.GET}


@require_POST
@require(Permission.EXPORT)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a report."""
    user, today = user_of(request), timezone.localdate()
    form = AskForm(request.POST, user=user, today=today)
    if form.is_valid():
        try:
            report = services.ask_report(asked=form.asked(), by=user, today=today)
        except RuleError as error:
            _at_field(form, error)
        else:
            return _moved(report)
    return _archive(request, form)


@require_GET
@require(Permission.FIGURES_VIEW)
def by_code(request: HttpRequest) -> HttpResponse:
    """Lead from the code on a printed page to its report."""
    code = request.GET.get("code", "").strip().upper()
    seen = Report.objects.visible_to(user_of(request), timezone.localdate())
    report = seen.filter(code=code).exclude(code="").first()
    if report:
        return redirect("report", report.pk)
    messages.error(
        request,
        _("No report with the code %s is within what you may see. Compare it with the page.")
        % code,
    )
    return _archive(request, None)


@of_report
def report_page(request: HttpRequest, report: Report) -> HttpResponse:
    """Show a report where it stands."""
    return _page(request, report)


def _page(request: HttpRequest, report: Report, **forms: Any) -> HttpResponse:
    if report.is_working:
        context = {"report": report, "progress": pages.progress_of(services.JOB, report)}
        part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
        name = "reports/_progress.html" if part else "reports/progress.html"
        return render(request, name, context)
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    see(user=user_of(request), link=page_of(report))
    today = timezone.localdate()
    made = Report.objects.made_by(user_of(request), today).filter(pk=report.pk)
    context = {
        "report": report,
        "files": report.files.defer("content"),
        "may_change": not report.is_issued and made.exists(),
        "imprint": ImprintForm.of(report),
        "issue": IssueForm(initial={"issued_on": f"{today:%d/%m/%Y}"}),
    }
    return render(request, "reports/report.html", context | forms)


@require_GET
@of_report
def check(request: HttpRequest, report: Report) -> HttpResponse:
    """Compute an issued report's figures again: as known then, and as known now."""
    if not report.is_issued:
        raise Http404
    context = {
        "report": report,
        "verified": pages.in_words(report, verified(report)),
        "restated": pages.in_words(report, restated(report)),
    }
    return render(request, "reports/_check.html", context)


@require_POST
@of_maker
def imprint(request: HttpRequest, report: Report) -> HttpResponse:
    """Give a draft other words at its head and end."""
    form = ImprintForm(request.POST)
    if form.is_valid():
        try:
            services.build_again(report=report, by=user_of(request), imprint=form.imprint())
        except RuleError as error:
            _at_field(form, error)
        else:
            return _moved(report)
    return _page(request, report, imprint=form)


@require_POST
@of_maker
def issue(request: HttpRequest, report: Report) -> HttpResponse:
    """Issue a draft under a number."""
    form = IssueForm(request.POST)
    if form.is_valid():
        try:
            services.issue_report(
                report=report, by=user_of(request), today=timezone.localdate(), **form.cleaned_data
            )
        except RuleError as error:
            _at_field(form, error)
        else:
            return _moved(report)
    return _page(request, report, issue=form)


@require_POST
@of_maker
def act(request: HttpRequest, report: Report) -> HttpResponse:
    """Build a draft again, or throw it away."""
    name = request.POST.get("act")
    try:
        if name == "drop":
            services.throw_away(report=report)
            messages.success(request, _("The draft is gone."))
            return redirect("reports")
        if name != "again":
            raise Http404
        services.build_again(report=report, by=user_of(request))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("report", report.pk)
    return _moved(report)


@require_GET
@of_report
def file(request: HttpRequest, report: Report, name: str) -> HttpResponse:
    """Hand out a file as it was made; who takes what is logged."""
    made = get_object_or_404(report.files, format=name)
    log_access(
        username=user_of(request).username,
        act=AccessLog.Act.EXPORT,
        kind="report",
        key=report.unit.key,
        report=report.pk,
        day=report.day.isoformat(),
        format=name,
    )
    response = HttpResponse(bytes(made.content), content_type=_TYPES[name])
    title = f"{report.get_kind_display()} {report.unit.name} {report.day:%d-%m-%Y}.{name}"
    disposition = content_disposition_header(as_attachment=True, filename=title)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _moved(report: Report) -> HttpResponse:
    transaction.on_commit(wake_worker)
    return redirect("report", report.pk)


def _at_field(form: Any, error: RuleError) -> None:
    name = error.field if error.field in form.fields else None
    form.add_error(name, error.message)
