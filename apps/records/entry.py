"""The way of every form: opened or taken up again, looked at beforehand, saved or explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django_htmx.http import HttpResponseClientRedirect

from apps.accounts.models import User
from apps.cadres.models import Cadre
from apps.common.errors import RuleError
from apps.metrics.preview import Effects, effect_of
from apps.metrics.selectors import run_for
from apps.records.carrying import carried_to
from apps.records.forms.act import ActForm, signed
from apps.records.models import Draft
from apps.records.services import drop_draft, keep_draft

# Inputs that belong to one sending, not to what was typed.
_PASSING = ("csrfmiddlewaretoken", "do", "confirm", "seen", "base")


@dataclass(frozen=True)
class Page:
    """A form's page: which act, on whom, what its form needs, and where to go from it."""

    act: str
    form: type[ActForm]
    title: str | Promise
    button: str | Promise
    cadre: Cadre | None = None
    subject: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    initial: Mapping[str, Any] = field(default_factory=dict)
    template: str = "records/act.html"
    is_dangerous: bool = False


def enter(request: HttpRequest, page: Page) -> HttpResponse:
    """Show the form, what it would do, or do it; whatever was typed stays until it is saved."""
    if request.method != "POST":
        return _opened(request, page)
    form = _form(request, page, request.POST)
    if request.POST.get("do") == "drop":
        drop_draft(user=form.user, act=page.act, subject=page.subject)
        return redirect(request.path)
    _keep(request, page, request.POST)
    if request.POST.get("do") == "preview":
        return render(request, "records/_effects.html", looked_at(form))
    if form.is_valid() and not form.unconfirmed() and (done := _applied(form)):
        drop_draft(user=form.user, act=page.act, subject=page.subject)
        messages.success(request, form.said())
        return _after(request, form, done)
    return _shown(request, page, form)


def looked_at(form: ActForm) -> dict[str, Any]:
    """Return what the act would do to the figures, or why that cannot be said yet."""
    if not form.is_valid():
        return {"form": form, "effects": None}
    try:
        return {"form": form, "effects": _effects(form)}
    except RuleError as error:
        return {"form": form, "effects": None, "refusal": error.message}


def _effects(form: ActForm) -> Effects:
    return effect_of(form.apply, user=form.user, day=form.effective_on())


def _applied(form: ActForm) -> Cadre | bool | None:
    """Do the act; show a broken rule in the form and return None."""
    try:
        with transaction.atomic():
            return form.apply() or True
    except RuleError as error:
        form.refuse(error)
        return None


def _after(request: HttpRequest, form: ActForm, done: Cadre | bool) -> HttpResponse:
    """Go to the person, as long as the user still knows them."""
    address = reverse("records")
    if isinstance(done, Cadre):
        known = Cadre.objects.known_to(form.user, form.today)
        if known.filter(pk=done.pk).exists():
            address = reverse("cadre", args=[done.key])
    # A swapped body would keep the styles of the form's page.
    is_swapped = request.htmx  # type: ignore[attr-defined]
    return HttpResponseClientRedirect(address) if is_swapped else HttpResponseRedirect(address)


def _opened(request: HttpRequest, page: Page) -> HttpResponse:
    if carried := carried_to(request):
        _keep(request, page, carried)
    draft = Draft.objects.filter(user=_user(request), act=page.act, subject=page.subject).first()
    if draft is None:
        return _shown(request, page, _form(request, page, None))
    form = _form(request, page, _typed(draft), is_resumed=True)
    return _shown(request, page, form, draft=draft, is_carried=bool(carried))


def _shown(request: HttpRequest, page: Page, form: ActForm, **more: Any) -> HttpResponse:
    now = timezone.now()
    context = {
        "page": page,
        "form": form,
        "seen": form.data.get("seen") or signed(now.isoformat()),
        "warnings": form.warnings() if form.is_bound and form.is_valid() else [],
        "confirmed": form.data.getlist("confirm") if form.is_bound else [],
        "run": run_for(form.today),
    }
    return render(request, page.template, context | looked_at(form) | more)


def _form(
    request: HttpRequest, page: Page, data: QueryDict | None, *, is_resumed: bool = False
) -> ActForm:
    return page.form(
        data,
        user=_user(request),
        today=timezone.localdate(),
        cadre=page.cadre,
        is_resumed=is_resumed,
        initial=dict(page.initial),
        **page.given,
    )


def _keep(request: HttpRequest, page: Page, data: QueryDict) -> None:
    fields = {name: values for name, values in data.lists() if name not in _PASSING}
    keep_draft(
        user=_user(request),
        act=page.act,
        subject=page.subject,
        label=f"{page.title}: {page.cadre.full_name}" if page.cadre else str(page.title),
        address=request.path,
        fields=fields,
        now=timezone.now(),
    )


def _typed(draft: Draft) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, values)
    return data


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
