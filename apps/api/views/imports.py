"""Imports: a workbook is sent, worked on, looked at, confirmed, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.filters import BatchFilters, Filters, NoFilters
from apps.api.once import once
from apps.api.paging import Page, page_of
from apps.api.problems import Fault, ProblemError
from apps.api.schema import describe
from apps.api.serializers.jobs import BatchAct, BatchShape, ProblemShape, Upload
from apps.api.tags import check_match, tag_of
from apps.api.views.address import ApiView
from apps.imports import services
from apps.imports.forms import UploadForm
from apps.imports.models import Batch, BatchQuerySet, Problem, Question
from apps.imports.pages import progress
from apps.imports.steps.reading import readings_of
from apps.imports.waking import wake_worker


class BatchView(ApiView):
    """What the addresses of imports share."""

    shape = BatchShape

    def seen(self) -> BatchQuerySet:
        """Return the imports within the user's scope."""
        limits = self.user.limits
        if limits is not None and limits.unit_key:
            # What a file says of people is judged by all units of its sender.
            raise PermissionDenied
        found = Batch.objects.visible_to(self.user, self.today).select_related("unit")
        faults = Problem.objects.filter(is_fault=True)
        return found.annotate(
            faults=_many(faults), doubts=_many(Question.objects.filter(answer=""))
        )

    def batch(self, pk: int) -> Batch:
        """Return one import, as it is told."""
        found: Any = get_object_or_404(self.seen(), pk=pk)
        return _told(found)

    def moved(self, pk: int) -> Response:
        """Answer that a worker moves it on, and where to ask how far it is."""
        transaction.on_commit(wake_worker)
        batch = self.batch(pk)
        response = Response(self.one(batch), status=202)
        response["Location"] = reverse("api_import", args=[pk])
        response["ETag"] = tag_of(batch)
        return response


def _many(rows: QuerySet[Any]) -> Coalesce:
    """Return how many of the rows belong to a batch."""
    own = rows.filter(batch=OuterRef("pk")).order_by().values("batch")
    return Coalesce(Subquery(own.annotate(many=Count("pk")).values("many")), 0)


def _told(batch: Any) -> Any:
    batch.progress = progress(batch) if batch.is_working else None
    return batch


class Imports(BatchView):
    """Imports of the user's units."""

    scopes: ClassVar = {"GET": "imports:write", "POST": "imports:write"}
    filters = BatchFilters
    parser_classes: ClassVar = [MultiPartParser]

    @describe(_("List the imports"), tag="imports", pages=BatchShape)
    def get(self, request: Request) -> Response:
        """List imports, the latest first."""
        batches = self.seen()
        if self.asked["state"]:
            batches = batches.filter(state=self.asked["state"])
        page = page_of(batches, ("-pk",), request.path, request.query_params)
        return self.listed(Page([_told(row) for row in page.rows], page.next))

    @describe(
        _("Send a workbook; it is read and checked"),
        tag="imports",
        body=Upload,
        answer=BatchShape,
        status=202,
    )
    def post(self, request: Request) -> Response:
        """Keep a file and have it read."""
        return once(request, self._upload)

    def _upload(self) -> Response:
        self.seen()
        Upload(data=self.request.data).is_valid(raise_exception=True)
        data, files = self.request.data, self.request.FILES
        form = UploadForm(data, files, user=self.user, day=self.today)
        if not form.is_valid():
            faults = [Fault(name, str(m)) for name, said in form.errors.items() for m in said]
            raise ProblemError("rule", _("Some fields are wrong."), faults=faults)
        file, unit = form.cleaned_data["file"], form.cleaned_data["unit"]
        batch = services.upload(
            chunks=file.chunks(), name=file.name, unit=unit, by=self.user, day=self.today
        )
        return self.moved(batch.pk)


class OneImport(BatchView):
    """One import."""

    scopes: ClassVar = {"GET": "imports:write"}
    filters = NoFilters

    @describe(_("See how far an import is"), tag="imports", answer=BatchShape)
    def get(self, request: Request, pk: int) -> Response:
        """Read an import."""
        batch = self.batch(pk)
        response = Response(self.one(batch))
        response["ETag"] = tag_of(batch)
        return response


class ImportProblems(BatchView):
    """What is wrong with the file of an import."""

    scopes: ClassVar = {"GET": "imports:write"}
    shape = ProblemShape  # type: ignore[assignment]
    filters = Filters

    @describe(_("List what is wrong with a workbook"), tag="imports", pages=ProblemShape)
    def get(self, request: Request, pk: int) -> Response:
        """List problems, as they lie in the file."""
        problems = self.batch(pk).problems.all()
        return self.listed(page_of(problems, ("pk",), request.path, request.query_params))


class ImportActs(BatchView):
    """Moving an import on."""

    scopes: ClassVar = {"POST": "imports:write"}
    matches = ("POST",)

    @describe(
        _("Accept the columns, confirm, undo, drop, check again or try again"),
        tag="imports",
        body=BatchAct,
        answer=BatchShape,
        status=202,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Move an import on."""
        return once(request, lambda: self._act(pk))

    def _act(self, pk: int) -> Response:
        get_object_or_404(self.seen(), pk=pk)
        batch = Batch.objects.select_for_update().get(pk=pk)
        sent = BatchAct(data=self.request.data)
        sent.is_valid(raise_exception=True)
        check_match(self.request.headers.get("If-Match"), tag_of(batch))
        _ACTS[sent.validated_data["act"]](batch=batch, by=self.user)
        return self.moved(pk)


def _accept(*, batch: Batch, by: Any) -> None:
    act = partial(services.read_as, readings=readings_of(batch))
    act(batch=batch, by=by)


_ACTS: dict[str, Callable[..., None]] = {
    "accept": _accept,
    "confirm": services.confirm,
    "undo": services.undo,
    "drop": services.drop,
    "check": services.check_again,
    "again": services.try_again,
}
