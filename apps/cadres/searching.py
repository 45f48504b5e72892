"""Narrowing people by what is recorded of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.cadres.codes import LADDERS
from apps.cadres.models import Appointment, CadreQuerySet, Qualification
from apps.common.months import months_before
from apps.units.models import Unit

# Ages from, up to but not including; None is open.
AGE_BANDS: dict[str, tuple[int | None, int | None]] = {
    "under-30": (None, 30),
    "30-39": (30, 40),
    "40-49": (40, 50),
    "50-59": (50, 60),
    "60-up": (60, None),
}


def aged(people: CadreQuerySet, band: str, day: date) -> CadreQuerySet:
    """Narrow to people certainly of an age band on day."""
    low, high = AGE_BANDS[band]
    if low is not None:
        people = people.filter(born_latest__lte=months_before(day, 12 * low))
    if high is not None:
        people = people.filter(born_earliest__gt=months_before(day, 12 * high))
    return people


def qualified(people: CadreQuerySet, kind: str, level: str, day: date) -> CadreQuerySet:
    """Narrow to people with a qualification at the level or above certainly awarded by day."""
    held = Qualification.objects.filter(
        Q(awarded_latest=None) | Q(awarded_latest__lte=day),
        cadre=OuterRef("pk"),
        kind=kind,
        rank__gte=LADDERS[kind].index(level),
    )
    return people.filter(Exists(held))


def _without(kind: str) -> Callable[[CadreQuerySet], CadreQuerySet]:
    held = Qualification.objects.filter(cadre=OuterRef("pk"), kind=kind)
    return lambda people: people.filter(~Exists(held))


LACKS: dict[str, Callable[[CadreQuerySet], CadreQuerySet]] = {
    "born": lambda people: people.filter(born=None),
    "born_day": lambda people: people.exclude(born_earliest=F("born_latest")),
    "gender": lambda people: people.filter(gender=""),
    "professional": _without("professional"),
    "political_theory": _without("political_theory"),
}


def serving(
    people: CadreQuerySet,
    user: User,
    day: date,
    *,
    unit: str = "",
    leads: str = "",
    managed_by: str = "",
) -> CadreQuerySet:
    """Narrow to people whose primary post on day is at or below a unit, and of a kind."""
    posts = Appointment.objects.as_of(day).primary()
    if unit:
        seen = Unit.objects.visible_to(user, day, Permission.PEOPLE_VIEW)
        roots = Unit.objects.filter(key=unit).values("pk")
        posts = posts.filter(unit__in=seen.within(roots, day))
    if leads:
        posts = posts.filter(is_leadership=leads == "yes")
    if managed_by:
        posts = posts.filter(managed_by=managed_by)
    if not (unit or leads or managed_by):
        return people
    return people.filter(Exists(posts.filter(cadre=OuterRef("pk"))))
