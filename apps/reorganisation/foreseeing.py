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
from apps.metrics.core.evaluate import Spec, all_codes, needs_of, own_counts, results
from apps.metrics.core.tally import rows_of
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
    many hold a counted post in the units that are named, without the reorganisation and with it.
    ``ids`` are those of all units by key, new ones included.
    """

    plan: Plan
    found: Destinations
    lines: tuple[Line, ...]
    roles: tuple[Membership, ...]
    people: tuple[int, int]
    before: Half
    after: Half
    ids: dict[str, int]


def foresee(*, reorganisation: Reorganisation, by: User, now: datetime) -> Foreseen:
    """Apply a draft, look, and take it back. Raises what ``apply`` raises."""
    with beyond_scope(Reach.REORGANISING), transaction.atomic():
        plan = plan_of(reorganisation)
        day = plan.effective_on
        before, were = _figures(day), _counted(plan)
        point = transaction.savepoint()
        try:
            found = apply(reorganisation=reorganisation, by=by, now=now)
            after, are = _figures(day), _counted(plan)
            keys = dict(Unit.objects.values_list("key", "pk"))
        finally:
            transaction.savepoint_rollback(point)
        lines = tuple(_lines(plan, keys, before, after))
    return Foreseen(plan, found, lines, _roles(plan), (were, are), before, after, keys)


def _counted(plan: Plan) -> int:
    """Count those with a counted post in the plan's units; the database refuses a second one."""
    posts = Appointment.objects.as_of(plan.effective_on).primary().filter(unit__key__in=plan.keys())
    return posts.aggregate(people=Count("cadre", distinct=True))["people"]


@dataclass(frozen=True)
class Half:
    """The tree and the targets of the day, without the reorganisation or with it.

    ``own`` counts people by unit alone; ``scores`` are by unit and target, with what stands below.
    """

    units: pd.DataFrame
    wanted: list[Spec]
    own: np.ndarray
    scores: dict[tuple[int, int], Score]


def _figures(day: date) -> Half:
    """Count every unit and target on day."""
    wanted: list[Spec] = specs(day)
    units = units_frame(day)
    people = people_frame(day, needs_of(wanted, day))
    people = people[np.isin(people["unit_id"].to_numpy(), units["unit_id"].to_numpy())]
    at = rows_of(units, people["unit_id"].to_numpy())
    own = own_counts(all_codes(wanted, people, day), at, len(units))
    rows: pd.DataFrame = results(own, units, wanted)
    names = zip(rows["unit_id"].tolist(), rows["version_id"].tolist(), strict=True)
    cells = zip(*(rows[name].tolist() for name in _CELLS), strict=True)
    scores = {name: Score.of(*counts) for name, counts in zip(names, cells, strict=True)}
    return Half(units, wanted, own, scores)


def _lines(plan: Plan, keys: dict[str, int], before: Half, after: Half) -> Iterator[Line]:
    """Yield the top first, whose counts stay the same unless people leave."""
    tops = _tops(plan.effective_on)
    named = [*tops, *sorted(plan.keys() - set(tops))]
    versions = TargetVersion.objects.as_of(plan.effective_on).select_related("target")
    for key in named:
        for version in versions.order_by("target__position", "target__code"):
            place = keys[key], version.pk
            yield Line(key, version, before.scores.get(place), after.scores.get(place))


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
