"""People as the API tells of them, and whose record may be changed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404

from apps.accounts.access import may
from apps.accounts.fields import Reading, reading
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.api.tags import tag_of
from apps.cadres.codes import SENSITIVE_MARKS
from apps.cadres.identity import masked_number_of
from apps.cadres.models import Appointment, Cadre
from apps.cadres.selectors import primary_posts
from apps.common.sealing import SealError

_SEEING = frozenset({Permission.PEOPLE_VIEW})
_BOTH = _SEEING | {Permission.PEOPLE_EDIT}
_TOLD = ("key", "full_name", "born", "gender", *SENSITIVE_MARKS, "personal_number")


def told(user: User, people: Iterable[Cadre], day: date) -> list[dict[str, Any]]:
    """Return what the reader is told of people, as the rule of each field says."""
    listed = list(people)
    posts = primary_posts([person.pk for person in listed], day)
    kept = _kept_by(user, [person.pk for person in listed], day)
    return [
        _of_person(each, _BOTH if each.pk in kept else _SEEING) | _of_post(posts.get(each.pk))
        for each in listed
    ]


def _kept_by(user: User, ids: list[int], day: date) -> set[int]:
    if not may(user, Permission.PEOPLE_EDIT):
        return set()
    known = Cadre.objects.known_to(user, day, Permission.PEOPLE_EDIT)
    return set(known.filter(pk__in=ids).order_by().values_list("pk", flat=True))


def _of_person(person: Cadre, held: frozenset[Permission]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name in _TOLD:
        shown = reading(Cadre, name, held)
        if shown == Reading.WHOLE:
            said[name] = getattr(person, name)
        elif shown == Reading.MASKED:
            said[name] = _masked(person)
    return said


def _masked(person: Cadre) -> str:
    """Return the number as it may be shown; nothing when it cannot be opened."""
    with suppress(SealError):
        return masked_number_of(person)
    return ""


def _of_post(post: Appointment | None) -> dict[str, Any]:
    return {
        "unit": post.unit.key if post else None,
        "title": post.title if post else None,
        "is_leadership": post.is_leadership if post else None,
        "managed_by": post.managed_by if post else None,
    }


def tag_of_cadre(person: Cadre, day: date) -> str:
    """Return the tag of the state of a person and their primary post."""
    return tag_of(person, primary_posts([person.pk], day).get(person.pk))


def held(user: User, key: str, today: date) -> Cadre:
    """Return a person whose record the user may change, and hold it until the transaction ends."""
    known = Cadre.objects.known_to(user, today, Permission.PEOPLE_EDIT).unrestricted()
    found = get_object_or_404(known.only("pk"), key=key)
    return Cadre.objects.select_for_update().get(pk=found.pk)
