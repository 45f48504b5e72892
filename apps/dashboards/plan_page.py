"""What the page of a plan shows: its targets as sentences, how they stand, how they ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from apps.cadres.selectors import category_names
from apps.common.months import day_before
from apps.metrics.models import Run
from apps.metrics.score import Score
from apps.metrics.shown import figures_for
from apps.presentation.labels import language
from apps.presentation.marks import scale_for
from apps.presentation.scene import Scene
from apps.targets.definition import Part, definition
from apps.targets.models import Plan, TargetVersion


@dataclass(frozen=True)
class Row:
    """A target of the plan: its words, today's figure, and the final one after the due date."""

    version: TargetVersion
    sentence: Sequence[Part]
    provisional: str
    versions: int
    score: Score | None
    final: Score | None
    scale_bp: int


@dataclass(frozen=True)
class PlanPage:
    """A plan with its targets, seen from a unit."""

    plan: Plan
    rows: Sequence[Row]
    last_day: date
    last_due_on: date | None
    is_over: bool


def plan_page(scene: Scene, plan: Plan) -> PlanPage:
    """Read the plan's targets with the figures of the scene's unit."""
    history = _by_target(plan)
    chosen = [_shown(versions, scene.day) for versions in history.values()]
    scores = _scores(scene, scene.run, chosen)
    finals = _finals(scene, chosen)
    names = category_names(language())
    rows = [
        _row(scene, version, len(history[version.target_id]), scores, finals, names)
        for version in chosen
    ]
    last = max((version.due_on for version in chosen), default=None)
    return PlanPage(plan, rows, day_before(plan.end_on), last, bool(last and last < scene.day))


def _by_target(plan: Plan) -> dict[int, list[TargetVersion]]:
    listed: dict[int, list[TargetVersion]] = {}
    rows = TargetVersion.objects.filter(target__plan=plan).select_related("target__plan")
    first = F("start_day").asc(nulls_first=True)
    for version in rows.order_by("target__position", "target__code", first):
        listed.setdefault(version.target_id, []).append(version)
    return listed


def _shown(versions: list[TargetVersion], day: date) -> TargetVersion:
    """Return the version in force on day, else the first that comes later, else the last."""
    current = [version for version in versions if version.is_in_force_on(day)]
    later = [version for version in versions if version.start_day and version.start_day > day]
    return (current or later or versions[-1:])[0]


def _scores(scene: Scene, run: Run, versions: Sequence[TargetVersion]) -> dict[int, Score]:
    figures = figures_for(scene.user, run, [scene.unit.pk]).get(scene.unit.pk)
    counts = figures.counts if figures else {}
    wanted = TargetVersion.objects.filter(
        pk__in=counts, target__in=[version.target_id for version in versions]
    )
    return {
        target_id: counts[pk].score() for pk, target_id in wanted.values_list("pk", "target_id")
    }


def _finals(scene: Scene, versions: Sequence[TargetVersion]) -> dict[int, Score]:
    """Return how each target whose due date has passed stood on that day."""
    dues = {version.due_on for version in versions if version.due_on < scene.day}
    found: dict[int, Score] = {}
    for run in Run.objects.latest_editions().filter(as_of__in=dues):
        ended = [version for version in versions if version.due_on == run.as_of]
        found |= _scores(scene, run, ended)
    return found


def _row(
    scene: Scene,
    version: TargetVersion,
    versions: int,
    scores: dict[int, Score],
    finals: dict[int, Score],
    names: dict[str, str],
) -> Row:
    score = scores.get(version.target_id)
    place = _("%(unit)s and the units below it") % {"unit": scene.name}
    return Row(
        version=version,
        sentence=definition(
            version.who(),
            version.what(),
            version.threshold_bp,
            place=place,
            day=scene.day,
            language=language(),
            categories=names,
        ),
        provisional=(language() == "en" and version.provisional_en) or version.provisional,
        versions=versions,
        score=score,
        final=finals.get(version.target_id),
        scale_bp=scale_for([score]) if score else 10_000,
    )
