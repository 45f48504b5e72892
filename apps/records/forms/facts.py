"""Forms that correct or withdraw one recorded fact."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from apps.cadres.codes import APPOINTMENT_KINDS, ENDINGS, RATINGS
from apps.cadres.models import (
    Appointment,
    Appraisal,
    Cadre,
    PlannedRetirement,
    Qualification,
    Training,
)
from apps.cadres.services.corrections import correct_fact, withdraw_fact
from apps.common.partial import PartialDate
from apps.entry.fields import Wanted
from apps.entry.forms import Layout, choices_of
from apps.entry.merging import MergingForm
from apps.records.forms.act import ActForm, level_choices
from apps.records.forms.learning import (
    AppraisalForm,
    QualificationForm,
    TrainingForm,
    not_ahead,
)
from apps.records.forms.posts import PostForm
from apps.records.forms.retiring import PlanRetirementForm

_CORRECTION = (gettext_noop("The correction"), (("reason",),))


class FactForm(MergingForm, ActForm):
    """What a recorded fact should have said all along."""

    def effective_on(self) -> date:
        """A correction holds on every day; its effect is shown today."""
        return self.today

    def values(self) -> dict[str, Any]:
        """Return the corrected columns."""
        return self.changes()

    def apply(self) -> Cadre:
        """Correct the fact."""
        reason = self.cleaned_data["reason"]
        correct_fact(fact=self.subject, reason=reason, by=self.user, **self.values())
        return self.cadre

    def said(self) -> str:
        """Say whose record was corrected."""
        return _("The record of %s was corrected.") % self.cadre.full_name


class PostFactForm(FactForm, PostForm):
    """Correct an appointment."""

    layout: Layout = (
        (
            PostForm.layout[0][0],
            (
                ("unit",),
                ("title", "managed_by"),
                ("kind", "ended_by"),
                ("is_primary",),
                ("is_leadership",),
            ),
        ),
        PostForm.layout[1],
        _CORRECTION,
    )
    merged = (
        "unit title managed_by kind is_primary is_leadership start_on end_on decision signed_on"
        " ended_by"
    ).split()
    kind = forms.ChoiceField(
        label=gettext_lazy("How it began"),
        choices=choices_of(APPOINTMENT_KINDS, "APPOINTMENT_KINDS"),
    )
    is_primary = forms.BooleanField(
        label=gettext_lazy("The primary post, which is counted"), required=False
    )
    ended_by = forms.ChoiceField(
        label=gettext_lazy("Why it ended"),
        required=False,
        choices=choices_of(ENDINGS, "ENDINGS", empty=gettext_noop("not said")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start_on"].required = False

    def unit_from(self, name: str, day: date) -> None:
        """Leave the recorded unit as it is; another one must be the user's."""
        wanted = self.cleaned_data.get(name)
        if isinstance(wanted, Wanted) and wanted.key == self.subject.unit.key:
            self.cleaned_data[name] = self.subject.unit
            return
        super().unit_from(name, day)

    def clean(self) -> dict[str, Any]:
        """A person who is lent is counted where they belong."""
        super().clean()
        if self.cleaned_data.get("kind") == "secondment" and self.cleaned_data.get("is_primary"):
            self.add_error("is_primary", _("A secondment is never the primary post."))
        return self.cleaned_data


class QualificationFactForm(FactForm, QualificationForm):
    """Correct a qualification."""

    layout: Layout = (*QualificationForm.layout, _CORRECTION)
    merged = ("level", "name", "awarded_on")
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=level_choices)

    @classmethod
    def recorded(cls, subject: Qualification) -> dict[str, Any]:
        """Return what is on record, the level with its kind."""
        plain = {name: getattr(subject, name) for name in ("name", "awarded_on")}
        return plain | {"level": f"{subject.kind}:{subject.level}"}

    def values(self) -> dict[str, Any]:
        """Return the corrected columns, kind and level apart."""
        changes = self.changes()
        if "level" in changes:
            changes["kind"], changes["level"] = changes["level"].split(":")
        return changes


class TrainingFactForm(FactForm, TrainingForm):
    """Correct a training."""

    layout: Layout = (*TrainingForm.layout, _CORRECTION)
    merged = ("category", "name", "completed_on")

    def clean_completed_on(self) -> PartialDate | None:
        """A course that is yet to end is not completed."""
        return not_ahead(self.cleaned_data["completed_on"], self.today)


class AppraisalFactForm(FactForm, AppraisalForm):
    """Correct an appraisal."""

    layout: Layout = (("", (("year", "rating"),)), _CORRECTION)
    merged = ("year", "rating")
    rating = forms.ChoiceField(label=gettext_lazy("Rating"), choices=choices_of(RATINGS, "RATINGS"))
    reason = MergingForm.base_fields["reason"]


class PlannedRetirementFactForm(FactForm, PlanRetirementForm):
    """Correct a planned retirement."""

    layout: Layout = (*PlanRetirementForm.layout, _CORRECTION)
    merged = ("last_day", "ground", "note")


class WithdrawForm(ActForm):
    """Take back a fact that was recorded by mistake."""

    layout: Layout = (("", (("reason",),)),)
    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=300,
        help_text=gettext_lazy("For example: entered for the wrong person. The history keeps it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.subject = kwargs.pop("subject")
        super().__init__(*args, **kwargs)

    def apply(self) -> Cadre:
        """Withdraw the fact."""
        withdraw_fact(fact=self.subject, reason=self.cleaned_data["reason"], by=self.user)
        return self.cadre

    def said(self) -> str:
        """Say whose fact was withdrawn."""
        return _("The entry of %s was withdrawn; the history keeps it.") % self.cadre.full_name


FACTS: dict[str, tuple[type, type[FactForm]]] = {
    "post": (Appointment, PostFactForm),
    "qualification": (Qualification, QualificationFactForm),
    "training": (Training, TrainingFactForm),
    "appraisal": (Appraisal, AppraisalFactForm),
    "planned-retirement": (PlannedRetirement, PlannedRetirementFactForm),
}
