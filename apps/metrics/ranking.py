"""How units stand beside one another for one target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from apps.accounts.models import User
from apps.metrics.core.verdict import Verdict
from apps.metrics.models import Result, Run
from apps.metrics.score import Score
from apps.targets.models import TargetVersion
from apps.units.models import Placement, Unit


@dataclass(frozen=True)
class Place:
    """A unit in a ranking; ``rank`` is None where it has none."""

    unit: Unit
    name: str
    score: Score
    rank: int | None


def score_of(row: Result | None, threshold_bp: int, *, own: bool = False) -> Score:
    """Return a result judged, with the units below or alone; without one, nobody was counted."""
    if row is None:
        return Score.of(0, 0, 0, threshold_bp)
    if own:
        return Score.of(row.own_met, row.own_not_met, row.own_unknown, row.threshold_bp)
    return Score.of(row.met, row.not_met, row.unknown, row.threshold_bp)


def score(run: Run, unit: Unit, version: TargetVersion, *, own: bool = False) -> Score:
    """Return how a unit stands in a run."""
    row = Result.objects.at(run).filter(unit=unit, version=version).first()
    return score_of(row, version.threshold_bp, own=own)


def ranking(user: User, run: Run, units: QuerySet[Unit], version: TargetVersion) -> list[Place]:
    """Return visible units by persons short, then undetermined, then least to spare.

    Units in which nobody is counted come last; units of a few people have no rank.
    """
    name = Placement.objects.as_of(run.as_of).filter(unit=OuterRef("unit")).values("name")[:1]
    seen = units.filter(pk__in=Unit.objects.visible_to(user, run.as_of).values("pk"))
    rows = Result.objects.at(run).filter(version=version, unit__in=seen)
    scored = [
        (row, score_of(row, version.threshold_bp))
        for row in rows.select_related("unit").annotate(unit_name=Subquery(name))
    ]
    scored.sort(key=lambda pair: (pair[1].rank, pair[0].unit.name_key))
    return list(_ranked(scored))


def _ranked(scored: list[tuple[Result, Score]]) -> Iterable[Place]:
    """Number the units: equal ones share a rank."""
    rank, last = 0, None
    for number, (row, judged) in enumerate(scored, start=1):
        if judged.rank != last:
            rank, last = number, judged.rank
        yield Place(row.unit, row.unit_name, judged, None if judged.is_small else rank)  # type: ignore[attr-defined]


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
