"""What the forms on units begin from."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Q

from apps.units.models import Placement, Unit

# Serial numbers have a few digits; longer ones are codes that somebody else gives.
_NUMBERED = re.compile(r"(.*\D|)(\d{1,3})", re.ASCII)


def place_of(unit: Unit, day: date) -> Placement | None:
    """Return the unit's place on day, or the first one after it."""
    ahead = unit.placements.filter(Q(end_day=None) | Q(end_day__gt=day))
    return ahead.select_related("parent").order_by("start_day").first()


def later_places(unit: Unit, day: date) -> list[Placement]:
    """Return the places in the tree that begin after day."""
    later = unit.placements.filter(start_day__gt=day).select_related("parent")
    return list(later.order_by("start_day"))


def standing_below(unit: Unit, day: date) -> list[Placement]:
    """Return what stands directly below a unit on day or later."""
    left = unit.child_placements.filter(Q(end_day=None) | Q(end_day__gt=day))
    return list(left.select_related("unit").order_by("unit__name_key", "start_day"))


def next_key(parent: Unit, kind: str) -> str:
    """Return a free key in the way of the units of that kind under the parent; "" without one.

    Their last number is counted on. Where none is numbered, a unit below another than the root
    gets the key of its parent with a number.
    """
    placed = Placement.objects.filter(parent=parent, unit__kind=kind)
    keys = placed.values_list("unit__key", flat=True)
    numbered = [found.groups() for key in keys if (found := _NUMBERED.fullmatch(key))]
    if numbered:
        stem, last = max(numbered, key=lambda parts: (_like(parts[0], numbered), int(parts[1])))
        number, width = int(last) + 1, len(last)
    elif parent.placements.exclude(parent=None).exists():
        stem, number, width = f"{parent.key}.", 1, 1
    else:
        return ""
    while Unit.objects.filter(key=(key := f"{stem}{number:0{width}d}")).exists():
        number += 1
    return key


def _like(stem: str, numbered: list[tuple[str, ...]]) -> int:
    """Return how many keys begin alike."""
    return sum(other == stem for other, _number in numbered)
