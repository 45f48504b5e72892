"""People as the API tells of them, and whose record may be changed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404

from apps.accounts.access import may
from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.api.serializers.cadres import KEPT
from apps.api.tags import tag_of
from apps.cadres.codes import SENSITIVE_MARKS
from apps.cadres.identity import masked_number_of
from apps.cadres.models import Appointment, Cadre
from apps.cadres.selectors import primary_posts
from apps.common.sealing import SealError


def told(user: User, people: Iterable[Cadre], day: date) -> list[dict[str, Any]]:
    """Return what the reader is told of people; the strict fields only to who keeps the record."""
    listed = list(people)
    posts = primary_posts([person.pk for person in listed], day)
    kept = _kept_by(user, [person.pk for person in listed], day)
    return [_told(each, posts.get(each.pk), is_kept=each.pk in kept) for each in listed]


def _kept_by(user: User, ids: list[int], day: date) -> set[int]:
    if not may(user, Permission.PEOPLE_EDIT):
        return set()
    known = Cadre.objects.known_to(user, day, Permission.PEOPLE_EDIT)
    return set(known.filter(pk__in=ids).order_by().values_list("pk", flat=True))


def _told(person: Cadre, post: Appointment | None, *, is_kept: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        "key": person.key,
        "full_name": person.full_name,
        "born": person.born,
        "gender": person.gender,
        "unit": post.unit.key if post else None,
        "title": post.title if post else None,
        "is_leadership": post.is_leadership if post else None,
        "managed_by": post.managed_by if post else None,
    }
    if is_kept:
        said |= {name: getattr(person, name) for name in SENSITIVE_MARKS}
        said["personal_number"] = ""
        with suppress(SealError):
            said["personal_number"] = masked_number_of(person)
    return said


def without_kept(row: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Return a row in its shape without the strict fields that the reader is not told."""
    return {name: value for name, value in row.items() if name not in KEPT or name in said}


def tag_of_cadre(person: Cadre, day: date) -> str:
    """Return the tag of the state of a person and their primary post."""
    return tag_of(person, primary_posts([person.pk], day).get(person.pk))


def held(user: User, key: str, today: date) -> Cadre:
    """Return a person whose record the user may change, and hold it until the transaction ends."""
    known = Cadre.objects.known_to(user, today, Permission.PEOPLE_EDIT)
    found = get_object_or_404(known.only("pk"), key=key)
    return Cadre.objects.select_for_update().get(pk=found.pk)
