"""The units that a figure covers, and who serves in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Exists, Q

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.cadres.models import Appointment
from apps.common.reach import Reach, beyond_scope
from apps.units.models import Placement, Unit


@dataclass(frozen=True)
class Ground:
    """The units of a figure: whether they are the whole tree, whether all may be looked into."""

    units: np.ndarray
    is_whole: bool
    is_all_seen: bool


def ground(user: User, unit: Unit, day: date, scope: str) -> Ground:
    """Return the units that a figure of a unit covers on day."""
    seen = Unit.objects.visible_to(user, day, Permission.PEOPLE_VIEW)
    top = Placement.objects.as_of(day).filter(unit=unit, parent=None)
    if scope == "own":
        units = Unit.objects.filter(pk=unit.pk)
    else:
        units = Unit.objects.within([unit.pk], day)
    marked = units.order_by().annotate(is_seen=Q(pk__in=seen.values("pk")), is_top=Exists(top))
    rows = list(marked.values_list("pk", "is_seen", "is_top"))
    return Ground(
        units=np.array([row[0] for row in rows], dtype=np.int32),
        is_whole=scope != "own" and any(row[2] for row in rows),
        is_all_seen=all(row[1] for row in rows),
    )


def posts_on(place: Ground, day: date) -> tuple[list[int] | None, np.ndarray]:
    """Return who has a primary post in the units (None stands for everyone), and who another."""
    posts = Appointment.objects.as_of(day).filter(unit__in=place.units.tolist()).order_by()
    if place.is_whole:
        posts = posts.filter(is_primary=False)
    with beyond_scope(Reach.COUNTING):
        rows = list(posts.values_list("cadre_id", "is_primary"))
    other = np.array([cadre_id for cadre_id, is_primary in rows if not is_primary], dtype=np.int32)
    if place.is_whole:
        return None, other
    return [cadre_id for cadre_id, is_primary in rows if is_primary], other
