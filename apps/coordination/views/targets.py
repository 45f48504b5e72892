"""The forms on targets, and the parts of them that are drawn anew while one types."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from apps.accounts.access import require
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.coordination.forms.conditions import Said, acted
from apps.coordination.forms.periods import ThresholdForm, WithdrawForm
from apps.coordination.forms.targets import CorrectTargetForm, PublishTargetForm, ReviseForm
from apps.entry.carrying import keeps_typed
from apps.entry.entering import Page, enter
from apps.targets.models import Plan, Target, TargetVersion
from apps.units.models import Unit

_ASKED = re.compile(
    r"(preview|add|group|wrap|remove|redraw|text|rows)-(population|criterion)-(0\w*)"
)
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
    return _entered(request, page)


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
    return _entered(request, page)


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
    return _entered(request, page)


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
    seen = Unit.objects.visible_to(_user(request), timezone.localdate(), Permission.PLANS_EDIT)
    return seen.filter(key=request.GET.get("unit", "")).first()


def _entered(request: HttpRequest, page: Page) -> HttpResponse:
    """Go the way of every form; a part of a condition that was asked for is drawn alone."""
    asked = _ASKED.fullmatch(request.POST.get("do", "")) if request.method == "POST" else None
    return _drawn(request, page, *asked.groups()) if asked else enter(request, page)


def _drawn(request: HttpRequest, page: Page, act: str, name: str, path: str) -> HttpResponse:
    """Draw a condition anew after one thing was done to it, or say it as a sentence."""
    form: Any = page.form(
        request.POST,
        user=_user(request),
        today=timezone.localdate(),
        is_resumed=True,
        initial=dict(page.initial),
        **page.given,
    )
    field, typed = form.fields[name], form[name].data
    if typed is None:
        raise Http404
    if act == "preview":
        return render(request, "coordination/_said.html", {"said": field.said(typed)})
    typed, field.widget.focus, refusal = acted(field, typed, act, path)
    field.widget.marks_faults = bool(refusal)
    context = {
        "name": name,
        "drawn": field.widget.render(name, typed),
        "said": Said(fault=refusal) if refusal else field.said(typed),
    }
    response = render(request, "coordination/_rebuilt.html", context)
    return trigger_client_event(response, "rebuilt", after="settle")


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
