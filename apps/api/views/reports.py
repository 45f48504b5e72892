"""Reports: asked for, followed, downloaded."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.filters import NoFilters, NoParameters, ReportFilters
from apps.api.once import once
from apps.api.paging import page_of
from apps.api.problems import Fault, ProblemError
from apps.api.schema import describe
from apps.api.serializers.jobs import NewReport, ReportAct, ReportShape
from apps.api.tags import check_match, tag_of
from apps.api.views.address import ApiView
from apps.audit.models import AccessLog
from apps.reports import services
from apps.reports.forms.asking import AskForm
from apps.reports.models import Report, ReportFile
from apps.reports.waking import wake_worker

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


class ReportView(ApiView):
    """What the addresses of reports share."""

    shape = ReportShape

    def seen(self) -> QuerySet[Report]:
        """Return the reports within the reader's scope."""
        found = Report.objects.visible_to(self.user, self.today)
        files = ReportFile.objects.filter(report=OuterRef("pk")).order_by("format")
        formats = ArraySubquery(files.values("format"))
        return found.select_related("unit", "plan").annotate(formats=formats)

    def report(self, pk: int) -> Report:
        """Return one report, as it is told."""
        return get_object_or_404(self.seen(), pk=pk)

    def moved(self, pk: int) -> Response:
        """Answer that a worker moves it on, and where to ask how far it is."""
        transaction.on_commit(wake_worker)
        report = self.report(pk)
        response = Response(self.one(report), status=202)
        response["Location"] = reverse("api_report", args=[pk])
        response["ETag"] = tag_of(report)
        return response


class Reports(ReportView):
    """Reports of the reader's units."""

    scopes: ClassVar = {"GET": "reports:read", "POST": "reports:write"}
    filters = ReportFilters

    @describe(_("List the reports"), tag="reports", pages=ReportShape)
    def get(self, request: Request) -> Response:
        """List reports, the latest first."""
        reports = self.seen()
        if self.asked["state"]:
            reports = reports.filter(state=self.asked["state"])
        if self.asked["unit"]:
            reports = reports.filter(unit__key=self.asked["unit"])
        return self.listed(page_of(reports, ("-pk",), request.path, request.query_params))

    @describe(_("Ask for a report"), tag="reports", body=NewReport, answer=ReportShape, status=202)
    def post(self, request: Request) -> Response:
        """Ask for a report."""
        return once(request, self._ask)

    def _ask(self) -> Response:
        sent = NewReport(data=self.request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data | {"day": sent.validated_data["day"].isoformat()}
        form = AskForm(said, user=self.user, today=self.today)
        if not form.is_valid():
            faults = [Fault(name, str(m)) for name, all_ in form.errors.items() for m in all_]
            raise ProblemError("rule", _("Some fields are wrong."), faults=faults)
        report = services.ask_report(asked=form.asked(), by=self.user, today=self.today)
        return self.moved(report.pk)


class OneReport(ReportView):
    """One report."""

    scopes: ClassVar = {"GET": "reports:read"}
    filters = NoFilters

    @describe(_("See how far a report is"), tag="reports", answer=ReportShape)
    def get(self, request: Request, pk: int) -> Response:
        """Read a report."""
        report = self.report(pk)
        response = Response(self.one(report))
        response["ETag"] = tag_of(report)
        return response


class ReportActs(ReportView):
    """Building a draft again, or throwing it away."""

    scopes: ClassVar = {"POST": "reports:write"}
    matches = ("POST",)

    @describe(
        _("Build a draft again, or throw it away"),
        tag="reports",
        body=ReportAct,
        answer=ReportShape,
        status=202,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Move a draft on."""
        return once(request, lambda: self._act(pk))

    def _act(self, pk: int) -> Response:
        made = Report.objects.made_by(self.user, self.today)
        get_object_or_404(made.only("pk"), pk=pk)
        report = Report.objects.select_for_update().get(pk=pk)
        sent = ReportAct(data=self.request.data)
        sent.is_valid(raise_exception=True)
        check_match(self.request.headers.get("If-Match"), tag_of(report))
        if sent.validated_data["act"] == "drop":
            services.throw_away(report=report)
            return Response(status=204)
        services.build_again(report=report, by=self.user)
        return self.moved(pk)


class AnyFormat(BaseContentNegotiation):
    """A file has the format that its address names, whatever is accepted."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Take the first parser."""
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        """Say problems as JSON."""
        return renderers[0], renderers[0].media_type


class OneFile(ReportView):
    """A report in one format."""

    scopes: ClassVar = {"GET": "reports:read"}
    filters = NoParameters
    content_negotiation_class = AnyFormat

    @describe(
        _("Download a report"),
        tag="reports",
        answer={(200, kind): OpenApiTypes.BINARY for kind in TYPES.values()},
        parameters=[OpenApiParameter("name", str, OpenApiParameter.PATH, enum=list(TYPES))],
    )
    def get(self, request: Request, pk: int, name: str) -> HttpResponse:
        """Hand out a file as it was made; who takes what is logged."""
        report = self.report(pk)
        made = get_object_or_404(report.files, format=name)
        self.log(
            AccessLog.Act.EXPORT,
            "report",
            report.unit.key,
            report=report.pk,
            day=report.day.isoformat(),
            format=name,
        )
        response = HttpResponse(bytes(made.content), content_type=TYPES[name])
        title = f"{report.get_kind_display()} {report.unit.name} {report.day:%d-%m-%Y}.{name}"
        disposition = content_disposition_header(as_attachment=True, filename=title)
        response["Content-Disposition"] = disposition or "attachment"
        return response
