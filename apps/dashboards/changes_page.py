"""What changed of a unit's figure between an earlier day and the day shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.common.months import day_before, months_before
from apps.metrics.core.bridge import PARTS
from apps.metrics.core.composition import Paradox, paradox
from apps.metrics.models import Run
from apps.metrics.score import Score
from apps.metrics.selectors import run_for
from apps.metrics.shown import figures_for, sees_people
from apps.metrics.trends.bridging import Published, Question, published_bridge
from apps.metrics.trends.series import breaks_of
from apps.presentation import numbers
from apps.presentation.bridges import Bar, sentence, shifts, waterfall
from apps.presentation.filters import read_day
from apps.presentation.lists.moves import CODES, Way
from apps.presentation.scene import Scene
from apps.targets.models import TargetVersion
from apps.targets.reasons import Setting
from apps.units.models import Placement

_YEAR = 12


@dataclass(frozen=True)
class Asked:
    """From which day on, with the units below or alone; which people are to be shown."""

    first: date | None = None
    scope: str = "subtree"
    part: str = ""
    count: str = ""
    page: str = "1"

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Read a query string; what is not known falls back."""
        part, count, page = (query.get(name, "") for name in ("part", "count", "page"))
        return cls(
            read_day(query.get("from", "")),
            "own" if query.get("scope") == "own" else "subtree",
            part if part in PARTS else "",
            count if count in CODES else "",
            page if re.fullmatch(r"\d{1,6}", page) else "1",
        )


@dataclass(frozen=True)
class Preset:
    """An earlier day that is worth comparing with."""

    word: str
    day: date


@dataclass(frozen=True)
class ChangesPage:
    """Two figures of a unit and the way from one to the other.

    ``first`` is None where there are no earlier figures; ``found`` where the reader may not see
    the people on both days, so that only the figures are shown.
    """

    scene: Scene
    version: TargetVersion
    asked: Asked
    presets: Sequence[Preset]
    first: Run | None
    before: Score | None
    after: Score
    found: Published | None
    was_absent: bool

    @property
    def was_in_force(self) -> bool:
        """Whether a version of the target counted on the earlier day."""
        versions = self.version.target.versions
        return self.first is not None and versions.filter(pk__in=self.first.version_ids).exists()

    @cached_property
    def bars(self) -> list[Bar]:
        """The parts in which anything moved."""
        if self.found is None:
            return []
        return waterfall(self.found.bridge.before[0], self.found.parts())

    @property
    def said(self) -> str:
        """The change of those who meet it, in a sentence."""
        if self.found is None:
            return ""
        bridge = self.found.bridge
        return sentence(bridge.before, bridge.after, self.found.parts())

    @property
    def threshold_changed(self) -> bool:
        """Whether another threshold held on the earlier day."""
        return bool(self.before and self.before.threshold_bp != self.after.threshold_bp)

    @cached_property
    def against(self) -> tuple[Paradox, SafeString, SafeString] | None:
        """Why the whole went against all its parts, with the words for their weights."""
        if self.first is None or self.found is None or self.asked.scope == "own":
            return None
        return _against(self.scene, self.first, self.version)

    def way(self, setting: Setting) -> Way:
        """Return the part whose people are asked for."""
        if self.first is None or self.found is None:
            raise ValueError("there is no way to follow")
        moves = self.found.bridge.moves
        of_part = moves[moves["part"] == self.asked.part]
        # Somebody may have been corrected at both ends.
        chosen = of_part.groupby("cadre_id", as_index=False).agg({"was": "first", "now": "last"})
        is_in_force = self.version.is_in_force_on(self.scene.day)
        version = self.version if is_in_force else None
        return Way(self.first.as_of, self.scene.day, chosen, version, setting)

    @property
    def has_unnamed(self) -> bool:
        """Whether some of the corrections that are shown cannot be told of people."""
        is_shown = self.found is not None and self.asked.part == "corrected"
        return is_shown and any(self.found.unnamed)  # type: ignore[union-attr]

    @property
    def chosen(self) -> Bar | None:
        """The part whose people are asked for."""
        return next((bar for bar in self.bars if bar.part == self.asked.part), None)


def changes_page(scene: Scene, version: TargetVersion, asked: Asked) -> ChangesPage:
    """Read both figures and, for who may see the people, the way between them."""
    presets = _presets(scene)
    day = asked.first or next((preset.day for preset in presets), scene.day)
    first = run_for(day)
    if first is None or first.as_of >= scene.day:
        first = None
    after = _score(scene, scene.run, version, asked)
    shown = ChangesPage(scene, version, asked, presets, first, None, after, None, was_absent=False)
    if first is None:
        return shown
    placed = Placement.objects.as_of(first.as_of).filter(unit=scene.unit).exists()
    may_open = not scene.in_fives and (
        not placed or sees_people(scene.user, scene.unit, first.as_of)
    )
    question = Question(scene.unit, version.target, asked.scope)
    return replace(
        shown,
        before=_score(scene, first, version, asked) if placed else None,
        found=published_bridge(question, first, scene.run) if may_open else None,
        was_absent=not placed,
    )


def _score(scene: Scene, run: Run, version: TargetVersion, asked: Asked) -> Score:
    """Return the unit's figure at a run, by the version that counted then."""
    found = figures_for(scene.user, run, [scene.unit.pk]).get(scene.unit.pk)
    versions = version.target.versions.filter(pk__in=run.version_ids)
    for pk in versions.values_list("pk", flat=True):
        if found and pk in found.counts:
            return found.counts[pk].score(own=asked.scope == "own")
    return Score.of(0, 0, 0, version.threshold_bp)


def _presets(scene: Scene) -> list[Preset]:
    """Return earlier days that are worth a look and have figures, the nearest first."""
    day = scene.day
    wanted = [
        Preset(_("a month earlier"), months_before(day, 1)),
        Preset(_("at the end of the year before"), date(day.year - 1, 12, 31)),
        Preset(_("a year earlier"), months_before(day, _YEAR)),
    ]
    earliest = Run.objects.order_by("as_of").values_list("as_of", flat=True).first() or day
    cuts = breaks_of(scene.unit, earliest, day)
    wanted += [
        Preset(_("before %(day)s: reorganised") % {"day": numbers.day(cut)}, day_before(cut))
        for cut in cuts[-2:]
    ]
    return [preset for preset in wanted if earliest <= preset.day < day]


def _against(
    scene: Scene, first: Run, version: TargetVersion
) -> tuple[Paradox, SafeString, SafeString] | None:
    placed = Placement.objects.as_of(scene.day).filter(parent=scene.unit)
    names = dict(placed.values_list("unit", "name"))
    names[scene.unit.pk] = scene.name
    sides = [_ratios(scene, run, version, list(names)) for run in (first, scene.run)]
    found = paradox(*sides)
    if found is None:
        return None
    low, high = (
        shifts([(names[s.part], s.before, s.after) for s in some[:3]], found.people)
        for some in (found.low, found.high)
    )
    return found, low, high


def _ratios(
    scene: Scene, run: Run, version: TargetVersion, unit_ids: list[int]
) -> dict[int, tuple[int, int]]:
    """Return met and population of the units below, and of the unit alone, where any count."""
    versions = set(version.target.versions.values_list("pk", flat=True))
    ratios = {}
    for pk, figures in figures_for(scene.user, run, unit_ids).items():
        for version_id in versions & figures.counts.keys():
            score = figures.counts[version_id].score(own=pk == scene.unit.pk)
            if score.population:
                ratios[pk] = score.met, score.population
    return ratios
