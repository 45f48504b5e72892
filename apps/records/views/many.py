"""The forms about many people at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.cadres.models import Cadre
from apps.entry.carrying import keeps_typed
from apps.entry.entering import Page, enter
from apps.metrics.selectors import run_for
from apps.records.forms.many import CourseForm, RatingsForm
from apps.records.selectors import Wanted, people_below, wanted_unit
from apps.units.models import Unit

_TOO_MANY = 500


@keeps_typed
@require(Permission.PEOPLE_EDIT)
def course(request: HttpRequest) -> HttpResponse:
    """Enter one course for many people of a unit."""
    wanted = wanted_unit(request.user, request.GET, timezone.localdate())  # type: ignore[arg-type]
    title = _("One course for many people")
    if wanted.unit is None or not (people := _people(request, wanted.unit)):
        return _choose(request, wanted, title)
    page = Page(
        act="course",
        form=CourseForm,
        title=title,
        button=_("Save the course"),
        back=reverse("records"),
        subject=wanted.unit.key,
        given={"people": people},
        template="records/course.html",
    )
    return enter(request, page)


@keeps_typed
@require(Permission.PEOPLE_EDIT)
def ratings(request: HttpRequest) -> HttpResponse:
    """Appraise the people of a unit on one page."""
    today = timezone.localdate()
    wanted = wanted_unit(request.user, request.GET, today)  # type: ignore[arg-type]
    title = _("Appraise a unit")
    if wanted.unit is None or not (people := _people(request, wanted.unit)):
        return _choose(request, wanted, title, is_yearly=True)
    page = Page(
        act="ratings",
        form=RatingsForm,
        title=f"{title}: {wanted.unit.name}, {wanted.year}",
        button=_("Save the ratings"),
        back=reverse("records"),
        subject=f"{wanted.unit.key}/{wanted.year}",
        given={"people": people, "year": wanted.year},
        template="records/ratings.html",
    )
    return enter(request, page)


def _people(request: HttpRequest, unit: Unit) -> list[Cadre]:
    """Return the people of a unit, and note that they were listed."""
    today = timezone.localdate()
    people = people_below(user_of(request), unit, today)[:_TOO_MANY]
    log_access(
        username=request.user.get_username(),
        act=AccessLog.Act.LIST,
        kind="cadres",
        key=unit.key,
        people=[person.pk for person in people],
        day=today.isoformat(),
        count=len(people),
    )
    return people


def _choose(
    request: HttpRequest, wanted: Wanted, title: str, *, is_yearly: bool = False
) -> HttpResponse:
    """Ask for the unit first; say so when nobody serves there."""
    today = timezone.localdate()
    context = {
        "wanted": wanted,
        "is_empty": "unit" in request.GET,
        "title": title,
        "is_yearly": is_yearly,
        "run": run_for(today),
    }
    return render(request, "records/choose_unit.html", context)
