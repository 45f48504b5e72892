"""The forms on units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.coordination.forms.closing import CloseForm
from apps.coordination.forms.posts import PostsForm
from apps.coordination.forms.units import MoveForm, OpenForm, RenameForm, UnitForm
from apps.entry.carrying import keeps_typed
from apps.entry.entering import Page, enter
from apps.entry.selectors import units_found
from apps.units.models import Unit
from apps.units.tree import changeable


@dataclass(frozen=True)
class Act:
    """An act on a unit: its form, its title and the word on its button."""

    form: type[UnitForm]
    title: str | Promise
    button: str | Promise
    template: str = "coordination/unit_form.html"
    is_dangerous: bool = False


ACTS = {
    "rename": Act(RenameForm, _("Rename a unit"), _("Save the name")),
    "move": Act(MoveForm, _("Move a unit"), _("Save the move")),
    "posts": Act(PostsForm, _("Assign posts to a unit"), _("Save the posts")),
    "close": Act(
        CloseForm,
        _("Close a unit"),
        _("Close the unit"),
        "coordination/unit_close.html",
        is_dangerous=True,
    ),
}


@keeps_typed
@require(Permission.UNITS_EDIT)
def open_(request: HttpRequest) -> HttpResponse:
    """Set up a unit, under the one that the address names."""
    under = request.GET.get("under", "")
    parent = _changeable(request, under) if under else None
    page = Page(
        act="unit-open",
        form=OpenForm,
        title=_("Open a unit"),
        button=_("Open the unit"),
        back=reverse("units"),
        subject=under,
        about=parent.name if parent else "",
        given={"unit": None},
        initial={"parent": parent} if parent else {},
        template="coordination/unit_form.html",
    )
    return enter(request, page)


@keeps_typed
@require(Permission.UNITS_EDIT)
def act(request: HttpRequest, key: str, act: str) -> HttpResponse:
    """Rename, move or close a unit, or assign posts to it."""
    if act not in ACTS:
        raise Http404
    unit, chosen = _changeable(request, key), ACTS[act]
    page = Page(
        act=f"unit-{act}",
        form=chosen.form,
        title=chosen.title,
        button=chosen.button,
        back=reverse("unit_history", args=[unit.key]),
        subject=unit.key,
        about=unit.name,
        given={"unit": unit},
        shown={"unit": unit},
        template=chosen.template,
        is_dangerous=chosen.is_dangerous,
    )
    return enter(request, page)


@require(Permission.UNITS_EDIT)
def offers(request: HttpRequest) -> HttpResponse:
    """Offer units that the user may change, on the day that the form speaks of."""
    found = units_found(user_of(request), request.GET, timezone.localdate(), Permission.UNITS_EDIT)
    return render(request, "entry/_units.html", {"units": found})


@require(Permission.UNITS_EDIT)
def proposal(request: HttpRequest) -> HttpResponse:
    """Propose the key of a new unit."""
    data: Any = request.GET
    form = OpenForm(data, user=user_of(request), today=timezone.localdate(), unit=None)
    return render(request, "coordination/_unit_key.html", {"key": form.proposal()})


def _changeable(request: HttpRequest, key: str) -> Unit:
    unit = changeable(user_of(request), key, timezone.localdate())
    if unit is None:
        raise Http404
    return unit
