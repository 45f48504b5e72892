"""Plans and their targets."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.filters import NoFilters, OnFilters, PlanFilters, TargetFilters
from apps.api.paging import Page, page_of
from apps.api.schema import describe
from apps.api.serializers.plans import PlanShape, TargetShape
from apps.api.views.address import ApiView
from apps.cadres.selectors import category_names
from apps.presentation.labels import language
from apps.targets.definition import definition
from apps.targets.models import Plan, TargetVersion


class PlanView(ApiView):
    """What the addresses of plans share."""

    scopes: ClassVar = {"GET": "plans:read"}
    shape = PlanShape


class Plans(PlanView):
    """All plans: they are the same for everybody."""

    filters = PlanFilters

    @describe(gettext_lazy("List the plans"), tag="plans", pages=PlanShape)
    def get(self, request: Request) -> Response:
        """List plans."""
        plans: QuerySet[Plan] = Plan.objects.all()
        if day := self.asked["on"]:
            plans = plans.filter(start_on__lte=day, end_on__gt=day)
        return self.listed(page_of(plans, ("pk",), request.path, request.query_params))


class OnePlan(PlanView):
    """One plan."""

    filters = NoFilters

    @describe(gettext_lazy("Read a plan"), tag="plans", answer=PlanShape)
    def get(self, request: Request, pk: int) -> Response:
        """Read a plan."""
        return Response(self.one(get_object_or_404(Plan, pk=pk)))


class TargetView(ApiView):
    """What the addresses of targets share."""

    scopes: ClassVar = {"GET": "plans:read"}
    shape = TargetShape

    def in_force(self) -> QuerySet[TargetVersion]:
        """Return the targets as they stand on the day."""
        return TargetVersion.objects.as_of(self.day).select_related("target__plan")


class Targets(TargetView):
    """Targets in force on a day."""

    filters = TargetFilters

    @describe(gettext_lazy("List the targets in force on a day"), tag="plans", pages=TargetShape)
    def get(self, request: Request) -> Response:
        """List targets."""
        versions = self.in_force()
        if self.asked["plan"]:
            versions = versions.filter(target__plan__code=self.asked["plan"])
        page = page_of(versions, ("pk",), request.path, request.query_params)
        return self.listed(Page([said(row, self.day) for row in page.rows], page.next))


class OneTarget(TargetView):
    """One target."""

    filters = OnFilters

    @describe(gettext_lazy("Read a target as it stands on a day"), tag="plans", answer=TargetShape)
    def get(self, request: Request, pk: int) -> Response:
        """Read a target."""
        version = get_object_or_404(self.in_force(), target_id=pk)
        return Response(self.one(said(version, self.day)))


def said(version: TargetVersion, day: date) -> Any:
    """Return a version under its target's number, with its demand as a sentence."""
    tongue = language()
    parts = definition(
        version.who(),
        version.what(),
        version.threshold_bp,
        place=_("a unit and everything below it"),
        day=day,
        language=tongue,
        categories=category_names(tongue),
    )
    version.sentence = "".join(part.text for part in parts)  # type: ignore[attr-defined]
    return version
