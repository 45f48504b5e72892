"""What lists can be narrowed by, declared once: checked, described and applied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.api.parsing import check_query
from apps.api.problems import Fault, ProblemError
from apps.api.serializers.strict import DAY
from apps.cadres.codes import GENDERS, LADDERS, MANAGED_BY
from apps.cadres.searching import AGE_BANDS, LACKS
from apps.imports.models import Batch
from apps.metrics.who import GROUPS
from apps.reports.models import Report
from apps.units.codes import UNIT_KINDS


class DayFilter(django_filters.Filter):
    """A day of these two centuries."""

    field_class = forms.DateField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], validators=[], **kwargs)


class KeyFilter(django_filters.CharFilter):
    """A key or a code, as it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=50, strip=False, **kwargs)


class NumberFilter(django_filters.Filter):
    """A whole number that the database can hold."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**31 - 1, **kwargs)


def one_of(codes: Iterable[str], **kwargs: Any) -> django_filters.ChoiceFilter:
    """Return a filter by some codes."""
    choices = [(code, code) for code in codes]
    return django_filters.ChoiceFilter(choices=choices, null_value=None, **kwargs)


_ON = gettext_lazy("the day that is asked about; today if it is left out")


class Filters(django_filters.FilterSet):
    """What every list takes: nothing but the page."""

    passing = ("cursor", "limit", "fields")

    @classmethod
    def read(cls, query: QueryDict) -> dict[str, Any]:
        """Return what was asked for, checked; refuse what is unknown or makes no sense."""
        known = {*cls.base_filters, *cls.passing}
        check_query(query, known)
        form = cls(data=query, queryset=Batch.objects.none()).form
        faults = [
            Fault(name, str(message))
            for name, messages in form.errors.items()
            for message in messages
        ]
        faults += [
            Fault(name, _("Leave out what is empty.")) for name, value in query.items() if not value
        ]
        faults += [
            Fault(name, _("Write YYYY-MM-DD, from 1900 to 2099."))
            for name, value in query.items()
            if isinstance(cls.base_filters.get(name), DayFilter) and not _is_day(value)
        ]
        if faults:
            raise ProblemError("malformed", _("Some parameters are wrong."), faults=faults)
        return {name: form.cleaned_data.get(name) for name in cls.base_filters}


def _is_day(text: str) -> bool:
    try:
        RegexValidator(DAY)(text)
    except forms.ValidationError:
        return False
    return True


class NoFilters(Filters):
    """A single thing: its fields may be chosen."""

    passing = ("fields",)


class NoParameters(Filters):
    """An address that takes no parameters."""

    passing = ()


class OnFilters(Filters):
    """A single thing on a day."""

    passing = ("fields",)
    on = DayFilter(label=_ON)


class UnitFilters(Filters):
    """Units of the tree on a day."""

    on = DayFilter(label=_ON)
    parent = KeyFilter(label=gettext_lazy("directly below this unit"))
    within = KeyFilter(label=gettext_lazy("this unit and everything below it"))
    kind = one_of(UNIT_KINDS, label=gettext_lazy("kind of unit"))
    q = django_filters.CharFilter(
        max_length=100, label=gettext_lazy("words of the name, with or without accents")
    )


class PlanFilters(Filters):
    """Plans whose period holds a day."""

    on = DayFilter(label=gettext_lazy("plans whose period holds the day"))


class TargetFilters(Filters):
    """Targets in force on a day."""

    on = DayFilter(label=_ON)
    plan = KeyFilter(label=gettext_lazy("number of the plan"))


class RunFilters(Filters):
    """Runs by the day that they are of."""

    on = DayFilter(label=gettext_lazy("runs of the day"))


class FigureFilters(Filters):
    """Figures of a run, or as of a day."""

    on = DayFilter(label=_ON)
    run = NumberFilter(label=gettext_lazy("number of a run, instead of a day"))
    unit = KeyFilter(label=gettext_lazy("key of the unit; all units if it is left out"))
    plan = KeyFilter(label=gettext_lazy("number of the plan"))
    target = KeyFilter(label=gettext_lazy("code of the target"))
    scope = one_of(
        ("own", "subtree"), label=gettext_lazy("the unit alone, or with everything below it")
    )


class SeriesFilters(Filters):
    """A unit's figures on one target over time."""

    passing = ()
    on = DayFilter(label=gettext_lazy("the last day; today if it is left out"))
    unit = KeyFilter(required=True, label=gettext_lazy("key of the unit"))
    plan = KeyFilter(required=True, label=gettext_lazy("number of the plan"))
    target = KeyFilter(required=True, label=gettext_lazy("code of the target"))


class WhoFilters(Filters):
    """The people behind a figure."""

    on = DayFilter(label=_ON)
    run = NumberFilter(label=gettext_lazy("number of a run, instead of a day"))
    unit = KeyFilter(required=True, label=gettext_lazy("key of the unit"))
    plan = KeyFilter(required=True, label=gettext_lazy("number of the plan"))
    target = KeyFilter(required=True, label=gettext_lazy("code of the target"))
    group = one_of(GROUPS, required=True, label=gettext_lazy("which of the four lists"))
    scope = one_of(
        ("own", "subtree"), label=gettext_lazy("the unit alone, or with everything below it")
    )


class CadreFilters(Filters):
    """People who serve on a day."""

    on = DayFilter(label=_ON)
    q = django_filters.CharFilter(
        max_length=100, label=gettext_lazy("words of the name, with or without accents")
    )
    unit = KeyFilter(label=gettext_lazy("primary post at or below the unit"))
    gender = one_of(GENDERS, label=gettext_lazy("gender"))
    age = one_of(AGE_BANDS, label=gettext_lazy("certainly of this age on the day"))
    leads = one_of(("yes", "no"), label=gettext_lazy("whether the post leads or manages"))
    managed_by = one_of(MANAGED_BY, label=gettext_lazy("who manages the post"))
    degree = one_of(LADDERS["professional"], label=gettext_lazy("this degree or a higher one"))
    theory = one_of(
        LADDERS["political_theory"], label=gettext_lazy("this level of theory or a higher one")
    )
    lacks = one_of(LACKS, label=gettext_lazy("what is not recorded"))


class BatchFilters(Filters):
    """Imports by where they stand."""

    state = one_of(Batch.State.values, label=gettext_lazy("where it stands"))


class ReportFilters(Filters):
    """Reports by unit and by where they stand."""

    state = one_of(Report.State.values, label=gettext_lazy("where it stands"))
    unit = KeyFilter(label=gettext_lazy("key of the unit"))
