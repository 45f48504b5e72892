"""The facts recorded of a person: posts, qualifications, courses, ratings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models, transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from apps.api.filters import NoFilters
from apps.api.once import once
from apps.api.paging import page_of
from apps.api.people import held
from apps.api.problems import ProblemError
from apps.api.serializers.cadres import FactShape, Withdrawal
from apps.api.tags import check_match, tag_of
from apps.api.views.address import ApiView
from apps.api.writing import act
from apps.audit.models import AccessLog
from apps.cadres.models import Appointment, Cadre
from apps.records.forms.act import ActForm
from apps.records.forms.facts import WithdrawForm

Said = Mapping[str, Any]


class FactView(ApiView):
    """What the addresses of facts share: of which model they are, and by which forms it changes.

    ``adding`` returns the form for what was sent; ``saying`` turns what was sent into the words of
    the form, given the fact that is corrected, if one is.
    """

    model: ClassVar[type[models.Model]]
    shape: ClassVar[type[FactShape]]
    taken: ClassVar[type[Serializer]]
    changed: ClassVar[type[Serializer]]
    correcting: ClassVar[type[ActForm]]
    address: ClassVar[str]
    added_by: ClassVar[type[ActForm]]

    @classmethod
    def adding(cls, sent: Said) -> type[ActForm]:
        """Return the form by which what was sent is added."""
        return cls.added_by

    def saying(self, sent: Said, fact: Any = None) -> dict[str, Any]:
        """Return what was sent in the words of the form."""
        return dict(sent)

    def read(self, key: str) -> Cadre:
        """Return a person whom the reader knows; the reading is logged."""
        cadre = get_object_or_404(
            Cadre.objects.known_to(self.user, self.today).unrestricted(), key=key
        )
        self.log(AccessLog.Act.READ, "cadre", cadre.key, day=self.today.isoformat())
        return cadre

    def hold(self, key: str) -> Cadre:
        """Return a person whose record the user changes, held; the reading is logged."""
        cadre = held(self.user, key, self.today)
        self.log(AccessLog.Act.READ, "cadre", cadre.key, day=self.today.isoformat())
        return cadre

    def facts_of(self, cadre: Cadre) -> models.QuerySet[Any]:
        """Return the facts of a person."""
        facts: models.QuerySet[Any] = self.model._default_manager.filter(cadre=cadre)
        return facts.select_related("unit") if self.model is Appointment else facts

    def fact(self, cadre: Cadre, pk: int) -> Any:
        """Return one fact of the person; of another's nothing is told."""
        return get_object_or_404(self.facts_of(cadre), pk=pk)

    def checked(self, shape: type[Serializer]) -> dict[str, Any]:
        """Return what was sent, if its shape is right."""
        sent = shape(data=self.request.data)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    def act(self, form: type[ActForm], said: Said, cadre: Cadre, subject: Any = None) -> Any:
        """Do the act of a form."""
        given: dict[str, Any] = {"user": self.user, "today": self.today}
        return act(form, said, cadre=cadre, subject=subject, **given)

    def answer(self, fact: Any, status: int = 200) -> Response:
        """Answer with a fact, its tag and, when it is new, its address."""
        response = Response(self.one(fact), status=status)
        response["ETag"] = tag_of(fact)
        if status == 201:
            response["Location"] = reverse(self.address, args=[fact.cadre.key, fact.pk])
        return response


class Facts(FactView):
    """The facts of one kind of a person."""

    scopes: ClassVar = {"GET": "people:read", "POST": "people:write"}

    def get(self, request: Request, key: str) -> Response:
        """List the facts."""
        facts = self.facts_of(self.read(key))
        return self.listed(page_of(facts, ("pk",), request.path, request.query_params))

    def post(self, request: Request, key: str) -> Response:
        """Record a fact."""
        return once(request, lambda: self._add(key))

    def _add(self, key: str) -> Response:
        cadre = self.hold(key)
        sent = self.checked(self.taken)
        before = list(self.facts_of(cadre).values_list("pk", flat=True))
        self.act(type(self).adding(sent), self.saying(sent), cadre)
        new = self.facts_of(cadre).exclude(pk__in=before).first() or self.same(cadre, sent)
        if new is None:
            raise ProblemError("rule", _("This is on record already."))
        return self.answer(new, status=201)

    def same(self, cadre: Cadre, sent: Said) -> Any:
        """Return the fact that took over what was sent, where none is new."""
        return None


class OneFact(FactView):
    """One fact of a person."""

    scopes: ClassVar = {"GET": "people:read", "PATCH": "people:write"}
    filters = NoFilters
    matches = ("PATCH",)

    def get(self, request: Request, key: str, pk: int) -> Response:
        """Read the fact."""
        return self.answer(self.fact(self.read(key), pk))

    def patch(self, request: Request, key: str, pk: int) -> Response:
        """Correct the fact."""
        with transaction.atomic():
            cadre = self.hold(key)
            fact = self.fact(cadre, pk)
            sent = self.checked(self.changed)
            check_match(request.headers.get("If-Match"), tag_of(fact))
            self.act(self.correcting, self.saying(sent, fact), cadre, fact)
            return self.answer(self.fact(cadre, pk))


class Withdrawn(FactView):
    """Taking back a fact that was recorded by mistake."""

    scopes: ClassVar = {"POST": "people:write"}
    matches = ("POST",)

    def post(self, request: Request, key: str, pk: int) -> Response:
        """Withdraw the fact; the history keeps it."""
        return once(request, lambda: self._withdraw(key, pk))

    def _withdraw(self, key: str, pk: int) -> Response:
        cadre = self.hold(key)
        fact = self.fact(cadre, pk)
        sent = self.checked(Withdrawal)
        check_match(self.request.headers.get("If-Match"), tag_of(fact))
        self.act(WithdrawForm, sent, cadre, fact)
        return Response(status=204)
