"""Rows that are in force for a period, and fields for partly known dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from apps.common.partial import PartialDate

# YYYY, YYYY-MM or YYYY-MM-DD. One regular expression for all of it takes twice as long for a row.
# The doubled signs mean the same as single ones, which Django reads as places for values.
_PATTERNS = (
    "{0} !~ '[^0-9-]' AND ({0} LIKE '____-__-__' AND {0} NOT LIKE '%%-%%-%%-%%'"
    " OR {0} LIKE '____-__' AND {0} NOT LIKE '%%-%%-%%'"
    " OR {0} LIKE '____' AND {0} NOT LIKE '%%-%%')"
)


class PartialDateField(models.CharField):
    """Stores a PartialDate as its ISO text: what is known and nothing more."""

    if TYPE_CHECKING:  # what may be set and what is got, for django-stubs
        _pyi_private_set_type: PartialDate | date | str  # type: ignore[assignment]
        _pyi_private_get_type: PartialDate  # type: ignore[assignment]

    description = "A partly known date"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def db_check(self, connection: Any) -> str:
        """Let the database refuse text that is no date, whoever writes it."""
        return _PATTERNS.format(f'"{self.column}"')

    def from_db_value(self, value: str | None, *args: Any) -> PartialDate | None:
        """Turn the stored text into a PartialDate."""
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        """Accept a PartialDate, a date or ISO text."""
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        if isinstance(value, date):
            return PartialDate.of(value)
        try:
            return PartialDate.parse(value)
        except ValueError as error:
            raise ValidationError(_("Write a year, a month and year, or a full date.")) from error

    def get_prep_value(self, value: Any) -> str | None:
        """Store ISO text."""
        value = self.to_python(value)
        return None if value is None else str(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Serialise as ISO text."""
        return self.get_prep_value(self.value_from_object(obj)) or ""


class Earliest(Func):
    """The first day that a partly known date can stand for."""

    function = "partial_date_earliest"
    output_field = models.DateField()


class Latest(Func):
    """The last day that a partly known date can stand for."""

    function = "partial_date_latest"
    output_field = models.DateField()


class DayRange(Func):
    """The half-open range of days between two dates; an empty bound is unbounded."""

    function = "daterange"


def day_of(source: str, bound: type[Func] = Earliest) -> models.GeneratedField:
    """Return a stored column with the earliest (or latest) day of a partly known date."""
    return models.GeneratedField(
        expression=bound(F(source)), output_field=models.DateField(null=True), db_persist=True
    )


class DatedQuerySet(models.QuerySet):
    """Rows with a period."""

    def as_of(self, day: date) -> Self:
        """Rows in force on day: from the start up to, not including, the end."""
        return self.filter(
            Q(start_day=None) | Q(start_day__lte=day), Q(end_day=None) | Q(end_day__gt=day)
        )


class DatedModel(models.Model):
    """A fact with a half-open period, each end as far as it is known.

    ``start_day`` and ``end_day`` are the earliest days of the two bounds, kept by the database.
    """

    start_on = PartialDateField(null=True, blank=True, verbose_name=_("from"))
    end_on = PartialDateField(null=True, blank=True, verbose_name=_("until"))
    start_day = day_of("start_on")
    end_day = day_of("end_on")

    class Meta:
        abstract = True

    def is_in_force_on(self, day: date) -> bool:
        """Whether the period contains the day."""
        start = self.start_on.earliest if self.start_on else date.min
        end = self.end_on.earliest if self.end_on else date.max
        return start <= day < end
