"""What changed between two days, for a unit and a target, down to the very people.

The way is worked out from the facts as they are known now. Where it joins published figures that
knew less, the difference on the same day is the part ``corrected``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

import numpy as np
import pandas as pd

from apps.audit.known import facts_as_known, moment_at
from apps.cadres.models import Appointment
from apps.cadres.people import people_frame
from apps.common.reach import Reach, beyond_scope
from apps.common.stream import one_snapshot
from apps.metrics.core.bridge import ABSENT, Bridge, Counts, Side, bridge, corrections
from apps.metrics.core.evaluate import Spec, codes, needs_of
from apps.metrics.facts import FACTS
from apps.metrics.figures import counts_of
from apps.metrics.models import Run
from apps.metrics.subtree import below
from apps.targets.models import Target, TargetVersion
from apps.units.models import Unit
from apps.units.selectors import units_frame

SCOPES = ("subtree", "own")


@dataclass(frozen=True)
class Question:
    """Which count is followed: of a unit, with what stands below it or alone, on a target."""

    unit: Unit
    target: Target
    scope: str = "subtree"


@dataclass(frozen=True)
class Published:
    """The way between two published figures.

    ``unnamed`` is how far the stored counts differ beyond what history tells of people: facts that
    were loaded without a history of their own. It belongs to the part ``corrected``.
    """

    bridge: Bridge
    unnamed: Counts

    def parts(self) -> dict[str, Counts]:
        """Return by how much each part changes met, not met and unknown."""
        found = self.bridge.parts()
        return found | {"corrected": _added(found["corrected"], self.unnamed)}


def bridge_of(asked: Question, first: date, last: date) -> Bridge:
    """Follow a count from one day to a later one by the facts as they are known now."""
    return bridges_of(asked.unit, [asked.target], first, last, asked.scope)[asked.target.pk]


def bridges_of(
    unit: Unit, targets: Sequence[Target], first: date, last: date, scope: str = "subtree"
) -> dict[int, Bridge]:
    """Follow the counts of several targets, by the id of the target; people are read once."""
    with one_snapshot():
        sides = _sides(unit, targets, first, last, scope)
    return {pk: bridge(*pair) for pk, pair in sides.items()}


def published_bridge(asked: Question, first: Run, last: Run) -> Published:
    """Follow a count from one published figure to another, corrections included."""
    with one_snapshot():
        days = first.as_of, last.as_of
        sides = _sides(asked.unit, [asked.target], *days, asked.scope)[asked.target.pk]
        found = bridge(*sides)
        was, now = _stored(asked, first), _stored(asked, last)
        moves = []
        if was != found.before:
            moves.append(corrections(*_both(_known(asked, first), _coded(sides[0]))))
        if now != found.after:
            moves.append(corrections(*_both(_coded(sides[1]), _known(asked, last))))
    whole = Bridge(was, now, pd.concat([*moves, found.moves], ignore_index=True))
    told = [sum(change[i] for change in whole.parts().values()) for i in range(len(was))]
    unnamed = tuple(now[i] - was[i] - told[i] for i in range(len(was)))
    return Published(whole, unnamed)  # type: ignore[arg-type]


def _added(one: Counts, other: Counts) -> Counts:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _stored(asked: Question, run: Run) -> Counts:
    versions = TargetVersion.objects.filter(target=asked.target, pk__in=run.version_ids)
    version = versions.first()
    stored = counts_of(run, asked.unit, version) if version else None
    if stored is None:
        return 0, 0, 0
    score = stored.score(own=asked.scope == "own")
    return score.met, score.not_met, score.unknown


def _sides(
    unit: Unit, targets: Sequence[Target], first: date, last: date, scope: str
) -> dict[int, tuple[Side, Side]]:
    days = first, last
    specs = {day: _specs(targets, day) for day in days}
    listed = [spec for found in specs.values() for spec in found.values()]
    grounds = {day: _ground(unit, scope, day) for day in days}
    ids = None
    if not all(ground.is_whole for ground in grounds.values()):
        ids = sorted(set().union(*(_serving(grounds[day].units, day) for day in days)))
    before, after = (_Everyone.read(day, grounds[day], listed, ids) for day in days)
    return {
        target.pk: (
            before.side(specs[first].get(target.pk)),
            after.side(specs[last].get(target.pk)),
        )
        for target in targets
    }


@dataclass(frozen=True)
class _Ground:
    """The units of the tree on a day, and which of them the count covers."""

    tree: np.ndarray
    units: np.ndarray

    @property
    def is_whole(self) -> bool:
        return len(self.units) == len(self.tree)


def _ground(unit: Unit, scope: str, day: date) -> _Ground:
    tree = units_frame(day)
    ids = tree["unit_id"].to_numpy()
    if unit.pk not in ids:
        return _Ground(ids, ids[:0])
    covered = below(tree, unit.pk)["unit_id"].to_numpy()
    return _Ground(ids, covered if scope == "subtree" else np.array([unit.pk]))


@dataclass(frozen=True)
class _Everyone:
    """The people of a day, and who of them serve in the units of the count."""

    day: date
    people: pd.DataFrame
    is_inside: np.ndarray

    @classmethod
    def read(cls, day: date, ground: _Ground, specs: Sequence[Spec], ids: list[int] | None) -> Self:
        people = people_frame(day, needs_of(specs, day), cadre_ids=ids)
        people = people[np.isin(people["unit_id"].to_numpy(), ground.tree)]
        is_inside = np.isin(people["unit_id"].to_numpy(), ground.units)
        return cls(day, people.reset_index(drop=True), is_inside)

    def side(self, spec: Spec | None) -> Side:
        return Side(self.day, self.people, self.is_inside, spec)


def _serving(units: np.ndarray, day: date) -> list[int]:
    posts = Appointment.objects.as_of(day).primary().filter(unit__in=units.tolist())
    with beyond_scope(Reach.COUNTING):
        return list(posts.order_by().values_list("cadre_id", flat=True))


def _specs(targets: Sequence[Target], day: date) -> dict[int, Spec]:
    """Return the versions in force on day as the core needs them, by the id of the target."""
    versions = TargetVersion.objects.as_of(day).filter(target__in=targets)
    return {v.target_id: Spec(v.pk, v.who(), v.what(), v.threshold_bp) for v in versions}


_Codes = tuple[np.ndarray, np.ndarray]


def _coded(side: Side) -> _Codes:
    """Return the people of the unit on a day, and how each counts."""
    people = side.inside()
    ids = people["cadre_id"].to_numpy()
    if side.spec is None:
        return ids[:0], np.zeros(0, dtype=np.int8)
    return ids, codes(side.spec, people, side.day)


def _known(asked: Question, run: Run) -> _Codes:
    """Return the same as it was known when a run read the facts."""
    moment = moment_at(run.computed_at - timedelta(seconds=run.seconds), *FACTS)
    with facts_as_known(moment):
        day = run.as_of
        specs = _specs([asked.target], day)
        ground = _ground(asked.unit, asked.scope, day)
        ids = _serving(ground.units, day)
        people = _Everyone.read(day, ground, list(specs.values()), ids)
        return _coded(people.side(specs.get(asked.target.pk)))


def _both(before: _Codes, after: _Codes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Put codes of two lists of people beside each other: ids, before, after."""
    ids = np.union1d(before[0], after[0])
    was, now = np.full((2, len(ids)), ABSENT, dtype=np.int8)
    was[np.searchsorted(ids, before[0])] = before[1]
    now[np.searchsorted(ids, after[0])] = after[1]
    return ids, was, now
