"""The figures of a progress report: one unit, one plan, one day, beside an earlier one.

Computed from the facts as the reader of the database sees them: today's, or those known at an
earlier moment (``audit.known``). Nobody's rights are asked here; whoever shows it asks first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from apps.cadres.columns import EVER, NEVER, Needs
from apps.cadres.retirement import still_serving
from apps.common.stream import one_snapshot
from apps.metrics.core.bridge import Bridge, Counts
from apps.metrics.core.evaluate import Spec, all_codes, needs_of, own_counts, results
from apps.metrics.core.tally import UNKNOWN, rows_of
from apps.metrics.score import Score
from apps.metrics.selectors import specs
from apps.metrics.subtree import below, people_of
from apps.metrics.trends.bridging import bridges_of
from apps.targets.conditions import AgeBelow, GenderIs, QualificationAtLeast, Trained, leaves
from apps.targets.models import Plan, TargetVersion
from apps.targets.states import states
from apps.units.models import Placement, Unit
from apps.units.selectors import units_frame

_KINDS = ("professional", "political_theory")
_COUNTS = ["met", "not_met", "unknown", "threshold_bp"]
_MISSING = 1  # the state of a condition that is not known


@dataclass(frozen=True)
class Aim:
    """How a unit stands on a target: on the day, earlier, and on the due date.

    ``before`` and the ``parts`` of the way from it are None where the unit or the target was not
    there on the earlier day. ``due`` is the figure on the due date: as it was, or as known dates
    make it (``is_expected``). ``unknown`` says by fact ("born", "gender", "professional",
    "training" ...) how many unknown people lack it.
    """

    version: TargetVersion
    now: Score
    before: Score | None
    parts: Mapping[str, Counts] | None
    due: Score | None
    is_expected: bool
    unknown: Mapping[str, int]


@dataclass(frozen=True)
class Line:
    """A unit below on the day, with its scores in the order of the targets."""

    key: str
    name: str
    kind: str
    parent: str
    depth: int
    scores: tuple[Score, ...]

    @property
    def short(self) -> int:
        """How many people are short over all targets that are not certainly met."""
        return sum(score.gap_replace or 0 for score in self.scores)


@dataclass(frozen=True)
class Completeness:
    """How many people are counted and how many lack an item of their record."""

    people: int
    birth_date: int
    full_birth_date: int
    gender: int
    degree: int
    political_theory: int


@dataclass(frozen=True)
class Progress:
    """Everything a progress report says in figures."""

    unit: Unit
    name: str
    plan: Plan
    day: date
    before: date | None
    aims: tuple[Aim, ...]
    lines: tuple[Line, ...]
    completeness: Completeness


class NoFiguresError(Exception):
    """The unit is not in the tree on the day, or no target of the plan is in force."""


def progress(unit: Unit, *, plan: Plan, day: date, before: date | None) -> Progress:
    """Compute the figures of a unit with everything below it.

    Raises NoFiguresError when the unit is not in the tree on the day, or the plan has no target
    in force then.
    """
    with one_snapshot():
        now = _scene(unit, plan.code, day)
        if now is None or not now.specs:
            raise NoFiguresError(unit.key)
        earlier = _scene(unit, plan.code, before) if before else None
        versions = TargetVersion.objects.select_related("target").in_bulk(
            [spec.version_id for spec in now.specs]
        )
        ordered = sorted(now.specs, key=lambda spec: _place(versions[spec.version_id]))
        dues = {
            due: _scene(unit, plan.code, due, seen_from=day if due > day else None)
            for due in {versions[spec.version_id].due_on for spec in ordered}
        }
        targets = [versions[spec.version_id].target for spec in ordered]
        bridges = bridges_of(unit, targets, earlier.day, day) if earlier else {}
        aims = tuple(
            _aim(versions[spec.version_id], unit, now, earlier, dues, bridges) for spec in ordered
        )
        order = [now.specs.index(spec) for spec in ordered]
        return Progress(
            unit=unit,
            name=Placement.objects.as_of(day).get(unit=unit).name,
            plan=plan,
            day=day,
            before=before if earlier else None,
            aims=aims,
            lines=_lines(unit, now, order, day),
            completeness=_completeness(now.people),
        )


@dataclass(frozen=True)
class _Scene:
    """A unit's subtree on a day: its units and people, and how they count for each target."""

    day: date
    specs: list[Spec]
    targets: list[int]  # in the order of the specs
    units: pd.DataFrame
    people: pd.DataFrame
    codes: np.ndarray
    counts: np.ndarray  # by target and unit: met, not met, unknown, threshold

    def score(self, unit_id: int, place: int) -> Score:
        return self.scores([unit_id])[0][place]

    def scores(self, unit_ids: list[int]) -> list[list[Score]]:
        """Return the scores of some units on every target, in the order of the specs."""
        rows = rows_of(self.units, np.array(unit_ids, dtype=np.int64))
        return [[Score.of(*cells) for cells in self.counts[:, row].tolist()] for row in rows]


