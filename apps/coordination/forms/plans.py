"""The forms of a plan: entered, corrected."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.roles import Permission
from apps.common.errors import RuleError
from apps.common.months import day_after, day_before
from apps.common.text import clean
from apps.entry.fields import DayField
from apps.entry.forms import EntryForm, Layout
from apps.entry.merging import MergingForm
from apps.metrics.previews.preview import Effects
from apps.targets.models import Plan
from apps.targets.services import correct_plan, publish_plan

_LAYOUT: Layout = (
    (
        gettext_lazy("The plan"),
        (("code", "issued_on"), ("name",), ("resolution",), ("start_on", "last_on")),
    ),
    ("", (("is_illustrative",),)),
)
_FIELDS = ("code", "name", "issued_on", "resolution", "start_on", "last_on", "is_illustrative")


def reason_field() -> forms.CharField:
    """Return the field that asks why what was published is corrected."""
    return forms.CharField(
        label=gettext_lazy("Reason for the correction"),
        max_length=300,
        help_text=gettext_lazy("For example: typing error; by the document as issued"),
    )


class PlanForm(EntryForm):
    """What is recorded of a plan; its period is shown from the first day to the last."""

    layout: Layout = _LAYOUT
    permission = Permission.PLANS_EDIT
    code = forms.CharField(
        label=gettext_lazy("Number"), max_length=50, help_text=gettext_lazy("Such as 177/KH-UBND")
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    issued_on = DayField(label=gettext_lazy("Date issued"), required=False)
    resolution = forms.CharField(
        label=gettext_lazy("Under the resolution"), max_length=200, required=False
    )
    start_on = DayField(label=gettext_lazy("First day"))
    last_on = DayField(label=gettext_lazy("Last day"))
    is_illustrative = forms.BooleanField(
        label=gettext_lazy("Only an illustration"),
        required=False,
        help_text=gettext_lazy("No document sets these targets; every page says so."),
    )

    def clean_code(self) -> str:
        """Return the number without stray spaces."""
        return clean(self.cleaned_data["code"])

    def clean_name(self) -> str:
        """Return the name without stray spaces."""
        return clean(self.cleaned_data["name"])

    def effects(self) -> Effects:
        """A plan alone counts nobody."""
        return Effects(self.today, (), 0)

    def recorded_fields(self) -> dict[str, Any]:
        """Return what was typed as the plan records it: the period ends the day after the last."""
        said = {name: self.cleaned_data[name] for name in _FIELDS}
        last: date = said.pop("last_on")
        return said | {"end_on": day_after(last)}

    def refuse(self, error: RuleError) -> None:
        """Show a broken rule about the end at the last day."""
        name = "last_on" if error.field == "end_on" else error.field
        self.add_error(name if name in self.fields else None, error.message)

    def goes_to(self, done: Any) -> str:
        """Go to the plan's page."""
        return reverse("plan_page", args=[done.pk])


class PublishPlanForm(PlanForm):
    """A new plan."""

    def apply(self) -> Plan:
        """Enter the plan."""
        return publish_plan(by=self.user, **self.recorded_fields())

    def said(self) -> str:
        """Say that it has no targets yet."""
        return _("The plan %s was entered. Add its targets now.") % self.cleaned_data["code"]


class CorrectPlanForm(PlanForm, MergingForm):
    """A plan that was recorded wrongly; the reason stays in the history."""

    layout: Layout = (*_LAYOUT, ("", (("reason",),)))
    merged = _FIELDS
    reason = reason_field()

    @classmethod
    def recorded(cls, subject: Any) -> dict[str, Any]:
        """Return the plan as it stands."""
        said = {name: getattr(subject, name) for name in _FIELDS if name != "last_on"}
        return said | {"last_on": day_before(subject.end_on)}

    def _who(self, name: str) -> str:
        return super()._who("end_on" if name == "last_on" else name)

    def apply(self) -> Plan:
        """Correct the plan."""
        changes = self.changes()
        if not changes:
            raise RuleError(_("Nothing differs from what is on record."))
        said = {name: value for name, value in self.recorded_fields().items() if name in changes}
        if "last_on" in changes:
            said["end_on"] = day_after(self.cleaned_data["last_on"])
        reason = self.cleaned_data["reason"]
        correct_plan(plan=self.subject, by=self.user, reason=reason, **said)
        return self.subject

    def said(self) -> str:
        """Say what was corrected."""
        return _("The plan %s was corrected.") % self.cleaned_data["code"]
