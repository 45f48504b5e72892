"""What the figures of a unit would be: a question answered from the facts of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.http import QueryDict

from apps.cadres.selectors import category_names
from apps.common.errors import RuleError
from apps.common.months import months_after
from apps.metrics.ahead.mixing import Known, known_of
from apps.metrics.core.acts import TooManyWaysError
from apps.metrics.core.mix import Profiles
from apps.metrics.core.solving import UnprovenError
from apps.metrics.core.supposing import AS_THEY_ARE
from apps.metrics.core.trying import tried
from apps.metrics.score import Score
from apps.presentation.labels import language
from apps.presentation.offers import Offers
from apps.presentation.scene import Scene
from apps.scenarios.forms import NumbersForm, TargetsForm
from apps.scenarios.reading import typed_in
from apps.targets.models import TargetVersion


@dataclass(frozen=True)
class Row:
    """A target on the day: by what is known, and as it would be."""

    version: TargetVersion
    before: Score
    after: Score

    @property
    def change(self) -> int:
        """How many more people meet the target."""
        return self.after.met - self.before.met

    @property
    def is_other(self) -> bool:
        """Whether the threshold is supposed to be another."""
        return self.after.threshold_bp != self.before.threshold_bp


@dataclass(frozen=True)
class Trial:
    """A question as it was typed, and its answer; where there is none ``why_not`` says why.

    ``lost`` says that something was kept of which no target asks any more.
    """

    typed: dict[str, list[str]]
    targets: TargetsForm
    numbers: NumbersForm | None
    rows: Sequence[Row]
    vacant: int = 0
    acts: int = 0
    lost: bool = False
    why_not: str = ""

    @property
    def has_faults(self) -> bool:
        """Whether something that was typed cannot be read, and so is left out."""
        return bool(self.targets.errors or (self.numbers and self.numbers.errors))


def trial(scene: Scene, query: QueryDict) -> Trial:
    """Read a question and answer it for the unit of a scene."""
    typed = typed_in(query)
    dues = [version.due_on for version in scene.versions if version.due_on > scene.day]
    usual = max(dues, default=months_after(scene.day, 12))
    targets = TargetsForm(query, versions=scene.versions, base=scene.day, usual=usual)
    targets.is_valid()
    try:
        return _answered(scene, query, typed, targets)
    except RuleError as error:
        return Trial(typed, targets, None, (), why_not=error.message)
    except (TooManyWaysError, UnprovenError):
        return Trial(typed, targets, None, ())


def _answered(
    scene: Scene, query: QueryDict, typed: dict[str, list[str]], targets: TargetsForm
) -> Trial:
    plan = scene.plan.code if scene.plan else None
    supposed = targets.supposed()
    now = known_of(scene.unit, scene.day, targets.day, plan=plan)
    then = now
    if supposed != AS_THEY_ARE:
        then = known_of(scene.unit, scene.day, targets.day, plan=plan, supposed=supposed)
    offers = Offers.of(then.asked, then.posts)
    names = category_names(language())
    form = NumbersForm(query, offers=offers, serving=then.serving, categories=names)
    form.is_valid()
    numbers = form.numbers()
    after = tried(then.asked, then.states, then.thresholds, numbers) if then.specs else _NONE
    return Trial(
        typed=typed,
        targets=targets,
        numbers=form,
        rows=_rows(now, then, after),
        vacant=now.vacant,
        acts=numbers.total,
        lost=not set(typed) <= {*targets.fields, *form.fields},
    )


_NONE = np.zeros((0, 3), dtype=np.int64)


def _rows(now: Known, then: Known, after: np.ndarray) -> list[Row]:
    if not now.specs:
        return []
    before = Profiles.of(now.asked, now.states).before
    versions = TargetVersion.objects.select_related("target").in_bulk(
        [spec.version_id for spec in now.specs]
    )
    return [
        Row(
            version=versions[spec.version_id],
            before=_score(before[at], now.thresholds[at]),
            after=_score(after[at], then.thresholds[at]),
        )
        for at, spec in enumerate(now.specs)
    ]


def _score(counts: np.ndarray, threshold_bp: int) -> Score:
    met, not_met, unknown = counts.tolist()
    return Score.of(met, not_met, unknown, int(threshold_bp))
