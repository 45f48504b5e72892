"""Carrying out the acts of a plan on the tree, while the caller holds it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial

from apps.common.errors import RuleError
from apps.common.months import day_before
from apps.common.text import clean, search_key
from apps.reorganisation.plans import Act, Move, Open, Plan, Rename
from apps.units import placing
from apps.units.models import Lineage, Unit


def units_by_key(keys: Collection[str]) -> dict[str, int]:
    """Return the ids of units by their keys."""
    return dict(Unit.objects.filter(key__in=keys).values_list("key", "pk"))


def carry_out(plan: Plan) -> None:
    """Open, rename and move units, note who takes over from whom, then close what ends.

    Raises RuleError, naming the unit, when the tree refuses an act.
    """
    day = plan.effective_on
    for act in plan.of(Open):
        _tell(act.unit, partial(_open, act, day))
    units = {unit.key: unit for unit in Unit.objects.filter(key__in=plan.keys())}
    for act in plan.acts:
        if isinstance(act, Move | Rename):
            _tell(act.unit, partial(_replace, act, units, day))
    for source, into in plan.successions():
        _tell(source, partial(placing.succeed, units[source], units[into], day))
    for key in _deepest_first(plan.closing(), day):
        _tell(key, partial(placing.close, units[key], day))


def _tell(key: str, act: Callable[[], object]) -> None:
    """Do an act; a refusal names the unit."""
    try:
        act()
    except RuleError as error:
        raise RuleError(f"{key}: {error}") from error


def _open(act: Open, day: date) -> None:
    parent = Unit.objects.get(key=act.parent)
    placing.set_up(
        key=act.unit, name=act.name, kind=act.kind, parent=parent, start=day, code=act.code
    )


def _replace(act: Act, units: dict[str, Unit], day: date) -> None:
    if isinstance(act, Move):
        present = placing.placement_on(units[act.unit], day)
        placing.replace(present, units[act.parent], present.name, day)
    elif isinstance(act, Rename):
        unit, name = units[act.unit], clean(act.name)
        present = placing.placement_on(unit, day)
        placing.replace(present, present.parent, name, day)
        unit.name, unit.name_key = name, search_key(name)
        unit.save(update_fields=["name", "name_key"])


def _deepest_first(keys: list[str], day: date) -> list[str]:
    """Order units that end so that each goes before those that it stood under."""
    above = Lineage.objects.as_of(day_before(day)).filter(unit__key__in=keys)
    depth = dict.fromkeys(keys, 0)
    for key, distance in above.values_list("unit__key", "distance"):
        depth[key] = max(depth[key], distance)
    return sorted(keys, key=lambda key: (-depth[key], key))
