"""What is told of a unit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.api.serializers.strict import Shape


class UnitShape(Shape):
    """A unit as it stands in the tree of a day."""

    key = serializers.CharField()
    name = serializers.CharField(help_text=_("the name on the day"))
    kind = serializers.CharField()
    code = serializers.CharField(help_text=_("identification code; may be empty"))
    parent = serializers.CharField(
        allow_null=True, help_text=_("key of the unit above; empty where that is out of your sight")
    )
    path = serializers.ListField(
        child=serializers.CharField(),
        help_text=_("keys from the highest unit in your sight down to this one"),
    )
    is_illustrative = serializers.BooleanField()
