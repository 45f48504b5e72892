"""The forms that end a target, or give a unit its own threshold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.roles import Permission
from apps.audit.selectors import Change, changes_of
from apps.coordination.forms.percent import PercentField
from apps.entry.fields import DayField, Segments, UnitField
from apps.entry.forms import EntryForm, Layout
from apps.metrics.previews.comparing_shown import effect_for
from apps.metrics.previews.preview import Effects
from apps.presentation import numbers
from apps.presentation.labels import target_name
from apps.targets.models import Target, TargetVersion, UnitThreshold
from apps.targets.services import set_unit_threshold, withdraw_target


class OfTargetForm(EntryForm):
    """An act on a target from a day on. ``version`` is what the target says now."""

    permission = Permission.PLANS_EDIT
    from_day = DayField(label=gettext_lazy("From"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.version: TargetVersion = kwargs.pop("version")
        self.target: Target = self.version.target
        super().__init__(*args, **kwargs)

    def history(self) -> Sequence[Change]:
        """Return the latest changes of the target and of its thresholds."""
        parts = ((TargetVersion, "target_id"), (UnitThreshold, "target_id"))
        return changes_of(self.target, *parts, limit=20)

    def effective_on(self) -> date:
        """Return the day on which the effect is shown."""
        return max(self.cleaned_data["from_day"], self.today)

    def effects(self) -> Effects:
        """Return what the act would do to the figures."""
        return effect_for(
            self.apply, user=self.user, day=self.effective_on(), plan=self.target.plan.code
        )

    def goes_to(self, done: Any) -> str:
        """Go to the plan's page."""
        return reverse("plan_page", args=[self.target.plan_id])


class WithdrawForm(OfTargetForm):
    """A target that is no longer in force from a day on."""

    layout: Layout = (("", (("from_day",),)),)

    def apply(self) -> None:
        """Take the target out of force."""
        withdraw_target(target=self.target, from_day=self.cleaned_data["from_day"], by=self.user)

    def said(self) -> str:
        """Say from when it is no longer in force."""
        day = numbers.day(self.cleaned_data["from_day"])
        said = {"name": target_name(self.version), "day": day}
        return _("The target “%(name)s” is out of force from %(day)s.") % said


class ThresholdForm(OfTargetForm):
    """A unit's own threshold from a day on, or the target's again."""

    layout: Layout = (("", (("unit",), ("kind", "threshold_bp"), ("from_day",))),)
    unit = UnitField(label=gettext_lazy("Unit"), offers="unit_offers")
    kind = forms.ChoiceField(
        label=gettext_lazy("Which threshold"),
        initial="own",
        widget=Segments,
        choices=[("own", gettext_lazy("Its own")), ("general", gettext_lazy("The target's again"))],
    )
    threshold_bp = PercentField(label=gettext_lazy("Threshold"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["threshold_bp"].required = self["kind"].value() != "general"

    def clean(self) -> dict[str, Any]:
        """Find the unit, and ask for the threshold where there is to be one."""
        super().clean()
        said = self.cleaned_data
        if "from_day" in said:
            self.unit_from("unit", said["from_day"])
        if said.get("kind") == "general":
            said["threshold_bp"] = None
        return said

    def apply(self) -> UnitThreshold | None:
        """Set the threshold."""
        said = {name: self.cleaned_data[name] for name in ("unit", "threshold_bp", "from_day")}
        return set_unit_threshold(target=self.target, by=self.user, **said)

    def said(self) -> str:
        """Say which threshold holds where."""
        threshold_bp = self.cleaned_data["threshold_bp"]
        said = {
            "unit": self.cleaned_data["unit"].name,
            "day": numbers.day(self.cleaned_data["from_day"]),
        }
        if threshold_bp is None:
            return _("%(unit)s has the target's threshold again from %(day)s.") % said
        said["threshold"] = numbers.threshold(threshold_bp)
        return _("%(unit)s has its own threshold of %(threshold)s from %(day)s.") % said
