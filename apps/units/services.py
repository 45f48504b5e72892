"""What is done to units and to assignments.

Whether people still serve in a unit is not known here: ``cadres.services.closing`` closes one
only when nobody does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.audit.history import acting
from apps.common.errors import RuleError
from apps.common.months import day_before
from apps.common.partial import PartialDate
from apps.common.text import clean, search_key
from apps.units.lineage import lock_tree, rebuild_lineage
from apps.units.models import Lineage, Membership, Placement, Succession, Unit
from apps.units.selectors import exists_throughout


def open_unit(
    *,
    key: str,
    name: str,
    kind: str,
    parent: Unit | None,
    start_on: date | None,
    by: User,
    end_on: date | None = None,
    code: str = "",
    is_illustrative: bool = False,
) -> Unit:
    """Set up a unit under a parent from a day; without a day, since before records."""
    name = clean(name)
    with _changing_the_tree(by):
        if Unit.objects.filter(key=key).exists():
            raise RuleError(_("There is already a unit with the key %s.") % key, field="key")
        unit = Unit.objects.create(
            key=key,
            name=name,
            name_key=search_key(name),
            kind=kind,
            code=code,
            is_illustrative=is_illustrative,
        )
        _place(unit, parent, name, start_on, end_on)
    return unit


def place_unit(
    *, unit: Unit, parent: Unit | None, start_on: date, by: User, end_on: date | None = None
) -> Placement:
    """Put a unit that is not in the tree under a parent for a period."""
    with _changing_the_tree(by):
        return _place(unit, parent, unit.name, start_on, end_on)


def move_unit(*, unit: Unit, parent: Unit | None, from_day: date, by: User) -> Placement:
    """Put the unit under another parent from a day, with everything below it."""
    with _changing_the_tree(by):
        present = _placement_on(unit, from_day)
        if present.parent == parent:
            raise RuleError(_("The unit is under that parent already."), field="parent")
        return _replace(present, parent, present.name, from_day)


def rename_unit(*, unit: Unit, name: str, from_day: date, by: User) -> Placement:
    """Give the unit another name from a day; on earlier days it keeps its own."""
    name = clean(name)
    with _changing_the_tree(by):
        present = _placement_on(unit, from_day)
        if present.name == name:
            raise RuleError(_("The unit has that name on that day already."), field="name")
        is_latest = not unit.placements.filter(start_day__gt=from_day).exists()
        renamed = _replace(present, present.parent, name, from_day)
        if is_latest:
            unit.name, unit.name_key = name, search_key(name)
            unit.save(update_fields=["name", "name_key"])
        return renamed


def close_unit(*, unit: Unit, on: date, by: User) -> None:
    """Take the unit out of the tree from a day on. Its children must have left before."""
    with _changing_the_tree(by):
        if unit.placements.filter(end_day=on).exists():
            raise RuleError(_("%s ends on that day already.") % unit, field="on")
        _close(unit, on)


def merge_units(*, units: Sequence[Unit], into: Unit, on: date, by: User) -> None:
    """Close several units and let another, which is in the tree that day, succeed them."""
    with _changing_the_tree(by):
        for unit in units:
            _succeed(unit, into, on)
            _close(unit, on)


def split_unit(*, unit: Unit, into: Sequence[Unit], on: date, by: User) -> None:
    """Close a unit and let several others, which are in the tree that day, succeed it."""
    with _changing_the_tree(by):
        for successor in into:
            _succeed(unit, successor, on)
        _close(unit, on)


@transaction.atomic
def record_succession(*, predecessor: Unit, successor: Unit, on: date, by: User) -> Succession:
    """Note that a unit became another, or part of it, on a day."""
    with acting(by.username):
        return _succeed(predecessor, successor, on)


@transaction.atomic
def grant_membership(
    *,
    user: User,
    role: Role,
    unit: Unit,
    start_on: date,
    by: User,
    end_on: date | None = None,
    reason: str = "",
) -> Membership:
    """Let the user hold a role for a unit and everything below it, for a period."""
    if end_on and end_on <= start_on:
        raise RuleError(_("The assignment must end after it starts."), field="end_on")
    # The user's row is locked so that two grants at once cannot overlap.
    User.objects.select_for_update().get(pk=user.pk)
    held = user.memberships.filter(role=role, unit=unit).exclude(end_on__lte=start_on)
    if end_on:
        held = held.filter(start_on__lt=end_on)
    if held.exists():
        raise RuleError(_("The user holds this role for this unit already."), field="role")
    with acting(by.username, reason=reason):
        return Membership.objects.create(
            user=user, role=role, unit=unit, start_on=start_on, end_on=end_on
        )


@transaction.atomic
def revoke_membership(*, membership: Membership, on: date, by: User, reason: str = "") -> None:
    """End an assignment on a day; one that has not begun by then is taken back."""
    with acting(by.username, reason=reason):
        if on <= membership.start_on:
            membership.delete()
            return
        membership.end_on = on
        membership.save(update_fields=["end_on"])


def hold_tree() -> None:
    """Let nobody else change the tree until the present transaction ends."""
    with connection.cursor() as cursor:
        lock_tree(cursor)


@contextmanager
def _changing_the_tree(by: User) -> Iterator[None]:
    """Change placements alone, then bring the closure up to date, all or nothing."""
    with transaction.atomic(), acting(by.username), connection.cursor() as cursor:
        lock_tree(cursor)
        yield
        rebuild_lineage(cursor)


def _place(
    unit: Unit, parent: Unit | None, name: str, start: date | None, end: date | None
) -> Placement:
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


def _replace(present: Placement, parent: Unit | None, name: str, from_day: date) -> Placement:
    """Let another placement follow the present one, or take its place from its first day."""
    end = present.end_on.earliest if present.end_on else None
    if present.start_on and present.start_on.earliest == from_day:
        present.delete()
    else:
        _end(present, from_day)
    return _place(present.unit, parent, name, from_day, end)


def _close(unit: Unit, on: date) -> None:
    if unit.placements.filter(start_day__gte=on).exists():
        raise RuleError(_("%s has a place in the tree that begins later.") % unit, field="on")
    left = _within(unit.child_placements.all(), on, None).first()
    if left is not None:
        message = _("%(child)s still stands under %(unit)s on that day; move or close it first.")
        raise RuleError(message % {"child": left.name, "unit": unit}, field="on")
    present = _placement_on(unit, day_before(on), field="on")
    _end(present, on)


def _succeed(predecessor: Unit, successor: Unit, on: date) -> Succession:
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


def _placement_on(unit: Unit, day: date, *, field: str = "from_day") -> Placement:
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
