"""What is told of runs, figures, series, and of those who count."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.api.serializers.strict import Shape
from apps.metrics.core.verdict import Verdict
from apps.metrics.models import Run

_VERDICTS = [(code.value, code.value) for code in Verdict]


class RunShape(Shape):
    """The figures of one day, as the facts were known when they were computed."""

    id = serializers.IntegerField()
    as_of = serializers.DateField()
    edition = serializers.IntegerField()
    computed_at = serializers.DateTimeField()
    reason = serializers.ChoiceField(Run.Reason.choices)


class CountsShape(Shape):
    """Counts, with what follows from them."""

    population = serializers.IntegerField()
    met = serializers.IntegerField()
    not_met = serializers.IntegerField()
    unknown = serializers.IntegerField()
    threshold_bp = serializers.IntegerField(help_text=_("in basis points: 1500 is 15 %"))
    verdict = serializers.ChoiceField(_VERDICTS)
    gap_replace = serializers.IntegerField(
        allow_null=True, help_text=_("persons to be changed, with as many people")
    )
    gap_add = serializers.IntegerField(
        allow_null=True, help_text=_("persons to be added who all meet it")
    )
    slack = serializers.IntegerField(allow_null=True, help_text=_("persons to spare"))
    in_fives = serializers.BooleanField(
        help_text=_("rounded to fives, as you see counts only; nothing is said of a few people")
    )


class FigureShape(CountsShape):
    """How a unit stands on a target."""

    run = serializers.IntegerField()
    as_of = serializers.DateField()
    unit = serializers.CharField()
    plan = serializers.CharField()
    target = serializers.CharField()
    scope = serializers.ChoiceField([("own", "own"), ("subtree", "subtree")])


class PointShape(CountsShape):
    """How a unit stood on a day, with everything below it."""

    day = serializers.DateField()


class SeriesShape(Shape):
    """A unit's figures on a target, the earliest day first."""

    unit = serializers.CharField()
    plan = serializers.CharField()
    target = serializers.CharField()
    points = PointShape(many=True)
    breaks = serializers.ListField(
        child=serializers.DateField(), help_text=_("days on which units were reorganised")
    )


class PersonShape(Shape):
    """One of the people behind a figure, and why they are counted as they are."""

    key = serializers.CharField()
    full_name = serializers.CharField()
    unit = serializers.CharField(allow_null=True)
    title = serializers.CharField(allow_null=True)
    reason = serializers.CharField()
