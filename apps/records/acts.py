"""The acts on one person, each with its form and its words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.presentation.templatetags.records import ACTS as TITLES
from apps.records.forms.act import ActForm
from apps.records.forms.learning import AppraisalForm, QualificationForm, TrainingForm
from apps.records.forms.people import CorrectForm, RegisterForm
from apps.records.forms.posts import AppointForm, EndForm, RetireForm, SecondForm, TransferForm
from apps.records.forms.retiring import PlanRetirementForm


@dataclass(frozen=True)
class Act:
    """An act: its place in the address, its form, its title and the word on its button."""

    name: str
    form: type[ActForm]
    title: str | Promise
    button: str | Promise


REGISTER = Act("register", RegisterForm, _("Register a cadre"), _("Save the new record"))
_LISTED = (
    Act("correct", CorrectForm, TITLES["correct"], _("Save the correction")),
    Act("appoint", AppointForm, TITLES["appoint"], _("Save the appointment")),
    Act("transfer", TransferForm, TITLES["transfer"], _("Save the transfer")),
    Act("second", SecondForm, TITLES["second"], _("Save the secondment")),
    Act("end", EndForm, TITLES["end"], _("Save the end")),
    Act("retire", RetireForm, TITLES["retire"], _("Save the retirement")),
    Act(
        "plan-retirement",
        PlanRetirementForm,
        TITLES["plan-retirement"],
        _("Save the planned retirement"),
    ),
    Act("qualification", QualificationForm, TITLES["qualification"], _("Save the qualification")),
    Act("training", TrainingForm, TITLES["training"], _("Save the training")),
    Act("appraisal", AppraisalForm, TITLES["appraisal"], _("Save the rating")),
)
ACTS = {act.name: act for act in _LISTED}
