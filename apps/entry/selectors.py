"""What the fields of forms offer to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.entry.dates import read_date
from apps.units.models import Placement
from apps.units.selectors import found

_FEW = 12


@dataclass(frozen=True)
class Offer:
    """A unit that may be chosen, with the unit above it."""

    key: str
    name: str
    above: str


def units_found(
    user: User, asked: Mapping[str, str], today: date, permission: Permission
) -> list[Offer]:
    """Return units that the words find among those for which the user holds the permission."""
    words = asked.get(asked.get("field", "unit"), "")
    day = _read(asked.get(asked.get("day", "start_on"), ""), today)
    chosen = found(user, words, day, limit=_FEW, permission=permission)
    placed = Placement.objects.as_of(day).filter(unit__in=[s.unit for s in chosen])
    above = {row.unit_id: row.parent for row in placed.select_related("parent")}
    return [
        Offer(s.unit.key, s.name, parent.name if (parent := above.get(s.unit.pk)) else "")
        for s in chosen
    ]


def _read(text: str, today: date) -> date:
    try:
        return read_date(text).earliest
    except ValueError:
        return today
