"""The five kinds of facts, each with its shapes, its forms and its addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.once import once
from apps.api.schema import describe
from apps.api.serializers import cadres as shapes
from apps.api.tags import check_match, tag_of
from apps.api.views.facts import Facts, FactView, OneFact, Said, Withdrawn
from apps.cadres.models import Appointment, Appraisal, PlannedRetirement, Qualification, Training
from apps.records.forms import facts as corrections
from apps.records.forms.act import ActForm
from apps.records.forms.learning import AppraisalForm, QualificationForm, TrainingForm
from apps.records.forms.posts import AppointForm, EndForm, RetireForm, SecondForm, TransferForm
from apps.records.forms.retiring import PlanRetirementForm

TAG = "facts"


def _listing(what: Any, doing: Any, view: Any) -> Callable[[Any], Any]:
    get = describe(what, tag=TAG, pages=view.shape)
    post = describe(doing, tag=TAG, body=view.taken, answer=view.shape, status=201)
    return extend_schema_view(get=get, post=post)


def _single(what: Any, doing: Any, view: Any) -> Callable[[Any], Any]:
    get = describe(what, tag=TAG, answer=view.shape)
    patch = describe(doing, tag=TAG, body=view.changed, answer=view.shape)
    return extend_schema_view(get=get, patch=patch)


def _withdrawal(doing: Any) -> Callable[[Any], Any]:
    return extend_schema_view(post=describe(doing, tag=TAG, body=shapes.Withdrawal, status=204))


class OfAppointment(FactView):
    """Posts."""

    model = Appointment
    shape = shapes.AppointmentShape
    taken = shapes.NewAppointment
    changed = shapes.AppointmentChange
    correcting = corrections.PostFactForm
    address = "api_appointment"

    @classmethod
    def adding(cls, sent: Said) -> type[ActForm]:
        """A post is given, moved or lent by forms of their own."""
        return _BY_KIND.get(sent["kind"], TransferForm)


_BY_KIND: dict[str, type[ActForm]] = {"appointment": AppointForm, "secondment": SecondForm}


@_listing(_("List the posts of a person"), _("Appoint, transfer or second"), OfAppointment)
class Appointments(OfAppointment, Facts):
    """The posts of a person."""


@_single(_("Read a post"), _("Correct a post"), OfAppointment)
class OneAppointment(OfAppointment, OneFact):
    """One post."""


@_withdrawal(_("Withdraw a post recorded by mistake"))
class WithdrawnAppointment(OfAppointment, Withdrawn):
    """A post taken back."""


class EndedAppointment(OfAppointment):
    """Ending a post."""

    scopes: ClassVar = {"POST": "people:write"}
    matches = ("POST",)

    @describe(_("End a post"), tag=TAG, body=shapes.Ending, answer=shapes.AppointmentShape)
    def post(self, request: Request, key: str, pk: int) -> Response:
        """End the post."""
        return once(request, lambda: self._end(key, pk))

    def _end(self, key: str, pk: int) -> Response:
        cadre = self.hold(key)
        fact = self.fact(cadre, pk)
        sent = self.checked(shapes.Ending)
        check_match(self.request.headers.get("If-Match"), tag_of(fact))
        self.act(EndForm, sent | {"appointment": fact}, cadre)
        return self.answer(self.fact(cadre, pk))


class Retired(OfAppointment):
    """Ending every post because of retirement."""

    scopes: ClassVar = {"POST": "people:write"}

    @describe(_("Retire a person: every post ends"), tag=TAG, body=shapes.Retirement, status=204)
    def post(self, request: Request, key: str) -> Response:
        """Retire the person."""
        return once(request, lambda: self._retire(key))

    def _retire(self, key: str) -> Response:
        cadre = self.hold(key)
        self.act(RetireForm, self.checked(shapes.Retirement), cadre)
        return Response(status=204)


class OfQualification(FactView):
    """Levels reached."""

    model = Qualification
    shape = shapes.QualificationShape
    taken = shapes.NewQualification
    changed = shapes.QualificationChange
    correcting = corrections.QualificationFactForm
    address = "api_qualification"
    added_by = QualificationForm

    def saying(self, sent: Said, fact: Any = None) -> dict[str, Any]:
        """The form takes the kind and the level as one."""
        said = dict(sent)
        if "kind" in said or "level" in said:
            kind = said.pop("kind", None) or fact.kind
            said["level"] = f"{kind}:{said.get('level') or fact.level}"
        return said


@_listing(_("List the levels of a person"), _("Record a level"), OfQualification)
class Qualifications(OfQualification, Facts):
    """The levels of a person."""


@_single(_("Read a level"), _("Correct a level"), OfQualification)
class OneQualification(OfQualification, OneFact):
    """One level."""


@_withdrawal(_("Withdraw a level recorded by mistake"))
class WithdrawnQualification(OfQualification, Withdrawn):
    """A level taken back."""


class OfTraining(FactView):
    """Courses completed."""

    model = Training
    shape = shapes.TrainingShape
    taken = shapes.NewTraining
    changed = shapes.TrainingChange
    correcting = corrections.TrainingFactForm
    address = "api_training"
    added_by = TrainingForm


@_listing(_("List the courses of a person"), _("Record a course"), OfTraining)
class Trainings(OfTraining, Facts):
    """The courses of a person."""


@_single(_("Read a course"), _("Correct a course"), OfTraining)
class OneTraining(OfTraining, OneFact):
    """One course."""


@_withdrawal(_("Withdraw a course recorded by mistake"))
class WithdrawnTraining(OfTraining, Withdrawn):
    """A course taken back."""


class OfAppraisal(FactView):
    """Yearly ratings."""

    model = Appraisal
    shape = shapes.AppraisalShape
    taken = shapes.NewAppraisal
    changed = shapes.AppraisalChange
    correcting = corrections.AppraisalFactForm
    address = "api_appraisal"
    added_by = AppraisalForm


@_listing(_("List the ratings of a person"), _("Record a rating"), OfAppraisal)
class Appraisals(OfAppraisal, Facts):
    """The ratings of a person."""

    def same(self, cadre: Any, sent: Said) -> Any:
        """A rating of that year is given anew."""
        return self.facts_of(cadre).filter(year=sent["year"]).first()


@_single(_("Read a rating"), _("Correct a rating"), OfAppraisal)
class OneAppraisal(OfAppraisal, OneFact):
    """One rating."""


@_withdrawal(_("Withdraw a rating recorded by mistake"))
class WithdrawnAppraisal(OfAppraisal, Withdrawn):
    """A rating taken back."""


class OfPlannedRetirement(FactView):
    """Planned retirements."""

    model = PlannedRetirement
    shape = shapes.PlannedRetirementShape
    taken = shapes.NewPlannedRetirement
    changed = shapes.PlannedRetirementChange
    correcting = corrections.PlannedRetirementFactForm
    address = "api_planned_retirement"
    added_by = PlanRetirementForm


@_listing(_("List the planned retirement of a person"), _("Plan a retirement"), OfPlannedRetirement)
class PlannedRetirements(OfPlannedRetirement, Facts):
    """The planned retirement of a person: one, or none."""

    def same(self, cadre: Any, sent: Said) -> Any:
        """A plan takes the place of the one before."""
        return self.facts_of(cadre).first()


@_single(_("Read a planned retirement"), _("Correct a planned retirement"), OfPlannedRetirement)
class OnePlannedRetirement(OfPlannedRetirement, OneFact):
    """One planned retirement."""


@_withdrawal(_("Withdraw a planned retirement"))
class WithdrawnPlannedRetirement(OfPlannedRetirement, Withdrawn):
    """A planned retirement taken back: the day that age sets holds again."""
