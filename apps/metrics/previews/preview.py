"""What an act would do to the figures, found by doing it and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from django.db import transaction
from django.db.models import Max

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.cadres.models import Appointment, ChangedCadre
from apps.cadres.people import people_frame
from apps.common.reach import Reach, beyond_scope
from apps.metrics.core import evaluate
from apps.metrics.core.tally import OUTSIDE, roll_up
from apps.metrics.score import Score
from apps.metrics.selectors import specs
from apps.targets.models import TargetVersion
from apps.units.models import Placement, Unit
from apps.units.selectors import units_frame

# Beyond so many people a whole frame is read rather than chosen rows.
_MANY = 20_000


@dataclass(frozen=True)
class Change:
    """A target in a unit, before and after the act, which may bring it in or take it away."""

    version: TargetVersion
    before: Score
    after: Score
    is_new: bool = False
    is_gone: bool = False

    @property
    def is_none(self) -> bool:
        """Whether every count stays as it is."""
        return self.before == self.after

    @property
    def turns(self) -> bool:
        """Whether the verdict becomes another."""
        return not (self.is_new or self.is_gone) and self.before.verdict != self.after.verdict


@dataclass(frozen=True)
class UnitEffect:
    """What the act does to a unit, with everything below it, target by target.

    ``is_inner`` units lie below another that is shown too.
    """

    unit: Unit
    name: str
    changes: tuple[Change, ...]
    is_inner: bool

    @property
    def touched(self) -> tuple[Change, ...]:
        """The targets of which some count changes."""
        return tuple(change for change in self.changes if not change.is_none)


@dataclass(frozen=True)
class Turned:
    """How many units come from one verdict of a target to another; None where there is none."""

    version: TargetVersion
    before: str | None
    after: str | None
    units: int


@dataclass(frozen=True)
class Effects:
    """What an act does on a day, in the units that the user sees, and to how many people.

    Where many units change, ``unshown`` says how many are not among ``units``, and ``turned``
    counts the verdicts of all.
    """

    day: date
    units: tuple[UnitEffect, ...]
    people: int
    turned: tuple[Turned, ...] = ()
    unshown: int = 0
    # For who sees counts only: these, and targets whose new conditions are not counted by unit.
    in_fives: bool = False
    hidden: tuple[TargetVersion, ...] = ()

    @property
    def turns(self) -> list[tuple[UnitEffect, Change]]:
        """Every verdict that becomes another, of the outer units first."""
        return [(unit, change) for unit in self.units for change in unit.changes if change.turns]

    @property
    def is_none(self) -> bool:
        """Whether no count of any visible unit changes."""
        return not any(unit.touched for unit in self.units)


@dataclass(frozen=True)
class _Frame:
    """The day's tree and targets."""

    day: date
    units: pd.DataFrame
    specs: list[evaluate.Spec]

    def own(self, cadre_ids: Sequence[int] | None) -> np.ndarray:
        """Count some people, or everyone, by unit and target: (units, 3 × targets)."""
        needs = evaluate.needs_of(self.specs, self.day)
        people = people_frame(self.day, needs, cadre_ids=cadre_ids)
        people = people[np.isin(people["unit_id"].to_numpy(), self.unit_ids)]
        rows = evaluate.rows_of(self.units, people["unit_id"].to_numpy())
        codes = evaluate.all_codes(self.specs, people, self.day)
        counted = (codes != OUTSIDE).any(axis=1)
        return evaluate.own_counts(codes[counted], rows[counted], len(self.units))

    @property
    def unit_ids(self) -> np.ndarray:
        """The units of the day, in the order of rows."""
        return self.units["unit_id"].to_numpy()

    def parents(self) -> np.ndarray:
        """Each unit's row of its parent, -1 at a root."""
        parent_ids = self.units["parent_id"].to_numpy()
        rows = np.full(len(parent_ids), -1)
        rows[parent_ids != 0] = evaluate.rows_of(self.units, parent_ids[parent_ids != 0])
        return rows