def _scene(unit: Unit, plan: str, day: date, *, seen_from: date | None = None) -> _Scene | None:
    """Return what a day looks like; a later day as seen from another: who has retired is gone."""
    wanted = specs(day, plan=plan)
    everything = units_frame(day)
    if unit.pk not in everything["unit_id"].to_numpy():
        return None
    units = below(everything, unit.pk)
    needs = needs_of(wanted, day) | Needs(kinds=frozenset(_KINDS))
    people = people_of(units, day, needs, is_whole=len(units) == len(everything))
    if seen_from:
        people = still_serving(people, day=day, base=seen_from).reset_index(drop=True)
    codes = all_codes(wanted, people, day)
    rows = rows_of(units, people["unit_id"].to_numpy())
    found = results(own_counts(codes, rows, len(units)), units, wanted)
    counts = found[_COUNTS].to_numpy().reshape(len(wanted), len(units), len(_COUNTS))
    targets = dict(TargetVersion.objects.values_list("pk", "target_id"))
    of_specs = [targets[spec.version_id] for spec in wanted]
    return _Scene(day, wanted, of_specs, units, people, codes, counts)


def _place(version: TargetVersion) -> tuple[int, str]:
    return version.target.position, version.target.code


def _aim(
    version: TargetVersion,
    unit: Unit,
    now: _Scene,
    earlier: _Scene | None,
    dues: Mapping[date, _Scene | None],
    bridges: Mapping[int, Bridge],
) -> Aim:
    at = now.targets.index(version.target_id)
    was = _at(earlier, version)
    due = dues[version.due_on]
    due_at = _at(due, version)
    return Aim(
        version=version,
        now=now.score(unit.pk, at),
        before=earlier.score(unit.pk, was) if earlier and was is not None else None,
        parts=bridges[version.target_id].parts() if was is not None else None,
        due=due.score(unit.pk, due_at) if due and due_at is not None else None,
        is_expected=version.due_on > now.day,
        unknown=_unknown(now, at),
    )


def _at(scene: _Scene | None, version: TargetVersion) -> int | None:
    if scene is None or version.target_id not in scene.targets:
        return None
    return scene.targets.index(version.target_id)


def _unknown(now: _Scene, at: int) -> dict[str, int]:
    """Count the unknown people by what is not known of them; one may lack several facts."""
    people = now.people[now.codes[:, at] == UNKNOWN]
    lacking: dict[str, np.ndarray] = {}
    for leaf in leaves(now.specs[at].criterion):
        is_open = np.asarray(states(leaf, people, now.day)) == _MISSING
        fact = _fact(leaf)
        lacking[fact] = lacking.get(fact, np.zeros(len(people), dtype=bool)) | is_open
    return {fact: int(rows.sum()) for fact, rows in lacking.items() if rows.any()}


def _fact(leaf: object) -> str:
    if isinstance(leaf, AgeBelow):
        return "born"
    if isinstance(leaf, GenderIs):
        return "gender"
    if isinstance(leaf, QualificationAtLeast):
        return leaf.kind
    return "training" if isinstance(leaf, Trained) else "post"


def _lines(unit: Unit, now: _Scene, order: list[int], day: date) -> tuple[Line, ...]:
    """Return the units below, each with its place in the tree, in the order of their names."""
    ids = now.units["unit_id"].to_numpy()
    parents = dict(zip(ids.tolist(), now.units["parent_id"].tolist(), strict=True))
    placed = Placement.objects.as_of(day).filter(unit__in=ids.tolist()).select_related("unit")
    rows = placed.order_by("unit__name_key", "unit__key")
    keys = {row.unit_id: row.unit.key for row in rows}
    scores = dict(zip(keys, now.scores(list(keys)), strict=True))
    return tuple(
        Line(
            key=row.unit.key,
            name=row.name,
            kind=row.unit.kind,
            parent=keys[parents[row.unit_id]],
            depth=_depth(row.unit_id, parents),
            scores=tuple(scores[row.unit_id][place] for place in order),
        )
        for row in rows
        if row.unit_id != unit.pk
    )


def _depth(unit_id: int, parents: Mapping[int, int]) -> int:
    depth = 0
    while parents[unit_id]:
        unit_id, depth = parents[unit_id], depth + 1
    return depth


def _completeness(people: pd.DataFrame) -> Completeness:
    first, last = people["born_from"].to_numpy(), people["born_to"].to_numpy()
    is_missing = (first == NEVER) & (last == EVER)
    return Completeness(
        people=len(people),
        birth_date=int(is_missing.sum()),
        full_birth_date=int(((first != last) & ~is_missing).sum()),
        gender=int((people["gender"].to_numpy() == 0).sum()),
        degree=int((~people["professional_recorded"].to_numpy()).sum()),
        political_theory=int((~people["political_theory_recorded"].to_numpy()).sum()),
    )
