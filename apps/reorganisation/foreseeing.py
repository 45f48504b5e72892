"""What a reorganisation would do: done, looked at, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd
from django.db import transaction
from django.db.models import Count, Q

from apps.accounts.models import User
from apps.cadres.models import Appointment
from apps.cadres.people import people_frame
from apps.common.reach import Reach, beyond_scope
from apps.metrics.core.evaluate import Spec, evaluate, needs_of
from apps.metrics.score import Score
from apps.metrics.selectors import specs
from apps.reorganisation.models import Reorganisation
from apps.reorganisation.moving import Destinations
from apps.reorganisation.plans import Plan
from apps.reorganisation.selectors import plan_of
from apps.reorganisation.services import apply
from apps.targets.models import TargetVersion
from apps.units.models import Membership, Unit
from apps.units.selectors import units_frame

_CELLS = ["met", "not_met", "unknown", "threshold_bp"]


@dataclass(frozen=True)
class Line:
    """A unit and a target: how it stands on the day without the reorganisation, and with it.

    None where the unit is not in the tree.
    """

    unit: str
    version: TargetVersion
    before: Score | None
    after: Score | None


@dataclass(frozen=True)
class Foreseen:
    """What would happen: posts and people that move, figures of the units that are named.

    ``roles`` are assignments of users to units that end: nothing moves them. ``people`` are how
    many hold a post that is counted, without the reorganisation and with it.
    """

    plan: Plan
    found: Destinations
    lines: tuple[Line, ...]
    roles: tuple[Membership, ...]
    people: tuple[int, int]


def foresee(*, reorganisation: Reorganisation, by: User, now: datetime) -> Foreseen:
    """Apply a draft, look, and take it back. Raises what ``apply`` raises."""
    with beyond_scope(Reach.REORGANISING), transaction.atomic():
        plan = plan_of(reorganisation)
        day = plan.effective_on
        before, were = _figures(day), _counted(day)
        point = transaction.savepoint()
        try:
            found = apply(reorganisation=reorganisation, by=by, now=now)
            after, are = _figures(day), _counted(day)
            keys = dict(Unit.objects.values_list("key", "pk"))
        finally:
            transaction.savepoint_rollback(point)
        lines = tuple(_lines(plan, keys, before, after))
    return Foreseen(plan, found, lines, _roles(plan), (were, are))


def _counted(day: date) -> int:
    """Count those with a post that is counted; the database refuses a second one of anybody."""
    posts = Appointment.objects.as_of(day).primary()
    return posts.aggregate(people=Count("cadre", distinct=True))["people"]


_Figures = dict[tuple[int, int], Score]


def _figures(day: date) -> _Figures:
    """Return the score of every unit and target on day, with what stands below."""
    wanted: list[Spec] = specs(day)
    units = units_frame(day)
    people = people_frame(day, needs_of(wanted, day))
    people = people[np.isin(people["unit_id"].to_numpy(), units["unit_id"].to_numpy())]
    rows: pd.DataFrame = evaluate(people, units, wanted, day)
    names = zip(rows["unit_id"].tolist(), rows["version_id"].tolist(), strict=True)
    cells = zip(*(rows[name].tolist() for name in _CELLS), strict=True)
    return {name: Score.of(*counts) for name, counts in zip(names, cells, strict=True)}


def _lines(plan: Plan, keys: dict[str, int], before: _Figures, after: _Figures) -> Iterator[Line]:
    """Yield the top first, whose counts stay the same unless people leave."""
    tops = _tops(plan.effective_on)
    named = [*tops, *sorted(plan.keys() - set(tops))]
    versions = TargetVersion.objects.as_of(plan.effective_on).select_related("target")
    for key in named:
        for version in versions.order_by("target__position", "target__code"):
            place = keys[key], version.pk
            yield Line(key, version, before.get(place), after.get(place))


def _tops(day: date) -> list[str]:
    placed = Q(placements__parent=None) & (
        Q(placements__start_day=None) | Q(placements__start_day__lte=day)
    )
    open_end = Q(placements__end_day=None) | Q(placements__end_day__gt=day)
    return list(Unit.objects.filter(placed, open_end).order_by("key").values_list("key", flat=True))


def _roles(plan: Plan) -> tuple[Membership, ...]:
    held = Membership.objects.filter(unit__key__in=plan.closing()).exclude(
        end_on__lte=plan.effective_on
    )
    return tuple(held.select_related("user", "unit").order_by("unit__key", "user__username"))
