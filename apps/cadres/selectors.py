"""Reading people across models."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

import numpy as np
from django.db.models import BooleanField, F, Func, OuterRef, Q, Subquery, Value

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.cadres.columns import Needs
from apps.cadres.facts import Award, Completion, Facts
from apps.cadres.models import (
    Appointment,
    Cadre,
    CadreQuerySet,
    PlannedRetirement,
    Qualification,
    Receipt,
    Training,
    TrainingCategory,
)
from apps.cadres.retirement import Planned
from apps.common.partial import PartialDate
from apps.common.reach import Reach, beyond_scope
from apps.common.sealing import blind_index
from apps.common.text import search_key
from apps.units.models import Placement, Unit


def among(people: CadreQuerySet, ids: np.ndarray | Sequence[int]) -> CadreQuerySet:
    """Narrow people to some ids, however many, without a parameter for each."""
    array = "{" + ",".join(map(str, np.asarray(ids, dtype=np.int64).tolist())) + "}"
    is_chosen = Func(
        F("pk"),
        Value(array),
        template="(%(expressions)s::int[]))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
    return people.filter(is_chosen)


def visible_ids(user: User, ids: np.ndarray, day: date) -> np.ndarray:
    """Return those of the ids whose people the user may see on day."""
    seen = among(Cadre.objects.visible_to(user, day), ids).order_by()
    return np.fromiter(seen.values_list("pk", flat=True), dtype=np.int32)


def serving_from(unit: Unit, day: date) -> int:
    """Return how many people have a post of any kind in a unit on day or later."""
    posts = Appointment.objects.filter(Q(end_day=None) | Q(end_day__gt=day), unit=unit)
    with beyond_scope(Reach.CLOSING):
        return posts.order_by().values("cadre").distinct().count()


def primary_posts(ids: Iterable[int], day: date) -> dict[int, Appointment]:
    """Return the primary posts in force on day by person, each with its unit's name that day."""
    named = Placement.objects.as_of(day).filter(unit=OuterRef("unit")).values("name")[:1]
    posts = Appointment.objects.as_of(day).primary().filter(cadre__in=list(ids)).order_by()
    found = posts.select_related("unit").annotate(unit_name=Subquery(named))
    return {post.cadre_id: post for post in found}


def facts_of(
    people: Sequence[Cadre], posts: dict[int, Appointment], needs: Needs
) -> dict[int, Facts]:
    """Return what is recorded of some people, seen from the given posts, as far as needed."""
    ids = [person.pk for person in people]
    awards: dict[int, list[Award]] = {}
    courses: dict[int, list[Completion]] = {}
    if needs.kinds:
        held = Qualification.objects.filter(cadre__in=ids, kind__in=needs.kinds)
        for pk, kind, level, day in held.values_list("cadre_id", "kind", "level", "awarded_on"):
            awards.setdefault(pk, []).append((kind, level, day))
    if needs.trainings:
        done = Training.objects.filter(cadre__in=ids)
        for pk, category, day in done.values_list("cadre_id", "category_id", "completed_on"):
            courses.setdefault(pk, []).append((category, day))
    return {
        person.pk: facts(
            person,
            posts.get(person.pk),
            awards.get(person.pk, ()),
            courses.get(person.pk, ()),
        )
        for person in people
    }


def facts(
    person: Cadre,
    post: Appointment | None,
    awards: Iterable[Award],
    courses: Iterable[Completion],
) -> Facts:
    """Return what is recorded of a person as plain values."""
    known = Facts(person.born, person.gender, tuple(awards), tuple(courses))
    if post is None:
        return known
    return replace(
        known,
        is_leadership=post.is_leadership,
        managed_by=post.managed_by,
        unit_kind=post.unit.kind,
    )


def category_names(language: str) -> dict[str, str]:
    """Return the names of the training categories by code, in one language."""
    column = "name_en" if language == "en" else "name_vi"
    return dict(TrainingCategory.objects.values_list("code", column))


def likely_duplicates(full_name: str, born: PartialDate | None, number: str = "") -> list[Cadre]:
    """Return who may be the same person: the same number, or the same name and a birth date that
    can be the same day; names are compared without accents and case. Everyone is looked at: who
    of them may be shown is for the caller to ask.
    """
    index = blind_index(number) if number else None
    found = Cadre.objects.filter(
        Q(name_key=search_key(full_name)) | Q(personal_number_index=index or "none")
    )
    with beyond_scope(Reach.MATCHING):
        return [c for c in found if c.personal_number_index == index or _may_be_one(c.born, born)]


def _may_be_one(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two birth dates can be the same day; an unknown one says nothing."""
    if one is None or other is None:
        return False
    return one.earliest <= other.latest and other.earliest <= one.latest


def planned_retirements() -> Planned:
    """Return whose last day of service was decided, and from when they are not counted."""
    with beyond_scope(Reach.COUNTING):
        return Planned.of(dict(PlannedRetirement.objects.values_list("cadre_id", "last_day")))


def last_post(cadre: Cadre) -> Appointment | None:
    """Return the person's latest primary post, held or ended."""
    posts = cadre.appointments.primary().select_related("unit")
    return posts.order_by(F("end_day").desc(nulls_first=True), "-start_day").first()


def departures(user: User, now: datetime, limit: int = 20) -> list[Receipt]:
    """Return whom other units took over lately from those whose people the user may see."""
    told = Receipt.objects.told_to(user, now)
    return list(told.select_related("cadre", "sent_from", "received_in", "by")[:limit])


def permissions_on(user: User, cadre: Cadre, day: date) -> frozenset[Permission]:
    """Return which of the permissions on people the user holds for a person's record on day."""
    asked = (Permission.PEOPLE_VIEW, Permission.PEOPLE_EDIT)
    return frozenset(
        permission
        for permission in asked
        if Cadre.objects.known_to(user, day, permission).filter(pk=cadre.pk).exists()
    )
