"""What is told of plans and targets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.api.serializers.strict import Partial, Shape


class PlanShape(Shape):
    """A plan or resolution."""

    id = serializers.IntegerField()
    code = serializers.CharField(help_text=_("its number"))
    name = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    resolution = serializers.CharField()
    start_on = serializers.DateField()
    end_on = serializers.DateField(help_text=_("the first day after it"))
    is_illustrative = serializers.BooleanField()


class TargetShape(Shape):
    """A target as it stands on a day."""

    id = serializers.IntegerField(source="target_id")
    plan = serializers.CharField(source="target.plan.code", help_text=_("number of the plan"))
    code = serializers.CharField(source="target.code")
    name = serializers.CharField()
    name_en = serializers.CharField()
    sentence = serializers.CharField(help_text=_("what it demands, in words of your language"))
    population = serializers.JSONField(help_text=_("who is counted, as a condition"))
    criterion = serializers.JSONField(help_text=_("who meets it, as a condition"))
    threshold_bp = serializers.IntegerField(help_text=_("in basis points: 1500 is 15 %"))
    due_on = serializers.DateField()
    legal_basis = serializers.CharField()
    start_on = Partial(allow_null=True)
    end_on = Partial(allow_null=True)
