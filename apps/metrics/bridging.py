"""What changed between two days, for a unit and a target, down to the very people.

The way is worked out from the facts as they are known now. Where it joins published figures that
knew less, the difference on the same day is the part ``corrected``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from apps.audit.known import facts_as_known, moment_at
from apps.cadres.models import Appointment
from apps.cadres.people import people_frame
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
    with one_snapshot():
        return bridge(*_sides(asked, first, last))


def published_bridge(asked: Question, first: Run, last: Run) -> Published:
    """Follow a count from one published figure to another, corrections included."""
    with one_snapshot():
        sides = _sides(asked, first.as_of, last.as_of)
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


def _sides(asked: Question, first: date, last: date) -> tuple[Side, Side]:
    specs = {day: _spec(asked.target, day) for day in (first, last)}
    listed = [spec for spec in specs.values() if spec]
    grounds = {day: _ground(asked, day) for day in (first, last)}
    ids = None
    if not all(ground.is_whole for ground in grounds.values()):
        ids = sorted(set().union(*(_serving(ground.units, day) for day, ground in grounds.items())))
    return tuple(  # type: ignore[return-value]
        _side(day, grounds[day], specs[day], listed, ids) for day in (first, last)
    )


@dataclass(frozen=True)
class _Ground:
    """The units of the tree on a day, and which of them the count covers."""

    tree: np.ndarray
    units: np.ndarray

    @property
    def is_whole(self) -> bool:
        return len(self.units) == len(self.tree)


def _ground(asked: Question, day: date) -> _Ground:
    tree = units_frame(day)
    ids = tree["unit_id"].to_numpy()
    if asked.unit.pk not in ids:
        return _Ground(ids, ids[:0])
    covered = below(tree, asked.unit.pk)["unit_id"].to_numpy()
    return _Ground(ids, covered if asked.scope == "subtree" else np.array([asked.unit.pk]))


def _side(
    day: date, ground: _Ground, spec: Spec | None, specs: Sequence[Spec], ids: list[int] | None
) -> Side:
    people = people_frame(day, needs_of(specs, day), cadre_ids=ids)
    people = people[np.isin(people["unit_id"].to_numpy(), ground.tree)].reset_index(drop=True)
    return Side(day, people, np.isin(people["unit_id"].to_numpy(), ground.units), spec)


def _serving(units: np.ndarray, day: date) -> list[int]:
    posts = Appointment.objects.as_of(day).primary().filter(unit__in=units.tolist())
    return list(posts.order_by().values_list("cadre_id", flat=True))


def _spec(target: Target, day: date) -> Spec | None:
    version = TargetVersion.objects.as_of(day).filter(target=target).first()
    if version is None:
        return None
    return Spec(version.pk, version.who(), version.what(), version.threshold_bp)


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
        spec, ground = _spec(asked.target, day), _ground(asked, day)
        specs = [spec] if spec else []
        return _coded(_side(day, ground, spec, specs, _serving(ground.units, day)))


def _both(before: _Codes, after: _Codes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Put codes of two lists of people beside each other: ids, before, after."""
    ids = np.union1d(before[0], after[0])
    was, now = np.full((2, len(ids)), ABSENT, dtype=np.int8)
    was[np.searchsorted(ids, before[0])] = before[1]
    now[np.searchsorted(ids, after[0])] = after[1]
    return ids, was, now
