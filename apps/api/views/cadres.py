"""People: the list, a new one, one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.filters import CadreFilters, OnFilters
from apps.api.once import once
from apps.api.paging import page_of
from apps.api.people import held, tag_of_cadre, told
from apps.api.schema import describe
from apps.api.serializers.cadres import CadreChange, CadreShape, NewCadre
from apps.api.tags import check_match
from apps.api.views.address import ApiView
from apps.api.writing import act
from apps.audit.models import AccessLog
from apps.cadres.models import Cadre
from apps.presentation.lists.cadres import Wanted, people_wanted
from apps.records.forms.people import CorrectForm, RegisterForm

_ASKED = {"q", "unit", "gender", "age", "leads", "managed_by", "degree", "theory", "lacks"}


class CadreView(ApiView):
    """What both addresses of people share."""

    shape = CadreShape

    def rows(self, people: Iterable[Cadre]) -> list[dict[str, Any]]:
        """Return people in their shape, each with what the reader may be told."""
        listed = told(self.user, people, self.day)
        shape = self.shape()
        return self.cut(_shaped(shape, said) for said in listed)


def _shaped(shape: Any, said: dict[str, Any]) -> dict[str, Any]:
    """Return plain values as JSON holds them."""
    return {
        name: None if value is None else shape.fields[name].to_representation(value)
        for name, value in said.items()
    }


class Cadres(CadreView):
    """People who serve where the reader may see them."""

    scopes: ClassVar = {"GET": "people:read", "POST": "people:write"}
    filters = CadreFilters

    @describe(_("List the people who serve on a day"), tag="cadres", pages=CadreShape)
    def get(self, request: Request) -> Response:
        """List people."""
        wanted = Wanted(**{name: self.asked[name] or "" for name in _ASKED})
        people = people_wanted(self.user, self.day, wanted).unrestricted()
        page = page_of(people, ("sort_key", "pk"), request.path, request.query_params)
        rows = self.rows(page.rows)
        self.log(
            AccessLog.Act.LIST,
            "cadres",
            wanted.unit or "*",
            people=[person.pk for person in page.rows],
            day=self.day.isoformat(),
            count=len(rows),
            asked=wanted.said(),
        )
        return Response({"results": rows, "next": page.next})

    @describe(
        _("Register a person with the first post"),
        tag="cadres",
        body=NewCadre,
        answer=CadreShape,
        status=201,
    )
    def post(self, request: Request) -> Response:
        """Register a person."""
        return once(request, self._register)

    def _register(self) -> Response:
        sent = NewCadre(data=self.request.data)
        sent.is_valid(raise_exception=True)
        said = dict(sent.validated_data)
        post = said.pop("post")
        cadre = act(RegisterForm, said | post, user=self.user, today=self.today)
        return _answer(self, cadre, status=201)


class OneCadre(CadreView):
    """One person."""

    scopes: ClassVar = {"GET": "people:read", "PATCH": "people:write"}
    filters = OnFilters
    matches = ("PATCH",)

    @describe(_("Read a person"), tag="cadres", answer=CadreShape)
    def get(self, request: Request, key: str) -> Response:
        """Read a person."""
        cadre = get_object_or_404(
            Cadre.objects.known_to(self.user, self.day).unrestricted(), key=key
        )
        self.log(AccessLog.Act.READ, "cadre", cadre.key, day=self.day.isoformat())
        response = Response(self.rows([cadre])[0])
        response["ETag"] = tag_of_cadre(cadre, self.day)
        return response

    @describe(
        _("Correct what was recorded of a person"),
        tag="cadres",
        body=CadreChange,
        answer=CadreShape,
    )
    def patch(self, request: Request, key: str) -> Response:
        """Correct a person."""
        with transaction.atomic():
            cadre = held(self.user, key, self.today)
            sent = CadreChange(data=request.data)
            sent.is_valid(raise_exception=True)
            self.log(AccessLog.Act.READ, "cadre", cadre.key, day=self.today.isoformat())
            check_match(request.headers.get("If-Match"), tag_of_cadre(cadre, self.today))
            said = _number_said(sent.validated_data)
            given: dict[str, Any] = {"user": self.user, "today": self.today}
            act(CorrectForm, said, cadre=cadre, subject=cadre, **given)
            cadre.refresh_from_db()
        return _answer(self, cadre)


def _number_said(sent: dict[str, Any]) -> dict[str, Any]:
    """Say it as the form does: an empty number there is one that stays, a zero one that goes."""
    if sent.get("personal_number") == "":
        return sent | {"personal_number": "0"}
    return sent


def _answer(view: CadreView, cadre: Cadre, status: int = 200) -> Response:
    response = Response(view.rows([cadre])[0], status=status)
    response["ETag"] = tag_of_cadre(cadre, view.today)
    if status == 201:
        response["Location"] = reverse("api_cadre", args=[cadre.key])
    return response
