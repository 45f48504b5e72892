"""Whether a unit can still meet all targets on a day, and by how little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from apps.cadres.codes import LADDERS
from apps.cadres.models import TrainingCategory
from apps.common.errors import RuleError
from apps.common.stream import one_snapshot
from apps.metrics.ahead.projecting import ahead, whoever
from apps.metrics.core.acts import PostKind, Question, post_kinds
from apps.metrics.core.evaluate import Spec
from apps.metrics.core.mix import Limit, Mix, NoMix, smallest_mix
from apps.metrics.core.supposing import AS_THEY_ARE, Supposed
from apps.metrics.selectors import specs
from apps.metrics.subtree import below
from apps.targets.states import leaf_states
from apps.units.codes import UNIT_KINDS
from apps.units.models import Unit
from apps.units.selectors import units_frame


@dataclass(frozen=True)
class Answer:
    """The smallest mix for a unit on a day, seen from a base day, or why there is none."""

    unit: Unit
    base: date
    day: date
    specs: Sequence[Spec]
    thresholds: Sequence[int]
    found: Mix | NoMix
    vacant: int


def answer(
    unit: Unit,
    base: date,
    day: date,
    limits: Mapping[Limit, int],
    *,
    plan: str | None = None,
    supposed: Supposed = AS_THEY_ARE,
) -> Answer:
    """Find the fewest acts from a base day on that meet all targets of a unit on a day.

    The targets may be supposed to be others than they are.
    """
    known = known_of(unit, base, day, plan=plan, supposed=supposed)
    if not known.specs:
        return Answer(unit, base, day, (), (), Mix((), 0, _NONE, _NONE, ()), 0)
    bars = known.thresholds
    found = smallest_mix(known.asked, known.states, known.posts, bars, limits)
    return Answer(unit, base, day, known.specs, bars.tolist(), found, known.vacant)


_NONE = np.zeros((0, 3), dtype=np.int64)


@dataclass(frozen=True)
class Known:
    """What is known on a base day of the people of a unit on a day, as far as targets ask for it.

    ``states`` say of each what each of the simple conditions is; ``vacant`` leave by then.
    """

    asked: Question
    states: np.ndarray
    posts: Sequence[PostKind]
    thresholds: np.ndarray
    vacant: int

    @property
    def specs(self) -> Sequence[Spec]:
        """The targets."""
        return self.asked.specs

    @property
    def serving(self) -> int:
        """How many people serve on the day."""
        return len(self.states)


def known_of(
    unit: Unit, base: date, day: date, *, plan: str | None, supposed: Supposed = AS_THEY_ARE
) -> Known:
    """Read what is known of the people of a unit on a day, for targets as they are supposed."""
    with one_snapshot():
        wanted = [supposed.of(spec) for spec in specs(day, plan=plan)]
        asked = Question(wanted, base, day)
        if not wanted:
            return Known(asked, np.zeros((0, 0), dtype=np.int8), (), np.zeros(0, dtype=np.int64), 0)
        now, later = _people(unit, base, day, wanted)
    thresholds = np.array([s.own_thresholds.get(unit.pk, s.threshold_bp) for s in wanted])
    stay = np.isin(now["cadre_id"].to_numpy(), later["cadre_id"].to_numpy())
    return Known(
        asked=asked,
        states=np.stack([leaf_states(tip, later, day) for tip in asked.tips], axis=1),
        posts=_posts(pd.concat([now, later], ignore_index=True)),
        thresholds=thresholds,
        vacant=int((~stay).sum()),
    )


def _people(
    unit: Unit, base: date, day: date, wanted: Sequence[Spec]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return who is counted in the unit and below it on both days, with the kinds of units."""
    known = ahead(
        base,
        [base, day],
        cadre_ids=whoever(unit, base, day),
        wanted={base: wanted, day: wanted},
    )
    frames = []
    for each in (base, day):
        units = units_frame(each)
        if unit.pk not in units["unit_id"].to_numpy():
            raise RuleError(_("The unit does not exist on that day."))
        people = known.on(each).serving
        inside = people["unit_id"].isin(below(units, unit.pk)["unit_id"])
        frames.append(people[inside].reset_index(drop=True))
    return frames[0], frames[1]


def _posts(people: pd.DataFrame) -> list[PostKind]:
    """Return the kinds of posts that the unit has: new people take no others."""
    kinds = dict(
        Unit.objects.filter(pk__in=people["unit_id"].unique().tolist()).values_list("pk", "kind")
    )
    places = people["unit_id"].map({pk: UNIT_KINDS.index(kind) for pk, kind in kinds.items()})
    return post_kinds(
        people["is_leadership"].to_numpy(), people["managed_by"].to_numpy(), places.to_numpy()
    )


def read_limits(said: Any) -> dict[Limit, int]:
    """Read limits as they stand in a file; raise RuleError where they make no sense.

    ``vacancies`` and ``recruits`` are numbers; ``trainings`` and ``qualifications`` are numbers
    for all together, or numbers by category and by kind.
    """
    if not isinstance(said, dict):
        raise RuleError(_("Limits are an object with names and numbers."))
    known = {"trainings": _categories, "qualifications": lambda: set(LADDERS)}
    found: dict[Limit, int] = {}
    for name, value in said.items():
        if name not in (*known, "vacancies", "recruits"):
            raise RuleError(_("There is no limit %s.") % name)
        parts = value if isinstance(value, dict) and name in known else {"": value}
        for part, count in parts.items():
            if part and part not in known[name]():
                raise RuleError(_("There is no limit %s.") % f"{name}.{part}")
            if not isinstance(count, int) or isinstance(count, bool) or count < 0:
                raise RuleError(_("The limit %s is not a number of people.") % name)
            found[name, part] = count
    return found


def _categories() -> set[str]:
    return set(TrainingCategory.objects.values_list("code", flat=True))
