"""What the page of a target says of a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.cadres.selectors import category_names
from apps.dashboards.scene import Scene
from apps.metrics.models import Run
from apps.metrics.ranking import Comparison, Place, Score, comparison, ranking, score
from apps.metrics.who import COUNTED
from apps.presentation.marks import scale_for
from apps.targets.definition import Part, age_rule, definition
from apps.targets.models import TargetVersion
from apps.units.models import Unit


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
    ranked_scale_bp: int
    is_among_siblings: bool
    has_units_below: bool

    @property
    def counts(self) -> dict[str, int]:
        """The stored counts by group."""
        return {group: getattr(self.score, group) for group in COUNTED}


def version_named(scene: Scene, code: str) -> TargetVersion:
    """Return the version in force of a target of the plan; 404 when there is none."""
    for version in scene.versions:
        if version.target.code == code:
            return version
    raise Http404


def target_page(scene: Scene, version: TargetVersion, *, own: bool) -> TargetPage:
    """Read everything that the page shows but the people."""
    figure = score(scene.run, scene.unit, version, own=own)
    below = _places(scene, version, scene.unit)
    beside = _siblings(scene, version)
    versions = _versions(scene, version, has_below=bool(below) and not own)
    ranked = below or beside
    return TargetPage(
        scene=scene,
        version=version,
        score=figure,
        scale_bp=scale_for([figure]),
        said=next(said for said in versions if said.is_shown),
        versions=versions,
        final=_final(scene, version, own=own),
        comparison=None if own else comparison(scene.unit, figure, beside),
        ranked=ranked,
        ranked_scale_bp=scale_for([place.score for place in ranked]),
        is_among_siblings=not below,
        has_units_below=bool(below),
    )


def _places(scene: Scene, version: TargetVersion, parent: Unit) -> list[Place]:
    units = Unit.objects.children_of(parent, scene.day)
    return ranking(scene.user, scene.run, units, version)


def _siblings(scene: Scene, version: TargetVersion) -> list[Place]:
    """Return the visible units under the same parent, unless there is just the one."""
    if len(scene.trail) < 2:
        return []
    places = _places(scene, version, scene.trail[-2].unit)
    return places if len(places) > 1 else []


def _final(scene: Scene, version: TargetVersion, *, own: bool) -> Final | None:
    if version.due_on >= scene.day:
        return None
    run = Run.objects.filter(as_of=version.due_on).order_by("-pk").first()
    if run is None:
        return None
    return Final(run, score(run, scene.unit, version, own=own))


def _versions(scene: Scene, shown: TargetVersion, *, has_below: bool) -> list[Said]:
    language = (get_language() or "vi")[:2]
    names = category_names(language)
    place = _("%(unit)s and the units below it") if has_below else "%(unit)s"
    history = TargetVersion.objects.filter(target=shown.target).order_by("start_day")
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
                language=language,
                categories=names,
            ),
            age_rule=age_rule(version.what(), language),
            provisional=(language == "en" and version.provisional_en) or version.provisional,
            is_shown=version.pk == shown.pk,
        )
        for number, version in enumerate(history, start=1)
    ]
