"""The forms on targets."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.coordination.forms.periods import ThresholdForm, WithdrawForm
from apps.coordination.forms.targets import CorrectTargetForm, PublishTargetForm, ReviseForm
from apps.entry.carrying import keeps_typed
from apps.entry.drawing import enter_with_conditions
from apps.entry.entering import Page, enter
from apps.targets.models import Plan, Target, TargetVersion
from apps.units.models import Unit

_DRAWN: dict[str, Any] = {
    "template": "coordination/target.html",
    "effects": "coordination/_target_effects.html",
}


@keeps_typed
@require(Permission.PLANS_EDIT)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a new target of a plan."""
    plan = get_object_or_404(Plan, pk=pk)
    page = Page(
        act="publish-target",
        form=PublishTargetForm,
        title=_("Add a target"),
        button=_("Publish the target"),
        back=reverse("plan_page", args=[plan.pk]),
        subject=str(plan.pk),
        about=plan.code,
        given={"plan": plan},
        initial={"population": {"all": []}},
        shown={"plan": plan},
        **_DRAWN,
    )
    return enter_with_conditions(request, page)


@keeps_typed
@require(Permission.PLANS_EDIT)
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a target say something else from a day on."""
    version = _present(pk)
    page = Page(
        act="revise-target",
        form=ReviseForm,
        title=_("Revise the target from a day on"),
        button=_("Save the new version"),
        **_DRAWN,
        initial=ReviseForm.recorded(version),
        given={"subject": version, "plan": version.target.plan},
        **_of(version, str(pk)),
    )
    return enter_with_conditions(request, page)


@keeps_typed
@require(Permission.PLANS_EDIT)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what a version of a target should have said all along."""
    version = get_object_or_404(TargetVersion.objects.select_related("target__plan"), pk=pk)
    page = Page(
        act="correct-target",
        form=CorrectTargetForm,
        title=_("Correct what the target says"),
        button=_("Save the correction"),
        **_DRAWN,
        initial=CorrectTargetForm.recorded(version),
        given={"subject": version, "plan": version.target.plan},
        **_of(version, f"version {pk}"),
    )
    return enter_with_conditions(request, page)


@keeps_typed
@require(Permission.PLANS_EDIT)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a target out of force from a day on."""
    version = _present(pk)
    page = Page(
        act="withdraw-target",
        form=WithdrawForm,
        title=_("Withdraw the target"),
        button=_("Withdraw the target"),
        template="coordination/target_period.html",
        given={"version": version},
        is_dangerous=True,
        **_of(version, str(pk)),
    )
    return enter(request, page)


@keeps_typed
@require(Permission.PLANS_EDIT)
def threshold(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a unit its own threshold, or the target's again."""
    version, unit = _present(pk), _asked_unit(request)
    page = Page(
        act="unit-threshold",
        form=ThresholdForm,
        title=_("A unit's own threshold"),
        button=_("Save the threshold"),
        template="coordination/target_period.html",
        given={"version": version},
        initial={"unit": unit} if unit else {},
        **_of(version, f"{pk} {unit.key if unit else ''}".strip()),
    )
    return enter(request, page)


def _present(pk: int) -> TargetVersion:
    """Return what a target says today, else what it comes to say, else what it said last."""
    target = get_object_or_404(Target, pk=pk)
    versions = list(target.versions.select_related("target__plan").in_order())
    today = timezone.localdate()
    current = [version for version in versions if version.is_in_force_on(today)]
    later = [version for version in versions if version.start_day and version.start_day > today]
    if not versions:
        raise Http404
    return (current or later or versions[-1:])[0]


def _of(version: TargetVersion, subject: str) -> dict[str, Any]:
    """Return what the page of every form on a target says of it."""
    return {
        "back": reverse("plan_page", args=[version.target.plan_id]),
        "subject": subject,
        "about": f"{version.name}, {version.target.plan.code}",
        "shown": {"version": version, "plan": version.target.plan},
    }


def _asked_unit(request: HttpRequest) -> Unit | None:
    """Return the unit that the address names, if the user may see it today."""
    seen = Unit.objects.visible_to(user_of(request), timezone.localdate(), Permission.PLANS_EDIT)
    return seen.filter(key=request.GET.get("unit", "")).first()
