"""The way of every form: opened or taken up again, looked at beforehand, saved or explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django_htmx.http import HttpResponseClientRedirect

from apps.accounts.access import user_of
from apps.common.errors import RuleError
from apps.entry.carrying import carried_to
from apps.entry.forms import EntryForm, signed
from apps.entry.models import Draft
from apps.entry.services import drop_draft, fields_of, keep_draft
from apps.metrics.selectors import run_for

# Inputs that belong to one sending, not to what was typed.
_PASSING = ("csrfmiddlewaretoken", "do", "confirm")


@dataclass(frozen=True)
class Page:
    """A form's page: which act, on what, what its form needs, and the way back from it.

    A draft is kept for each user, act and ``subject``; ``about`` names the subject in words.
    ``given`` goes to the form, ``shown`` to the template; ``effects`` draws what saving would do.
    """

    act: str
    form: type[EntryForm]
    title: str | Promise
    button: str | Promise
    back: str
    subject: str = ""
    about: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    initial: Mapping[str, Any] = field(default_factory=dict)
    shown: Mapping[str, Any] = field(default_factory=dict)
    template: str = "entry/form.html"
    effects: str = "entry/_effects.html"
    is_dangerous: bool = False


def enter(request: HttpRequest, page: Page) -> HttpResponse:
    """Show the form, what it would do, or do it; whatever was typed stays until it is saved."""
    if request.method != "POST":
        return _opened(request, page)
    form = form_of(request, page, request.POST)
    if request.POST.get("do") == "drop":
        drop_draft(user=form.user, act=page.act, subject=page.subject)
        return redirect(request.get_full_path())
    _keep(request, page, request.POST)
    if request.POST.get("do") == "preview":
        return render(request, page.effects, looked_at(form))
    if form.is_valid() and not form.unconfirmed() and (done := _applied(form)):
        opened = request.POST.get("seen", "")
        drop_draft(user=form.user, act=page.act, subject=page.subject, opened=opened)
        messages.success(request, form.said())
        return _after(request, form, done)
    return _shown(request, page, form)


def looked_at(form: EntryForm) -> dict[str, Any]:
    """Return what the act would do to the figures, or why that cannot be said yet."""
    if not form.is_valid():
        return {"form": form, "effects": None}
    try:
        return {"form": form, "effects": form.effects()}
    except RuleError as error:
        return {"form": form, "effects": None, "refusal": error.message}


def _applied(form: EntryForm) -> Any:
    """Do the act; show a broken rule in the form and return None."""
    try:
        with transaction.atomic():
            return form.apply() or True
    except RuleError as error:
        form.refuse(error)
        return None


def _after(request: HttpRequest, form: EntryForm, done: Any) -> HttpResponse:
    address = form.goes_to(done)
    # A swapped body would keep the styles of the form's page.
    is_swapped = request.htmx  # type: ignore[attr-defined]
    return HttpResponseClientRedirect(address) if is_swapped else HttpResponseRedirect(address)


def _opened(request: HttpRequest, page: Page) -> HttpResponse:
    if carried := carried_to(request):
        _keep(request, page, carried)
    draft = Draft.objects.filter(user=user_of(request), act=page.act, subject=page.subject).first()
    if draft is None:
        return _shown(request, page, form_of(request, page, None))
    form = form_of(request, page, _typed(draft), is_resumed=True)
    return _shown(request, page, form, draft=draft, is_carried=bool(carried))


def _shown(request: HttpRequest, page: Page, form: EntryForm, **more: Any) -> HttpResponse:
    now = timezone.now()
    context = {
        "page": page,
        "form": form,
        "seen": form.data.get("seen") or signed(now.isoformat()),
        "warnings": form.warnings() if form.is_bound and form.is_valid() else [],
        "confirmed": form.data.getlist("confirm") if form.is_bound else [],
        "run": run_for(form.today),
    }
    looked = {} if form.is_weighty else looked_at(form)
    return render(request, page.template, context | dict(page.shown) | looked | more)


def form_of(
    request: HttpRequest, page: Page, data: QueryDict | None, *, is_resumed: bool = False
) -> EntryForm:
    """Return the form of a page with what was sent or kept."""
    return page.form(
        data,
        user=user_of(request),
        today=timezone.localdate(),
        is_resumed=is_resumed,
        initial=dict(page.initial),
        **page.given,
    )


def _keep(request: HttpRequest, page: Page, data: QueryDict) -> None:
    fields = {name: values for name, values in data.lists() if name not in _PASSING}
    keep_draft(
        user=user_of(request),
        act=page.act,
        subject=page.subject,
        label=f"{page.title}: {page.about}" if page.about else str(page.title),
        address=request.get_full_path(),
        fields=fields,
        now=timezone.now(),
        opened=data.get("seen", ""),
    )


def _typed(draft: Draft) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in fields_of(draft).items():
        data.setlist(name, values)
    return data
