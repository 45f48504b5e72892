"""Units, and the tree on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.db.models import OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import User
from apps.api.filters import OnFilters, UnitFilters
from apps.api.paging import Page, page_of
from apps.api.schema import describe
from apps.api.serializers.units import UnitShape
from apps.api.views.address import ApiView
from apps.common.text import search_key
from apps.units.models import Lineage, Placement, Unit, UnitQuerySet


class UnitView(ApiView):
    """What both addresses of units share."""

    scopes: ClassVar = {"GET": "units:read"}
    shape = UnitShape


class Units(UnitView):
    """Units in the reader's sight."""

    filters = UnitFilters

    @describe(_("List the units of the tree on a day"), tag="units", pages=UnitShape)
    def get(self, request: Request) -> Response:
        """List units."""
        page = page_of(self._wanted(), ("pk",), request.path, request.query_params)
        return self.listed(Page(placed(self.user, page.rows, self.day), page.next))

    def _wanted(self) -> UnitQuerySet:
        asked, day = self.asked, self.day
        seen = Unit.objects.visible_to(self.user, day)
        units = named(seen, day)
        if asked["kind"]:
            units = units.filter(kind=asked["kind"])
        if asked["parent"]:
            above = get_object_or_404(seen, key=asked["parent"])
            below = Placement.objects.as_of(day).filter(parent=above)
            units = units.filter(pk__in=below.values("unit"))
        if asked["within"]:
            top = get_object_or_404(seen, key=asked["within"])
            units = units.within([top.pk], day)
        for word in search_key(asked["q"] or "").split():
            units = units.filter(Q(name_key__contains=word) | Q(key__icontains=word))
        return units


class OneUnit(UnitView):
    """One unit."""

    filters = OnFilters

    @describe(_("Read a unit as it stands on a day"), tag="units", answer=UnitShape)
    def get(self, request: Request, key: str) -> Response:
        """Read a unit."""
        seen = named(Unit.objects.visible_to(self.user, self.day), self.day)
        unit = get_object_or_404(seen, key=key)
        return Response(self.one(placed(self.user, [unit], self.day)[0]))


def named(units: UnitQuerySet, day: date) -> UnitQuerySet:
    """Return units with their names on day."""
    names = Placement.objects.as_of(day).filter(unit=OuterRef("pk")).values("name")[:1]
    return units.annotate(day_name=Subquery(names))


def placed(user: User, units: Iterable[Any], day: date) -> list[dict[str, Any]]:
    """Return what is told of units: with the way to each, as far as the reader may see it."""
    listed = list(units)
    links = Lineage.objects.as_of(day).filter(
        unit__in=[unit.pk for unit in listed], ancestor__in=Unit.objects.visible_to(user, day)
    )
    ways: dict[int, list[str]] = {}
    for pk, key in links.order_by("-distance").values_list("unit_id", "ancestor__key"):
        ways.setdefault(pk, []).append(key)
    return [
        {
            "key": unit.key,
            "name": unit.day_name or unit.name,
            "kind": unit.kind,
            "code": unit.code,
            "parent": way[-2] if len(way := ways.get(unit.pk, [unit.key])) > 1 else None,
            "path": way,
            "is_illustrative": unit.is_illustrative,
        }
        for unit in listed
    ]
