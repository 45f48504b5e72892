"""What is told and taken of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.api.serializers.strict import Choice, Day, Flag, Partial, Shape, Text, Whole
from apps.cadres.codes import (
    APPOINTMENT_KINDS,
    ENDINGS,
    GENDERS,
    LADDERS,
    MANAGED_BY,
    RATINGS,
    RETIREMENT_GROUNDS,
)

_GENDERS = ["", *GENDERS]
_LEVELS = sorted({level for ladder in LADDERS.values() for level in ladder})
_WHY_ENDED = [code for code in ENDINGS if code != "retired"]


def _codes(codes: object) -> list[tuple[str, str]]:
    return [(code, code) for code in codes]  # type: ignore[attr-defined]


def _text(most: int, **kwargs: object) -> Text:
    return Text(max_length=most, **kwargs)


def _reason() -> Text:
    return Text(max_length=300, help_text=_("why what was recorded is corrected"))


class CadreShape(Shape):
    """A person, with the primary post of the day."""

    key = serializers.CharField(help_text=_("staff number"))
    full_name = serializers.CharField()
    born = Partial(allow_null=True)
    gender = serializers.ChoiceField(_codes(_GENDERS))
    unit = serializers.CharField(allow_null=True, help_text=_("key of the unit of the post"))
    title = serializers.CharField(allow_null=True)
    is_leadership = serializers.BooleanField(allow_null=True)
    managed_by = serializers.CharField(allow_null=True)
    is_party_member = serializers.BooleanField(allow_null=True)
    is_minority = serializers.BooleanField(allow_null=True)
    is_religious = serializers.BooleanField(allow_null=True)
    personal_number = serializers.CharField(help_text=_("masked; only for who keeps the record"))


class PostFields(Shape):
    """What a decision says of a post."""

    unit = _text(50, help_text=_("key of the unit"))
    title = _text(200)
    managed_by = Choice(_codes(MANAGED_BY))
    is_leadership = Flag(default=False)
    start_on = Partial()
    end_on = Partial(allow_null=True, default=None, help_text=_("the first day no longer held"))
    decision = _text(100, allow_blank=True, default="")
    signed_on = Day(allow_null=True, default=None)


class NewCadre(Shape):
    """A new person with the first post."""

    full_name = _text(200)
    born = Partial(allow_null=True, default=None)
    gender = Choice(_codes(_GENDERS), default="", allow_blank=True)
    key = _text(50, allow_blank=True, default="", help_text=_("given if it is left out"))
    personal_number = _text(20, allow_blank=True, default="")
    is_party_member = Flag(allow_null=True, default=None)
    is_minority = Flag(allow_null=True, default=None)
    is_religious = Flag(allow_null=True, default=None)
    post = PostFields()
    confirm = serializers.ListField(
        child=_text(50), max_length=20, default=list, help_text=_("codes of concerns looked at")
    )


class CadreChange(Shape):
    """What should have been recorded of a person all along; what is left out stays."""

    full_name = _text(200, required=False)
    born = Partial(allow_null=True, required=False)
    gender = Choice(_codes(_GENDERS), required=False, allow_blank=True)
    key = _text(50, required=False)
    personal_number = _text(20, allow_blank=True, required=False, help_text=_("empty: taken away"))
    is_party_member = Flag(allow_null=True, required=False)
    is_minority = Flag(allow_null=True, required=False)
    is_religious = Flag(allow_null=True, required=False)
    reason = _reason()
    confirm = serializers.ListField(child=_text(50), max_length=20, required=False)


class FactShape(Shape):
    """What every recorded fact has."""

    id = serializers.IntegerField()


class AppointmentShape(FactShape):
    """A post that is or was held."""

    unit = serializers.CharField(source="unit.key")
    title = serializers.CharField()
    managed_by = serializers.ChoiceField(_codes(MANAGED_BY))
    is_leadership = serializers.BooleanField()
    is_primary = serializers.BooleanField()
    kind = serializers.ChoiceField(_codes(APPOINTMENT_KINDS))
    start_on = Partial(allow_null=True)
    end_on = Partial(allow_null=True)
    ended_by = serializers.ChoiceField(_codes(["", *ENDINGS]))
    decision = serializers.CharField()
    signed_on = serializers.DateField(allow_null=True)


class NewAppointment(PostFields):
    """A post to be given: by appointment, by moving the primary post, or lent until a day."""

    kind = Choice(_codes(APPOINTMENT_KINDS), default="appointment")
    is_primary = Flag(default=True, help_text=_("for an appointment: whether it is counted"))


class AppointmentChange(Shape):
    """What should have been recorded of a post all along."""

    unit = _text(50, required=False)
    title = _text(200, required=False)
    managed_by = Choice(_codes(MANAGED_BY), required=False)
    is_leadership = Flag(required=False)
    is_primary = Flag(required=False)
    kind = Choice(_codes(APPOINTMENT_KINDS), required=False)
    start_on = Partial(allow_null=True, required=False)
    end_on = Partial(allow_null=True, required=False)
    ended_by = Choice(_codes(["", *ENDINGS]), required=False, allow_blank=True)
    decision = _text(100, allow_blank=True, required=False)
    signed_on = Day(allow_null=True, required=False)
    reason = _reason()


class Ending(Shape):
    """The end of a post."""

    on = Partial(help_text=_("the first day no longer held"))
    ended_by = Choice(_codes(_WHY_ENDED))


class Retirement(Shape):
    """The day from which a person is retired."""

    on = Day()


class QualificationShape(FactShape):
    """A level reached on a ladder."""

    kind = serializers.ChoiceField(_codes(LADDERS))
    level = serializers.ChoiceField(_codes(_LEVELS))
    name = serializers.CharField()
    awarded_on = Partial(allow_null=True)


class NewQualification(Shape):
    """A level to be recorded."""

    kind = Choice(_codes(LADDERS))
    level = Choice(_codes(_LEVELS))
    name = _text(200, allow_blank=True, default="")
    awarded_on = Partial(allow_null=True, default=None)


class QualificationChange(Shape):
    """What should have been recorded of a level all along."""

    kind = Choice(_codes(LADDERS), required=False)
    level = Choice(_codes(_LEVELS), required=False)
    name = _text(200, allow_blank=True, required=False)
    awarded_on = Partial(allow_null=True, required=False)
    reason = _reason()


class TrainingShape(FactShape):
    """A course completed."""

    category = serializers.CharField(source="category_id")
    name = serializers.CharField()
    completed_on = Partial(allow_null=True)


class NewTraining(Shape):
    """A course to be recorded."""

    category = _text(50)
    name = _text(200, allow_blank=True, default="")
    completed_on = Partial(allow_null=True, default=None)


class TrainingChange(Shape):
    """What should have been recorded of a course all along."""

    category = _text(50, required=False)
    name = _text(200, allow_blank=True, required=False)
    completed_on = Partial(allow_null=True, required=False)
    reason = _reason()


class AppraisalShape(FactShape):
    """The rating of a year."""

    year = serializers.IntegerField()
    rating = serializers.ChoiceField(_codes(RATINGS))


class NewAppraisal(Shape):
    """A rating to be recorded."""

    year = Whole(min_value=1945, max_value=2100)
    rating = Choice(_codes(RATINGS))
    reason = Text(
        max_length=300, default="", allow_blank=True, help_text=_("when a rating on record changes")
    )


class AppraisalChange(Shape):
    """What should have been recorded of a rating all along."""

    year = Whole(min_value=1945, max_value=2100, required=False)
    rating = Choice(_codes(RATINGS), required=False)
    reason = _reason()


class PlannedRetirementShape(FactShape):
    """The last day of service that was decided, instead of the one that age sets."""

    last_day = serializers.DateField()
    ground = serializers.ChoiceField(_codes(RETIREMENT_GROUNDS))
    note = serializers.CharField()


class NewPlannedRetirement(Shape):
    """A last day of service to be recorded; it takes the place of the one before."""

    last_day = Day()
    ground = Choice(_codes(RETIREMENT_GROUNDS))
    note = _text(300, help_text=_("why it is not the day that age sets, with the decision"))


class PlannedRetirementChange(Shape):
    """What should have been recorded of a planned retirement all along."""

    last_day = Day(required=False)
    ground = Choice(_codes(RETIREMENT_GROUNDS), required=False)
    note = _text(300, required=False)
    reason = _reason()


class Withdrawal(Shape):
    """Why a recorded fact is taken back."""

    reason = _reason()