def effect_of(act: Callable[[], object], *, user: User, day: date) -> Effects:
    """Say what the act would do to the figures of day: it is done, looked at, and taken back.

    Whatever the act raises is raised, and nothing of it stays. Shown are the highest units below
    the root that it touches, with those below them where people come or go, as far as the user
    sees them; counts are of the facts as they stand now, not of the last run.
    """
    frame = _Frame(day, units_frame(day), current_specs(day))
    with transaction.atomic():
        point = transaction.savepoint()
        try:
            last = ChangedCadre.objects.aggregate(last=Max("pk"))["last"] or 0
            act()
            notes = ChangedCadre.objects.filter(pk__gt=last)
            cadre_ids = sorted(set(notes.values_list("cadre_id", flat=True)))
            after = frame.own(cadre_ids)
        finally:
            transaction.savepoint_rollback(point)
        before = frame.own(cadre_ids)
        return _effects(frame, user, after - before, len(cadre_ids))


def current_specs(day: date) -> list[evaluate.Spec]:
    """Return the targets of the plans whose period holds the day; without one, all in force."""
    listed = specs(day)
    current = TargetVersion.objects.as_of(day).filter(
        target__plan__start_on__lte=day, target__plan__end_on__gt=day
    )
    ids = set(current.values_list("pk", flat=True))
    return [spec for spec in listed if spec.version_id in ids] or listed


def _effects(frame: _Frame, user: User, difference: np.ndarray, people: int) -> Effects:
    changed = np.flatnonzero((difference != 0).any(axis=1))
    parents = frame.parents()
    tops = sorted({_top(row, parents) for row in changed.tolist()})
    if not tops:
        return Effects(frame.day, (), people)
    inside = _inside(tops, parents)
    total = roll_up(frame.own(_served(frame, inside)), frame.units)
    delta = roll_up(difference, frame.units)
    top = set(tops)
    rows = [*tops, *(row for row in changed.tolist() if row not in top)]
    names = _names(frame, user, rows)
    versions = TargetVersion.objects.select_related("target").in_bulk(
        [spec.version_id for spec in frame.specs]
    )
    effects = (
        _unit_effect(
            frame, versions, names[frame.unit_ids[row]], total[row], delta[row], row not in top
        )
        for row in rows
        if frame.unit_ids[row] in names
    )
    ordered = sorted(effects, key=lambda e: (e.is_inner, not any(c.turns for c in e.changes)))
    return Effects(frame.day, tuple(ordered), people)


def _top(row: int, parents: np.ndarray) -> int:
    """Return the highest unit below the root on the way up from a unit; the root is its own."""
    while parents[row] >= 0 and parents[parents[row]] >= 0:
        row = int(parents[row])
    return row


def _inside(tops: list[int], parents: np.ndarray) -> np.ndarray:
    """Return which units lie at or below the given ones."""
    inside = np.zeros(len(parents), dtype=bool)
    inside[tops] = True
    while True:
        more = inside | ((parents >= 0) & inside[parents])
        if (more == inside).all():
            return inside
        inside = more


def _served(frame: _Frame, inside: np.ndarray) -> list[int] | None:
    """Return whom to count for the units inside; None when everyone is quicker."""
    units = frame.unit_ids[inside].tolist()
    posts = Appointment.objects.as_of(frame.day).primary().filter(unit__in=units)
    with beyond_scope(Reach.COUNTING):
        ids = list(posts.order_by().values_list("cadre_id", flat=True)[: _MANY + 1])
    return None if len(ids) > _MANY else ids


def _names(frame: _Frame, user: User, rows: list[int]) -> dict[int, Placement]:
    """Return the placements on the day of those units whose people the user sees, by unit."""
    visible = Unit.objects.visible_to(user, frame.day, Permission.PEOPLE_VIEW)
    seen = visible.filter(pk__in=frame.unit_ids[rows].tolist())
    placed = Placement.objects.as_of(frame.day).filter(unit__in=seen).select_related("unit")
    return {placement.unit_id: placement for placement in placed}


def _unit_effect(
    frame: _Frame,
    versions: dict[int, TargetVersion],
    place: Placement,
    total: np.ndarray,
    delta: np.ndarray,
    is_inner: bool,
) -> UnitEffect:
    changes = []
    for i, spec in enumerate(frame.specs):
        threshold = spec.own_thresholds.get(place.unit_id, spec.threshold_bp)
        found = [part[3 * i : 3 * i + 3].tolist() for part in (total, total + delta)]
        before, after = (Score.of(met, no, unknown, threshold) for met, no, unknown in found)
        if before.population or after.population:
            changes.append(Change(versions[spec.version_id], before, after))
    return UnitEffect(place.unit, place.name, tuple(changes), is_inner)
