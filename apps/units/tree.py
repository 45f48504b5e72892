"""The tree on a day, a level at a time, and the life of a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.common.months import day_before
from apps.common.reach import Reach, beyond_scope
from apps.units.codes import UNIT_KINDS
from apps.units.models import Lineage, Membership, Placement, Succession, Unit
from apps.units.selectors import Life


@dataclass(frozen=True)
class Node:
    """A unit of the tree by its name on the day: units directly below, people at or below.

    Whoever shows it may put a protected number of people in its place, ``in_fives``.
    ``may_change`` says whether the user may rename it and, unless it is a top, move or close it.
    """

    unit: Unit
    name: str
    children: int
    people: int
    may_change: bool
    is_top: bool
    in_fives: bool = False


_COUNTS = """
SELECT p.unit_id,
    (SELECT count(*) FROM units_placement c WHERE c.parent_id = p.unit_id
        AND (c.start_day IS NULL OR c.start_day <= %(day)s)
        AND (c.end_day IS NULL OR c.end_day > %(day)s)),
    (SELECT count(*) FROM units_lineage l JOIN cadres_appointment a ON a.unit_id = l.unit_id
        WHERE l.ancestor_id = p.unit_id
        AND (l.start_day IS NULL OR l.start_day <= %(day)s)
        AND (l.end_day IS NULL OR l.end_day > %(day)s)
        AND a.is_primary AND (a.start_day IS NULL OR a.start_day <= %(day)s)
        AND (a.end_day IS NULL OR a.end_day > %(day)s))
FROM unnest(%(units)s::int[]) AS p (unit_id)
"""


def _place(kind: str) -> int:
    return UNIT_KINDS.index(kind)


def roots(user: User, day: date) -> list[Node]:
    """Return the highest units that the user may see on day."""
    held = Membership.objects.in_force_now().holding(Permission.FIGURES_VIEW).filter(user=user)
    own = held.values("unit")
    above = Lineage.objects.as_of(day).filter(
        unit=OuterRef("unit"), ancestor__in=own, distance__gt=0
    )
    placed = Placement.objects.as_of(day).filter(unit__in=own).exclude(Exists(above))
    return _nodes(user, placed, day)


def children(user: User, unit: Unit, day: date) -> list[Node]:
    """Return the units directly below a unit that the user may see on day."""
    seen = Unit.objects.visible_to(user, day)
    return _nodes(user, Placement.objects.as_of(day).filter(parent=unit, unit__in=seen), day)


def two_levels(user: User, day: date, permission: Permission) -> list[tuple[str, str]]:
    """Return keys and names of the units a user answers for, each before those directly below."""
    held = Membership.objects.in_force_now().holding(permission).filter(user=user)
    own = set(held.values_list("unit", flat=True))
    near = Placement.objects.as_of(day).filter(Q(unit__in=own) | Q(parent__in=own))
    rows = near.values_list("unit", "parent", "unit__key", "name", "unit__kind", "unit__name_key")
    ordered = sorted(rows, key=lambda row: (row[0] not in own, _place(row[4]), row[5]))
    return [(row[2], row[3]) for row in ordered]


def _nodes(user: User, placed: QuerySet[Placement], day: date) -> list[Node]:
    rows = list(placed.select_related("unit"))
    with beyond_scope(Reach.HEADCOUNTS), connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"day": day, "units": [row.unit_id for row in rows]})
        counts = {unit_id: (below, people) for unit_id, below, people in cursor.fetchall()}
    own = Unit.objects.visible_to(user, day, Permission.UNITS_EDIT)
    may = set(own.filter(pk__in=counts).values_list("pk", flat=True))
    nodes = [
        Node(
            row.unit,
            row.name,
            *counts[row.unit_id],
            may_change=row.unit_id in may,
            is_top=row.parent_id is None,
        )
        for row in rows
    ]
    return sorted(nodes, key=lambda node: (_place(node.unit.kind), node.unit.name_key))


def whole_life(user: User, key: str, day: date) -> Life | None:
    """Return when a unit was where and what it came from; None when out of the user's sight.

    A unit that the tree of day does not hold is judged by the days on which it was placed.
    """
    unit = Unit.objects.filter(key=key).first()
    if unit is None:
        return None
    placements = tuple(unit.placements.select_related("parent").order_by("start_day"))
    if not any(_is_visible(user, unit, when) for when in _days(placements, day)):
        return None
    before = Succession.objects.filter(successor=unit).select_related("predecessor")
    after = Succession.objects.filter(predecessor=unit).select_related("successor")
    return Life(unit, placements, tuple(before), tuple(after))


def _days(placements: Sequence[Placement], day: date) -> list[date]:
    if any(placement.is_in_force_on(day) for placement in placements):
        return [day]
    starts = [p.start_day or day_before(p.end_day or day) for p in placements]
    ends = [p.end_day - timedelta(days=1) for p in placements if p.end_day]
    return [*starts, *ends]


def _is_visible(user: User, unit: Unit, day: date) -> bool:
    return Unit.objects.visible_to(user, day).filter(pk=unit.pk).exists()


def changeable(user: User, key: str, today: date) -> Unit | None:
    """Return a unit that the user may change: in the tree today, or from a later day on."""
    unit = Unit.objects.filter(key=key).first()
    if unit is None:
        return None
    ahead = Q(end_day=None) | Q(end_day__gt=today)
    placed = unit.placements.filter(ahead).order_by("start_day").first()
    if placed is None:
        return None
    day = max(placed.start_day or today, today)
    seen = Unit.objects.visible_to(user, day, Permission.UNITS_EDIT)
    return unit if seen.filter(pk=unit.pk).exists() else None


def is_changeable_on(user: User, unit: Unit, day: date) -> bool:
    """Whether the user may change the unit from a day on: it stood within their units then."""
    return Unit.objects.visible_to(user, day, Permission.UNITS_EDIT).filter(pk=unit.pk).exists()
