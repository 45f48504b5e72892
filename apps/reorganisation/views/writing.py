"""The forms that write a plan in the page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.entry.carrying import keeps_typed
from apps.entry.entering import Page, enter
from apps.reorganisation import asking, pages
from apps.reorganisation.forms.plans import ACTS, HeadForm, initial_of
from apps.reorganisation.forms.rules import RuleForm
from apps.reorganisation.models import Reorganisation
from apps.reorganisation.views.finding import of_plan

_TITLES: dict[str, str | Promise] = {
    "open": _("Open a unit"),
    "rename": _("Rename a unit"),
    "move": _("Move a unit"),
    "merge": _("Merge units"),
    "split": _("Split a unit"),
    "transfer": _("Hand over a part of a unit"),
    "close": _("Dissolve a unit"),
}
_FORM = "reorganisation/form.html"


@keeps_typed
@require(Permission.UNITS_EDIT)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a plan without a file."""
    page = Page(
        act="reorganisation-new",
        form=HeadForm,
        title=_("Begin a reorganisation"),
        button=_("Begin"),
        back=reverse("reorganisations"),
        given={"row": None},
        template=_FORM,
    )
    return enter(request, page)


@keeps_typed
@of_plan(Permission.UNITS_EDIT)
def head(request: HttpRequest, row: Reorganisation) -> HttpResponse:
    """Change the name, the decision or the day of a plan."""
    return _written(
        request,
        row,
        act="reorganisation-head",
        form=HeadForm,
        title=_("Name, decision and day"),
        initial={"name": row.name, "decision": row.decision, "day": row.effective_on},
    )


@keeps_typed
@of_plan(Permission.UNITS_EDIT)
def act(request: HttpRequest, row: Reorganisation, kind: str) -> HttpResponse:
    """Add an act to a plan, or change the one that the address names."""
    place = request.GET.get("at", "")
    at = int(place) if place.isdecimal() else None
    initial = initial_of(row, kind, at) if at is not None and kind in ACTS else {}
    if kind not in ACTS or initial is None:
        raise Http404
    return _written(
        request,
        row,
        act=f"reorganisation-{kind}",
        form=ACTS[kind],
        title=_TITLES[kind],
        subject=f"{row.pk}/{place}",
        given={"at": at},
        initial=initial,
    )


@keeps_typed
@of_plan(Permission.UNITS_EDIT, Permission.PEOPLE_EDIT)
def rule(request: HttpRequest, row: Reorganisation) -> HttpResponse:
    """Add a rule that sends posts of a unit elsewhere."""
    sources, goals = pages.choices_of_rule(row, user_of(request), request.GET.get("from", ""))
    if not sources:
        raise Http404
    return _written(
        request,
        row,
        act="reorganisation-rule",
        form=RuleForm,
        title=_("Send posts by rule"),
        given={"sources": sources, "goals": goals},
        needs_units=False,
    )


def _written(
    request: HttpRequest,
    row: Reorganisation,
    *,
    given: dict[str, Any] | None = None,
    subject: str = "",
    needs_units: bool = True,
    **said: Any,
) -> HttpResponse:
    is_sound = row.state == Reorganisation.State.DRAFT and row.is_editable
    if not is_sound or (needs_units and not asking.runs(user_of(request), row)):
        raise Http404
    page = Page(
        button=_("Save in the plan"),
        back=reverse("reorganisation", args=[row.pk]),
        subject=subject or str(row.pk),
        about=row.name,
        given={"row": row, **(given or {})},
        shown={"row": row},
        template=_FORM,
        **said,
    )
    return enter(request, page)
