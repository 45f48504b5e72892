"""The forms on plans."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.access import require
from apps.accounts.roles import Permission
from apps.coordination.forms.plans import CorrectPlanForm, PublishPlanForm
from apps.entry.carrying import keeps_typed
from apps.entry.entering import Page, enter
from apps.targets.models import Plan


@keeps_typed
@require(Permission.PLANS_EDIT)
def publish(request: HttpRequest) -> HttpResponse:
    """Enter a new plan."""
    page = Page(
        act="publish-plan",
        form=PublishPlanForm,
        title=_("Enter a plan"),
        button=_("Save the plan"),
        back=reverse("plan"),
        template="coordination/plan.html",
    )
    return enter(request, page)


@keeps_typed
@require(Permission.PLANS_EDIT)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is recorded of a plan."""
    plan = get_object_or_404(Plan, pk=pk)
    page = Page(
        act="correct-plan",
        form=CorrectPlanForm,
        title=_("Correct the plan"),
        button=_("Save the correction"),
        back=reverse("plan_page", args=[plan.pk]),
        subject=str(plan.pk),
        about=plan.code,
        given={"subject": plan},
        initial=CorrectPlanForm.recorded(plan),
        shown={"plan": plan},
        template="coordination/plan.html",
    )
    return enter(request, page)
