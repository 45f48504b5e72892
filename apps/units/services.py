"""What is done to units and to assignments.

Whether people still serve in a unit is not known here: ``cadres.services.closing`` closes one
only when nobody does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.audit.history import acting
from apps.common.errors import RuleError
from apps.common.text import clean, search_key
from apps.units import placing
from apps.units.lineage import lock_tree, rebuild_lineage
from apps.units.models import Membership, Placement, Succession, Unit


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
    with changing_the_tree(by):
        return placing.set_up(
            key=key,
            name=name,
            kind=kind,
            parent=parent,
            start=start_on,
            end=end_on,
            code=code,
            is_illustrative=is_illustrative,
        )


def place_unit(
    *, unit: Unit, parent: Unit | None, start_on: date, by: User, end_on: date | None = None
) -> Placement:
    """Put a unit that is not in the tree under a parent for a period."""
    with changing_the_tree(by):
        return placing.place(unit, parent, unit.name, start_on, end_on)


def move_unit(*, unit: Unit, parent: Unit | None, from_day: date, by: User) -> Placement:
    """Put the unit under another parent from a day, with everything below it."""
    with changing_the_tree(by):
        present = placing.placement_on(unit, from_day)
        if present.parent == parent:
            raise RuleError(_("The unit is under that parent already."), field="parent")
        return placing.replace(present, parent, present.name, from_day)


def rename_unit(*, unit: Unit, name: str, from_day: date, by: User) -> Placement:
    """Give the unit another name from a day; on earlier days it keeps its own."""
    name = clean(name)
    with changing_the_tree(by):
        present = placing.placement_on(unit, from_day)
        if present.name == name:
            raise RuleError(_("The unit has that name on that day already."), field="name")
        is_latest = not unit.placements.filter(start_day__gt=from_day).exists()
        renamed = placing.replace(present, present.parent, name, from_day)
        if is_latest:
            unit.name, unit.name_key = name, search_key(name)
            unit.save(update_fields=["name", "name_key"])
        return renamed


def close_unit(*, unit: Unit, on: date, by: User) -> None:
    """Take the unit out of the tree from a day on. Its children must have left before."""
    with changing_the_tree(by):
        if unit.placements.filter(end_day=on).exists():
            raise RuleError(_("%s ends on that day already.") % unit, field="on")
        placing.close(unit, on)


def merge_units(*, units: Sequence[Unit], into: Unit, on: date, by: User) -> None:
    """Close several units and let another, which is in the tree that day, succeed them."""
    with changing_the_tree(by):
        for unit in units:
            placing.succeed(unit, into, on)
            placing.close(unit, on)


def split_unit(*, unit: Unit, into: Sequence[Unit], on: date, by: User) -> None:
    """Close a unit and let several others, which are in the tree that day, succeed it."""
    with changing_the_tree(by):
        for successor in into:
            placing.succeed(unit, successor, on)
        placing.close(unit, on)


@transaction.atomic
def record_succession(*, predecessor: Unit, successor: Unit, on: date, by: User) -> Succession:
    """Note that a unit became another, or part of it, on a day."""
    with acting(by.username):
        return placing.succeed(predecessor, successor, on)


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
def changing_the_tree(by: User, reason: str = "") -> Iterator[None]:
    """Change placements alone, then bring the closure up to date, all or nothing."""
    with transaction.atomic(), acting(by.username, reason=reason), connection.cursor() as cursor:
        lock_tree(cursor)
        yield
        rebuild_lineage(cursor)
