"""The form that plans another last day of service than the one that age sets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from apps.cadres.codes import RETIREMENT_GROUNDS
from apps.cadres.models import Cadre, PlannedRetirement
from apps.cadres.retirement import retires_on
from apps.cadres.services.retiring import plan_retirement
from apps.entry.fields import DayField
from apps.entry.forms import Layout, choices_of
from apps.presentation import numbers
from apps.records.forms.act import ActForm


class PlanRetirementForm(ActForm):
    """Another last day of service than the one that age sets, and why."""

    layout: Layout = (("", (("last_day", "ground"), ("note",))),)
    last_day = DayField(label=gettext_lazy("Last day of service"))
    ground = forms.ChoiceField(
        label=gettext_lazy("Ground"),
        choices=choices_of(RETIREMENT_GROUNDS, "RETIREMENT_GROUNDS", empty=gettext_noop("choose")),
    )
    note = forms.CharField(
        label=gettext_lazy("Reason and decision"),
        max_length=300,
        help_text=gettext_lazy("For example: kept on until the end of the term, with the decision"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_age = retires_on(
            self.cadre.born.earliest if self.cadre.born else None, self.cadre.gender
        )
        if by_age:
            text = _("By age it is %(day)s (Decree 135/2020/NĐ-CP). Figures ahead go by this day.")
            self.fields["last_day"].help_text = text % {"day": numbers.day(by_age)}
        planned = PlannedRetirement.objects.filter(cadre=self.cadre).first()
        for name in ("last_day", "ground", "note") if planned else ():
            self.fields[name].initial = getattr(planned, name)

    def apply(self) -> Cadre:
        """Record the plan."""
        said = {name: self.cleaned_data[name] for name in ("last_day", "ground", "note")}
        plan_retirement(cadre=self.cadre, by=self.user, **said)
        return self.cadre

    def said(self) -> str:
        """Say who retires when."""
        said = {"name": self.cadre.full_name, "day": numbers.day(self.cleaned_data["last_day"])}
        return _("%(name)s is expected to serve until %(day)s.") % said
