"""What the page of a target says of a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.common.months import day_before
from apps.metrics.ahead.outlook import outlook
from apps.metrics.models import Run
from apps.metrics.ranking import Comparison, Place, around, comparison
from apps.metrics.score import Score
from apps.metrics.shown import reach, score_for
from apps.metrics.trends.carried import OWN, tree_asked
from apps.metrics.trends.series import breaks_of
from apps.metrics.who import COUNTED
from apps.presentation.kept import kept
from apps.presentation.marks import scale_for
from apps.presentation.scene import Scene
from apps.targets.definition import Part, age_rule, definition
from apps.targets.models import TargetVersion
from apps.targets.reasons import Setting
from apps.units.models import Placement

# How many units a ranking shows before it is asked for the rest.
_FIRST = 25


@dataclass(frozen=True)
class Said:
    """A version of a target in words."""

    version: TargetVersion
    number: int
    sentence: Sequence[Part]
    age_rule: str
    provisional: str
    is_shown: bool


@dataclass(frozen=True)
class Final:
    """How the target stood on its due date, now past."""

    run: Run
    score: Score


@dataclass(frozen=True)
class Tree:
    """A tree on which the line over time can be drawn: the day it is of, "own" for each day's."""

    value: str
    day: date | None
    is_shown: bool


@dataclass(frozen=True)
class TargetPage:
    """A target of a unit: its figure, its words, and the units beside and below."""

    scene: Scene
    version: TargetVersion
    score: Score
    scale_bp: int
    said: Said
    versions: Sequence[Said]
    final: Final | None
    comparison: Comparison | None
    ranked: Sequence[Place]
    ranked_more: int
    ranked_scale_bp: int
    is_among_siblings: bool
    has_units_below: bool
    series: str
    trees: Sequence[Tree]

    @property
    def is_ahead(self) -> bool:
        """Whether the due date is still to come."""
        return self.version.due_on > self.scene.day

    @property
    def counts(self) -> dict[str, int]:
        """The stored counts by group."""
        return {group: getattr(self.score, group) for group in COUNTED}


def target_page(
    scene: Scene, version: TargetVersion, setting: Setting, *, own: bool, whole: bool
) -> TargetPage:
    """Read everything that the page shows but the people; ``whole`` lists every unit."""
    parent = scene.trail[-2].unit if len(scene.trail) > 1 else None
    near = around(scene.user, scene.run, scene.unit, parent, version, own=own)
    beside = near.beside if len(near.beside) > 1 else []
    versions = _versions(scene, version, setting, has_below=bool(near.below) and not own)
    ranked = near.below or beside
    return TargetPage(
        scene=scene,
        version=version,
        score=near.own,
        scale_bp=scale_for([near.own]),
        said=next(said for said in versions if said.is_shown),
        versions=versions,
        final=_final(scene, version, own=own),
        comparison=None if own else comparison(scene.unit, near.own, beside),
        ranked=ranked if whole else ranked[:_FIRST],
        ranked_more=0 if whole else max(0, len(ranked) - _FIRST),
        ranked_scale_bp=scale_for([place.score for place in ranked]),
        is_among_siblings=not near.below,
        has_units_below=bool(near.below),
        series=series_link(scene, version),
        trees=() if scene.in_fives else _trees(scene),
    )


def _trees(scene: Scene) -> list[Tree]:
    """Return the trees that differ for the unit: each day's own, the last, those before it."""
    first = Run.objects.order_by("as_of").values_list("as_of", flat=True).first() or scene.day
    cuts = breaks_of(scene.unit, first, scene.day)
    if not cuts:
        return []
    eves = [day_before(cut) for cut in cuts[::-1]]
    placed = [day for day in eves if Placement.objects.as_of(day).filter(unit=scene.unit).exists()]
    shown = tree_asked(scene.unit, scene.day, scene.filters.tree)
    days = [scene.day, *placed]
    listed = [Tree(day.isoformat(), day, day == shown) for day in days]
    return [Tree(OWN, None, shown is None), *listed]


def _final(scene: Scene, version: TargetVersion, *, own: bool) -> Final | None:
    if version.due_on >= scene.day:
        return None
    run = Run.objects.filter(as_of=version.due_on).order_by("-pk").first()
    if run is None:
        return None
    return Final(run, score_for(scene.user, run, scene.unit, version, own=own))


def _versions(
    scene: Scene, shown: TargetVersion, setting: Setting, *, has_below: bool
) -> list[Said]:
    place = _("%(unit)s and the units below it") if has_below else "%(unit)s"
    history = TargetVersion.objects.filter(target=shown.target).in_order()
    return [
        Said(
            version=version,
            number=number,
            sentence=definition(
                version.who(),
                version.what(),
                version.threshold_bp,
                place=place % {"unit": scene.name},
                day=scene.day,
                language=setting.language,
                categories=setting.categories,
            ),
            age_rule=age_rule(version.what(), setting.language),
            provisional=(setting.language == "en" and version.provisional_en)
            or version.provisional,
            is_shown=version.pk == shown.pk,
        )
        for number, version in enumerate(history, start=1)
    ]


def outlook_html(scene: Scene, version: TargetVersion, *, own: bool) -> str:
    """Return what is said of the due date by known dates, written once for each run."""
    depends_on = (
        *(scene.run.pk, scene.unit.pk, version.pk, version.due_on, own),
        reach(scene.user),
    )
    return kept("outlook", depends_on, lambda: _outlook(scene, version, own=own))


def _outlook(scene: Scene, version: TargetVersion, *, own: bool) -> str:
    found = None
    if version.due_on > scene.day:
        found = outlook(scene.user, scene.run, scene.unit, version, own=own)
    context = {"version": version, "outlook": found}
    return render_to_string("dashboards/_outlook.html", context)


def series_link(scene: Scene, version: TargetVersion) -> str:
    """Return the address of the figures that the chart draws."""
    query = scene.filters.place.but(
        day=scene.day,
        plan=version.target.plan.code,
        target=version.target.code,
        tree=scene.filters.tree,
    ).query()
    return reverse("series", args=[scene.unit.key]) + query
