"""Where a list is taken from: only units whose data the user may take out."""

from __future__ import annotations

from datetime import date

from django.http import Http404

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.presentation.scene import Scene, scene_for
from apps.reports.lists.content import Question
from apps.units.models import Membership, Unit


def scene_for_export(user: User, question: Question, today: date) -> Scene:
    """Return the scene of a list; 404 for units whose data the user may not take out."""
    scene = scene_for(user, question.asked(), question.key, today)
    if not scene.may_take_out:
        raise Http404
    return scene


def for_export(user: User, day: date, key: str) -> list[int]:
    """Return the unit of a key, or without one those that the user may take data out of."""
    if key:
        seen = Unit.objects.visible_to(user, day, Permission.EXPORT)
        return list(seen.filter(key=key).values_list("pk", flat=True))
    held = Membership.objects.in_force_now().holding(Permission.EXPORT).filter(user=user)
    return sorted(set(held.values_list("unit", flat=True)))
