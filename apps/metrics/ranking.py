"""How units stand beside one another for one target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from apps.accounts.models import User
from apps.metrics.core.verdict import Verdict
from apps.metrics.figures import Counts, Fives, counts_of
from apps.metrics.models import Run
from apps.metrics.score import Score
from apps.metrics.shown import figures_for
from apps.targets.models import TargetVersion
from apps.units.models import Placement, Unit


@dataclass(frozen=True)
class Place:
    """A unit in a ranking; ``rank`` is None where it has none."""

    unit: Unit
    name: str
    score: Score
    rank: int | None


def score_of(counts: Counts | Fives | None, threshold_bp: int, *, own: bool = False) -> Score:
    """Return counts judged, with the units below or alone; without them, nobody was counted."""
    return counts.score(own=own) if counts else Score.of(0, 0, 0, threshold_bp)


def score(run: Run, unit: Unit, version: TargetVersion, *, own: bool = False) -> Score:
    """Return how a unit stands in a run, as it is: for who may see the people."""
    return score_of(counts_of(run, unit, version), version.threshold_bp, own=own)


@dataclass(frozen=True)
class Around:
    """A unit's own score, and the rankings of the units below it and of those beside it."""

    own: Score
    below: list[Place]
    beside: list[Place]


def around(
    user: User, run: Run, unit: Unit, parent: Unit | None, version: TargetVersion, *, own: bool
) -> Around:
    """Return how a unit stands, with visible units below it and under the same parent.

    They are ranked by persons short, then undetermined, then least to spare. Units in which
    nobody is counted come last; units of a few people have no rank.
    """
    placed = Placement.objects.as_of(run.as_of).filter(unit=OuterRef("pk"))
    near = Placement.objects.as_of(run.as_of).filter(
        parent__in=[unit, parent] if parent else [unit]
    )
    seen = Unit.objects.visible_to(user, run.as_of).filter(pk__in=near.values("unit"))
    rows = list(
        Unit.objects.filter(Q(pk=unit.pk) | Q(pk__in=seen)).annotate(
            day_name=Subquery(placed.values("name")[:1]),
            parent_id=Subquery(placed.values("parent")[:1]),
        )
    )
    figures = figures_for(user, run, [row.pk for row in rows])
    counts = {pk: found.counts.get(version.pk) for pk, found in figures.items()}
    scores = {pk: score_of(found, version.threshold_bp) for pk, found in counts.items() if found}
    below = [row for row in rows if row.parent_id == unit.pk and row.pk in scores]
    beside = [row for row in rows if parent and row.parent_id == parent.pk and row.pk in scores]
    return Around(
        score_of(counts.get(unit.pk), version.threshold_bp, own=own),
        _ranked(below, scores),
        _ranked(beside, scores),
    )


def _ranked(units: Sequence[Unit], scores: Mapping[int, Score]) -> list[Place]:
    """Number the units in their order: equal ones share a rank, small ones have none."""
    ordered = sorted(units, key=lambda unit: (scores[unit.pk].rank, unit.name_key))
    places: list[Place] = []
    rank, number, last = 0, 0, None
    for unit in ordered:
        judged = scores[unit.pk]
        name = unit.day_name  # type: ignore[attr-defined]
        if judged.is_small:
            places.append(Place(unit, name, judged, None))
            continue
        number += 1
        if judged.rank != last:
            rank, last = number, judged.rank
        places.append(Place(unit, name, judged, rank))
    return places


@dataclass(frozen=True)
class Comparison:
    """A unit beside its siblings of the same kind."""

    others: int
    shorter: int
    equal: int
    met: int


def comparison(unit: Unit, own: Score, siblings: Iterable[Place]) -> Comparison | None:
    """Count siblings of the same kind: short of more people, of as many, met already."""
    others = [
        place
        for place in siblings
        if place.unit.pk != unit.pk and place.unit.kind == unit.kind and place.score.population
    ]
    if not others or not own.population:
        return None
    gap = own.gap_replace or 0
    return Comparison(
        others=len(others),
        shorter=sum((place.score.gap_replace or 0) > gap for place in others),
        equal=sum((place.score.gap_replace or 0) == gap > 0 for place in others),
        met=sum(place.score.verdict == Verdict.MET for place in others),
    )
