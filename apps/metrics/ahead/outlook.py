"""Where a figure goes by its due date from what is known now: ages, retirements, ended posts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from apps.accounts.models import User
from apps.cadres.people import people_frame
from apps.cadres.retirement import still_serving
from apps.cadres.selectors import planned_retirements
from apps.metrics.core.disclosure import Cells
from apps.metrics.core.evaluate import Spec, codes, needs_of
from apps.metrics.core.losing import losses
from apps.metrics.core.tally import MET, NOT_MET, UNKNOWN
from apps.metrics.ground import ground, posts_on
from apps.metrics.models import Run
from apps.metrics.score import Range, Score
from apps.metrics.shown import score_for, sees_people
from apps.targets.models import TargetVersion
from apps.units.models import Placement, Unit


@dataclass(frozen=True)
class Outlook:
    """The figure on the due date by known dates, and why people who are met now no longer are.

    ``lapsed`` still serve but no longer meet the condition, or it is not known; ``retired`` have
    reached the retirement age; ``gone`` hold no post of the population here any more.
    """

    score: Score
    lapsed: int
    retired: int
    gone: int
    gained: int


def outlook(
    user: User, run: Run, unit: Unit, version: TargetVersion, *, own: bool
) -> Outlook | None:
    """Apply the conditions to the due date with the facts known now.

    Who may not see the people gets it of a unit at the top alone, in fives and without the why:
    there is no tree of such figures that one could be subtracted in. None of all other units.
    """
    is_exact = sees_people(user, unit, run.as_of)
    if not is_exact and (own or not _is_top(unit, run)):
        return None
    found = _outlook(user, run, unit, version, own=own)
    return found if is_exact else Outlook(_in_fives(found.score), 0, 0, 0, 0)


def _is_top(unit: Unit, run: Run) -> bool:
    return Placement.objects.as_of(run.as_of).filter(unit=unit, parent=None).exists()


def _in_fives(score: Score) -> Score:
    counts = np.array([score.population, score.met, score.unknown])
    cells = Cells.alone(counts)
    ranges = zip(cells.shown.tolist(), cells.low.tolist(), cells.high.tolist(), strict=True)
    population, met, unknown = (Range(*values) for values in ranges)
    return Score.of_ranges(population, met, unknown, score.threshold_bp)


def _outlook(user: User, run: Run, unit: Unit, version: TargetVersion, *, own: bool) -> Outlook:
    spec = Spec(version.pk, version.who(), version.what(), version.threshold_bp)
    threshold_bp = score_for(user, run, unit, version, own=own).threshold_bp
    scope = "own" if own else "subtree"
    before = _met_ids(user, run, unit, spec, scope)
    day = version.due_on
    place = ground(user, unit, day, scope)
    everyone = people_frame(day, needs_of([spec], day), cadre_ids=posts_on(place, day)[0])
    everyone = everyone[np.isin(everyone["unit_id"].to_numpy(), place.units)]
    serving = still_serving(everyone, day=day, base=run.as_of, planned=planned_retirements())
    later = codes(spec, serving, day)
    ids = serving["cadre_id"].to_numpy()
    retired = np.setdiff1d(everyone["cadre_id"].to_numpy(), ids)
    found = losses(before, ids, later, retired)
    met, not_met, unknown = (int((later == code).sum()) for code in (MET, NOT_MET, UNKNOWN))
    return Outlook(
        score=Score.of(met, not_met, unknown, threshold_bp),
        lapsed=len(found.lapsed),
        retired=len(found.retired),
        gone=len(found.gone),
        gained=len(found.gained),
    )


def _met_ids(user: User, run: Run, unit: Unit, spec: Spec, scope: str) -> np.ndarray:
    place = ground(user, unit, run.as_of, scope)
    needed = needs_of([spec], run.as_of)
    people: pd.DataFrame = people_frame(run.as_of, needed, cadre_ids=posts_on(place, run.as_of)[0])
    people = people[np.isin(people["unit_id"].to_numpy(), place.units)]
    return people["cadre_id"].to_numpy()[codes(spec, people, run.as_of) == MET]
