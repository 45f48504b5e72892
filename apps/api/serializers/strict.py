"""Fields that take JSON of their own type only, and shapes that take no unknown field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.common.partial import PartialDate

PARTIAL = r"^(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
DAY = r"^(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
_PARTIAL, _DAY = re.compile(PARTIAL, re.ASCII), re.compile(DAY, re.ASCII)


class Shape(serializers.Serializer):
    """An object with these fields and no others."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse fields that are not listed, so that nothing is set by the way."""
        if isinstance(data, Mapping):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            unknown = [str(name)[:50] for name in data if name not in writable]
            if unknown:
                message = _("There is no such field to be set here.")
                raise serializers.ValidationError(dict.fromkeys(unknown, [message]))
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """A text; a number is none."""

    def to_internal_value(self, data: Any) -> str:
        """Take texts only."""
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Flag(serializers.BooleanField):
    """True or false, not words for them."""

    def to_internal_value(self, data: Any) -> bool:
        """Take booleans only."""
        if not isinstance(data, bool):
            self.fail("invalid", input=str(data)[:50])
        return data


class Whole(serializers.IntegerField):
    """A whole number, not a text of one."""

    def to_internal_value(self, data: Any) -> int:
        """Take whole numbers only."""
        if isinstance(data, float) and data.is_integer():
            data = int(data)
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class Choice(serializers.ChoiceField):
    """One of some codes, as a text."""

    def to_internal_value(self, data: Any) -> str:
        """Take known codes only."""
        if not isinstance(data, str):
            self.fail("invalid_choice", input=str(data)[:50])
        return str(super().to_internal_value(data))


@extend_schema_field({"type": "string", "pattern": PARTIAL, "examples": ["1985-06"]})
class Partial(serializers.Field):
    """A date as far as it is known: YYYY, YYYY-MM or YYYY-MM-DD."""

    def to_internal_value(self, data: Any) -> PartialDate:
        """Read a partly known date."""
        if isinstance(data, str) and _PARTIAL.match(data):
            try:
                return PartialDate.parse(data)
            except ValueError:
                pass
        raise serializers.ValidationError(_("Write YYYY, YYYY-MM or YYYY-MM-DD."))

    def to_representation(self, value: Any) -> str:
        """Write what is known."""
        return str(value)


@extend_schema_field({"type": "string", "format": "date", "pattern": DAY})
class Day(serializers.Field):
    """A day: YYYY-MM-DD."""

    def to_internal_value(self, data: Any) -> date:
        """Read a day."""
        if isinstance(data, str) and _DAY.match(data):
            try:
                return date.fromisoformat(data)
            except ValueError:
                pass
        raise serializers.ValidationError(_("Write YYYY-MM-DD."))

    def to_representation(self, value: date) -> str:
        """Write the day."""
        return value.isoformat()
