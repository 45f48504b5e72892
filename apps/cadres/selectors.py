"""Reading people across models."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from django.db.models import BooleanField, F, Func, QuerySet, Value

from apps.accounts.models import User
from apps.cadres.facts import Award, Completion, Facts
from apps.cadres.models import Appointment, Cadre, Qualification, Training, TrainingCategory


def among(people: QuerySet[Cadre], ids: np.ndarray | Sequence[int]) -> QuerySet[Cadre]:
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


def primary_posts(ids: Iterable[int], day: date) -> dict[int, Appointment]:
    """Return the primary appointments in force on day, with their units, by person."""
    posts = Appointment.objects.as_of(day).primary().filter(cadre__in=list(ids))
    return {post.cadre_id: post for post in posts.select_related("unit")}


def facts_of(people: Sequence[Cadre], posts: dict[int, Appointment]) -> dict[int, Facts]:
    """Return what is recorded of some people, seen from the given posts."""
    ids = [person.pk for person in people]
    awards: dict[int, list[Award]] = {}
    held = Qualification.objects.filter(cadre__in=ids)
    for cadre_id, *award in held.values_list("cadre_id", "kind", "level", "awarded_on"):
        awards.setdefault(cadre_id, []).append((award[0], award[1], award[2]))
    courses: dict[int, list[Completion]] = {}
    done = Training.objects.filter(cadre__in=ids)
    for cadre_id, category, day in done.values_list("cadre_id", "category_id", "completed_on"):
        courses.setdefault(cadre_id, []).append((category, day))
    return {
        person.pk: _facts(
            person,
            posts.get(person.pk),
            tuple(awards.get(person.pk, ())),
            tuple(courses.get(person.pk, ())),
        )
        for person in people
    }


def _facts(
    person: Cadre,
    post: Appointment | None,
    awards: tuple[Award, ...],
    courses: tuple[Completion, ...],
) -> Facts:
    known = Facts(person.born, person.gender, awards, courses)
    if post is None:
        return known
    return Facts(
        known.born,
        known.gender,
        awards,
        courses,
        is_leadership=post.is_leadership,
        managed_by=post.managed_by,
        unit_kind=post.unit.kind,
    )


def category_names(language: str) -> dict[str, str]:
    """Return the names of the training categories by code, in one language."""
    column = "name_en" if language == "en" else "name_vi"
    return dict(TrainingCategory.objects.values_list("code", column))
