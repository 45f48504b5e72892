"""Reading the tree across models."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.common.stream import read_frame
from apps.common.text import search_key
from apps.units.models import Lineage, Membership, Placement, Succession, Unit

_UNITS = """
SELECT unit_id::int4, coalesce(parent_id, 0)::int4 FROM units_placement
WHERE (start_day IS NULL OR start_day <= %(day)s) AND (end_day IS NULL OR end_day > %(day)s)
ORDER BY unit_id
"""


def units_frame(day: date) -> pd.DataFrame:
    """Return ``unit_id`` and ``parent_id`` (0 at a root) of every unit in force on day.

    A unit whose parent is not in force that day, which `verify` reports, stands as a root.
    """
    with connection.cursor() as cursor:
        query = cursor.mogrify(_UNITS, {"day": day}).decode()
        units = read_frame(cursor, query, [("unit_id", "int32"), ("parent_id", "int32")])
    parents = units["parent_id"].to_numpy()
    is_known = np.isin(parents, units["unit_id"].to_numpy())
    return units.assign(parent_id=np.where(is_known, parents, 0).astype(np.int32))


@dataclass(frozen=True)
class Step:
    """A unit on the way from the root, by its name on the day.

    Its figures may be seen, and taken out, or not.
    """

    unit: Unit
    name: str
    is_visible: bool
    is_for_export: bool = False


def holds_a_top(units: Collection[int], day: date) -> bool:
    """Whether a whole tree of the day lies within the units."""
    return Placement.objects.as_of(day).filter(parent=None, unit__in=units).exists()


def _name_on(day: date, unit: str) -> Subquery:
    return Subquery(Placement.objects.as_of(day).filter(unit=OuterRef(unit)).values("name")[:1])


def trail(user: User, key: str, day: date) -> tuple[Step, ...]:
    """Return the way from the root to a unit, itself last; nothing when it is out of sight."""
    seen = Unit.objects.visible_to(user, day)
    taken = Unit.objects.visible_to(user, day, Permission.EXPORT)
    links = (
        Lineage.objects.as_of(day)
        .filter(unit__key=key)
        .select_related("ancestor")
        .annotate(
            name=_name_on(day, "ancestor"),
            is_visible=Exists(seen.filter(pk=OuterRef("ancestor"))),
            is_for_export=Exists(taken.filter(pk=OuterRef("ancestor"))),
        )
        .order_by("-distance")
    )
    steps = tuple(
        Step(link.ancestor, link.name, link.is_visible, link.is_for_export) for link in links
    )
    return steps if steps and steps[-1].is_visible else ()


def home_key(user: User) -> str | None:
    """Return the key of the unit whose figures the user sees first: the highest they answer for."""
    held = Membership.objects.in_force_now().holding(Permission.FIGURES_VIEW).filter(user=user)
    below = Lineage.objects.filter(ancestor=OuterRef("unit")).order_by().values("ancestor")
    size = Subquery(below.annotate(size=Count("pk")).values("size"))
    row = held.annotate(size=size).order_by(F("size").desc(nulls_last=True), "pk").first()
    return row.unit.key if row else None


@dataclass(frozen=True)
class Life:
    """When a unit was in the tree, and what it came from and became."""

    unit: Unit
    placements: tuple[Placement, ...]
    predecessors: tuple[Succession, ...]
    successors: tuple[Succession, ...]

    @property
    def is_top(self) -> bool:
        """Whether the unit stood, last, under no other."""
        return self.placements[-1].parent_id is None

    @property
    def open_on(self) -> date | None:
        """A day on which the unit was in the tree: its last one, or its first."""
        last = self.placements[-1]
        return last.end_day - timedelta(days=1) if last.end_day else last.start_day


def life_of(user: User, key: str, day: date) -> Life | None:
    """Return the life of a unit that the tree of day does not hold; None when out of sight."""
    unit = Unit.objects.filter(key=key).first()
    if unit is None:
        return None
    placements = tuple(unit.placements.select_related("parent").order_by("start_day"))
    if any(placement.is_in_force_on(day) for placement in placements):
        return None
    days = [p.start_day or (p.end_day or day) - timedelta(days=1) for p in placements]
    if not any(Unit.objects.visible_to(user, d).filter(pk=unit.pk).exists() for d in days):
        return None
    before = Succession.objects.filter(successor=unit).select_related("predecessor")
    after = Succession.objects.filter(predecessor=unit).select_related("successor")
    return Life(unit, placements, tuple(before), tuple(after))


def found(
    user: User,
    words: str,
    day: date,
    limit: int = 20,
    permission: Permission = Permission.FIGURES_VIEW,
) -> list[Step]:
    """Return visible units whose name holds every word; accents, case and order do not matter."""
    seen = Unit.objects.visible_to(user, day, permission).annotate(day_name=_name_on(day, "pk"))
    for word in search_key(words).split():
        seen = seen.filter(Q(name_key__contains=word) | Q(key__icontains=word))
    near = seen.annotate(depth=_depth_on(day)).order_by("depth", "name_key")[:limit]
    return [Step(unit, unit.day_name, is_visible=True) for unit in near]


def _depth_on(day: date) -> Subquery:
    above = Lineage.objects.as_of(day).filter(unit=OuterRef("pk")).order_by().values("unit")
    return Subquery(above.annotate(depth=Count("pk")).values("depth"))


def exists_throughout(unit: Unit, start: date | None, end: date | None) -> bool:
    """Whether placements of the unit, one after another, cover a half-open period."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT range_agg(daterange(start_day, end_day)) @> daterange(%s, %s)"
            " FROM units_placement WHERE unit_id = %s",
            [start, end, unit.pk],
        )
        return bool(cursor.fetchone()[0])
