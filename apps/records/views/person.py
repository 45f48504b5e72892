"""The forms on one person, and the page from which all of them are reached."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.cadres.models import Cadre
from apps.cadres.selectors import departures
from apps.entry.carrying import keeps_typed
from apps.entry.entering import Page, enter
from apps.entry.merging import MergingForm
from apps.entry.models import Draft
from apps.entry.selectors import units_found
from apps.metrics.selectors import run_for
from apps.records.acts import ACTS, REGISTER, Act
from apps.records.forms.facts import FACTS, WithdrawForm
from apps.records.selectors import people_found, titles_found


@require(Permission.PEOPLE_EDIT)
def hub(request: HttpRequest) -> HttpResponse:
    """Show what can be entered, what was begun, and find whom it is about."""
    words = request.GET.get("q", "")
    today = timezone.localdate()
    people = people_found(user_of(request), words, today) if words.strip() else []
    told = departures(user_of(request), timezone.now())
    _log_found(request, [person.cadre.pk for person in people], [r.cadre_id for r in told])
    context = {
        "found": people,
        "words": words,
        "acts": ACTS.values(),
        "departures": told,
        "drafts": Draft.objects.filter(user=user_of(request)),
        "run": run_for(today),
    }
    is_part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "records/_found.html" if is_part else "records/hub.html", context)


def _log_found(request: HttpRequest, found: list[int], told: list[int]) -> None:
    """Note who was listed: whoever was found, and those whom other units took over."""
    if found or told:
        log_access(
            username=request.user.get_username(),
            act=AccessLog.Act.LIST,
            kind="cadres",
            key="*",
            people=[*found, *told],
            q=request.GET.get("q", "").strip()[:100],
            count=len(found),
        )


@keeps_typed
@require(Permission.PEOPLE_EDIT)
def register(request: HttpRequest) -> HttpResponse:
    """Enter a new person with the first post."""
    return enter(request, _page(REGISTER, None))


@keeps_typed
@require(Permission.PEOPLE_EDIT)
def act(request: HttpRequest, key: str, act: str) -> HttpResponse:
    """Do one of the acts on a person."""
    if act not in ACTS:
        raise Http404
    return enter(request, _page(ACTS[act], _editable(request, key)))


@keeps_typed
@require(Permission.PEOPLE_EDIT)
def fact(request: HttpRequest, key: str, kind: str, pk: int) -> HttpResponse:
    """Correct a recorded fact of a person, or withdraw it."""
    cadre = _editable(request, key)
    if kind not in FACTS:
        raise Http404
    model, form = FACTS[kind]
    subject: Any = get_object_or_404(model, pk=pk, cadre=cadre)
    is_withdrawn = request.GET.get("act") == "withdraw"
    page = Page(
        act=f"{'withdraw' if is_withdrawn else 'correct'}-{kind}",
        form=WithdrawForm if is_withdrawn else form,
        title=_("Withdraw an entry") if is_withdrawn else _("Correct an entry"),
        button=_("Withdraw the entry") if is_withdrawn else _("Save the correction"),
        back=reverse("cadre", args=[cadre.key]),
        subject=f"{cadre.key}/{pk}",
        about=cadre.full_name,
        given={"cadre": cadre, "subject": subject},
        initial={} if is_withdrawn else form.recorded(subject),
        shown={"cadre": cadre, "entry": subject},
        template="records/act.html",
        is_dangerous=is_withdrawn,
    )
    return enter(request, page)


@require(Permission.PEOPLE_EDIT)
def units(request: HttpRequest) -> HttpResponse:
    """Offer units whose people the user may edit, on the day that the form speaks of."""
    offers = units_found(
        user_of(request), request.GET, timezone.localdate(), Permission.PEOPLE_EDIT
    )
    return render(request, "entry/_units.html", {"units": offers})


@require(Permission.PEOPLE_EDIT)
def titles(request: HttpRequest) -> HttpResponse:
    """Offer titles that posts in the user's units have."""
    found = titles_found(user_of(request), request.GET.get("title", ""), timezone.localdate())
    return render(request, "records/_titles.html", {"titles": found})


def _page(act: Act, cadre: Cadre | None) -> Page:
    given: dict[str, Any] = {"cadre": cadre}
    initial: dict[str, Any] = {}
    if cadre is not None and issubclass(act.form, MergingForm):
        given["subject"], initial = cadre, act.form.recorded(cadre)
    return Page(
        act=act.name,
        form=act.form,
        title=act.title,
        button=act.button,
        back=reverse("cadre", args=[cadre.key]) if cadre else reverse("records"),
        subject=cadre.key if cadre else "",
        about=cadre.full_name if cadre else "",
        given=given,
        initial=initial,
        shown={"cadre": cadre},
        template="records/act.html",
    )


def _editable(request: HttpRequest, key: str) -> Cadre:
    """Return a person whose record the user may edit, and note that it was looked at."""
    today = timezone.localdate()
    known = Cadre.objects.known_to(user_of(request), today, Permission.PEOPLE_EDIT)
    cadre = get_object_or_404(known, key=key)
    log_access(
        username=request.user.get_username(),
        act=AccessLog.Act.READ,
        kind="cadre",
        key=cadre.key,
        day=today.isoformat(),
    )
    return cadre
