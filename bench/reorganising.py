"""A reorganisation like that of 1 July 2025: two thirds of a city's units become 126."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.cadres.models import Appointment
from apps.reorganisation.models import Reorganisation
from apps.reorganisation.outlooks import look_ahead
from apps.reorganisation.services import apply, prepare, undo
from apps.units.models import Membership, Unit
from bench.database import fill, fresh_database
from bench.measure import INFORMATION, DifferentError, Line, seconds
from bench.roster import Tree

# Of the units below the top two in three end as districts do, with all that stands below them.
COMMUNES = 126
DAY = date(2026, 1, 1)
_TARGET = 60.0


def reorganising(people: int, rounds: int, sizes: tuple[int, ...] | None = None) -> Iterator[Line]:
    """Measure looking ahead, carrying out and undoing; nobody of the units that end is lost."""
    with fresh_database("reorganising"):
        tree = fill(people, sizes)
        body = _plan(tree)
        by = _coordinator()
        looked, applied, undone, moved = [], [], [], 0
        before = _served()
        for _round in range(rounds):
            row = prepare(body=body, by=by)
            looked.append(seconds(lambda row=row: look_ahead(row=row, by=by, now=timezone.now())))
            applied.append(
                seconds(lambda row=row: apply(reorganisation=row, by=by, now=timezone.now()))
            )
            moved = Appointment.objects.filter(start_day=DAY, decision=row.decision).count()
            if _served() != before:
                raise DifferentError("somebody was dropped or counted twice")
            row = Reorganisation.objects.get(pk=row.pk)
            undone.append(
                seconds(lambda row=row: undo(reorganisation=row, by=by, now=timezone.now()))
            )
        units = len(body["acts"]) - COMMUNES
        note = f"{moved:,} posts of {people:,} people; {units:,} units end, {COMMUNES} begin"
        yield Line("reorganisation looked at before", tuple(looked), INFORMATION, "s", note=note)
        yield Line("reorganisation carried out", tuple(applied), _TARGET, "s", note=note)
        yield Line("reorganisation undone", tuple(undone), _TARGET, "s", note=note)


def _plan(tree: Tree) -> dict[str, Any]:
    """Close the first districts with everything below; each unit goes to one of the communes."""
    frame = tree.frame
    keys = frame["key"].to_numpy()
    is_ending = (tree.levels == 1) & (np.arange(len(keys)) % 3 > 0)
    for place, parent in enumerate(tree.parents.tolist()):
        is_ending[place] |= bool(parent and is_ending[parent - 1])
    opened = [
        {"open": {"unit": f"N{i}", "name": f"Xã {i}", "kind": "commune", "parent": str(keys[0])}}
        for i in range(COMMUNES)
    ]
    ending = keys[is_ending].tolist()
    merged = [
        {"merge": {"units": [key], "into": f"N{i % COMMUNES}"}} for i, key in enumerate(ending)
    ]
    return {
        "name": "Sắp xếp đơn vị hành chính cấp xã",
        "decision": "1656/NQ-UBTVQH15",
        "effective_on": DAY.isoformat(),
        "acts": [*opened, *merged],
    }


def _coordinator() -> User:
    by = User.objects.create(username="bench", full_name="Bench")
    root = Unit.objects.get(placements__parent=None)
    Membership.objects.create(user=by, role=Role.COORDINATOR, unit=root, start_on=date(2020, 1, 1))
    return by


def _served() -> int:
    posts = Appointment.objects.as_of(DAY).primary()
    return posts.order_by().values("cadre").distinct().count()
