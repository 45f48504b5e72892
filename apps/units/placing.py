"""Placements one by one, within a transaction that holds the tree and rebuilds its closure.

A parent below its own child is refused by the closure as it was when the transaction began; a
cycle made of several changes is found by ``verifying``.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.common.errors import RuleError
from apps.common.months import day_before
from apps.common.partial import PartialDate
from apps.common.text import clean, search_key
from apps.units.models import Lineage, Placement, Succession, Unit
from apps.units.selectors import exists_throughout


def set_up(
    *,
    key: str,
    name: str,
    kind: str,
    parent: Unit | None,
    start: date | None,
    end: date | None = None,
    code: str = "",
    is_illustrative: bool = False,
) -> Unit:
    """Make a unit and put it under a parent. A key may be used again that never had a place."""
    name = clean(name)
    unit = Unit.objects.filter(key=key).first() or Unit(key=key)
    if unit.pk and unit.placements.exists():
        raise RuleError(_("There is already a unit with the key %s.") % key, field="key")
    unit.name, unit.name_key, unit.kind = name, search_key(name), kind
    unit.code, unit.is_illustrative = code, is_illustrative
    unit.save()
    place(unit, parent, name, start, end)
    return unit


def place(
    unit: Unit, parent: Unit | None, name: str, start: date | None, end: date | None
) -> Placement:
    """Put a unit under a parent for a period in which it has no place yet."""
    if start and end and end <= start:
        raise RuleError(_("The period must end after it starts."), field="end_on")
    if _within(unit.placements.all(), start, end).exists():
        raise RuleError(_("%s is in the tree in that period already.") % unit, field="start_on")
    if parent is not None:
        _check_parent(unit, parent, start, end)
    return Placement.objects.create(
        unit=unit,
        parent=parent,
        name=name,
        start_on=PartialDate.of(start) if start else None,
        end_on=PartialDate.of(end) if end else None,
    )


def _check_parent(unit: Unit, parent: Unit, start: date | None, end: date | None) -> None:
    if not exists_throughout(parent, start, end):
        raise RuleError(_("%s is not in the tree in the whole period.") % parent, field="parent")
    below = Lineage.objects.filter(ancestor=unit, unit=parent)
    if parent == unit or _within(below, start, end).exists():
        message = _("%(parent)s stands below %(unit)s, so it cannot be its parent.")
        raise RuleError(message % {"parent": parent, "unit": unit}, field="parent")


def replace(present: Placement, parent: Unit | None, name: str, from_day: date) -> Placement:
    """Let another placement follow the present one, or take its place from its first day."""
    end = present.end_on.earliest if present.end_on else None
    if present.start_on and present.start_on.earliest == from_day:
        present.delete()
    else:
        _end(present, from_day)
    return place(present.unit, parent, name, from_day, end)


def close(unit: Unit, on: date) -> None:
    """End a unit's place in the tree on a day. Its children must have left before."""
    if unit.placements.filter(start_day__gte=on).exists():
        raise RuleError(_("%s has a place in the tree that begins later.") % unit, field="on")
    left = _within(unit.child_placements.all(), on, None).first()
    if left is not None:
        message = _("%(child)s still stands under %(unit)s on that day; move or close it first.")
        raise RuleError(message % {"child": left.name, "unit": unit}, field="on")
    present = placement_on(unit, day_before(on), field="on")
    _end(present, on)


def succeed(predecessor: Unit, successor: Unit, on: date) -> Succession:
    """Note that a unit became another, or part of it, which is in the tree on that day."""
    if predecessor == successor:
        raise RuleError(_("A unit does not succeed itself."), field="successor")
    if not successor.placements.as_of(on).exists():
        raise RuleError(_("%s is not in the tree on that day.") % successor, field="successor")
    row, is_new = Succession.objects.get_or_create(
        predecessor=predecessor, successor=successor, effective_on=on
    )
    if not is_new:
        raise RuleError(_("That succession is recorded already."), field="successor")
    return row


def _end(placement: Placement, day: date) -> None:
    placement.end_on = PartialDate.of(day)
    placement.save(update_fields=["end_on"])


def placement_on(unit: Unit, day: date, *, field: str = "from_day") -> Placement:
    """Return a unit's place on a day; refuse a day on which it has none."""
    present = unit.placements.as_of(day).first()
    if present is None:
        raise RuleError(_("%s is not in the tree on that day.") % unit, field=field)
    return present


def _within(rows: QuerySet[Any], start: date | None, end: date | None) -> QuerySet[Any]:
    """Rows with a period that has a day in common with another, half-open."""
    if start:
        rows = rows.filter(Q(end_day=None) | Q(end_day__gt=start))
    if end:
        rows = rows.filter(Q(start_day=None) | Q(start_day__lt=end))
    return rows
