"""The very people behind each of the four counts, from the same conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from apps.accounts.models import User
from apps.audit.selectors import changed_since
from apps.cadres.models import Appointment, Cadre, Qualification, Training
from apps.cadres.people import people_frame
from apps.cadres.selectors import visible_ids
from apps.metrics.core.evaluate import Spec, codes, needs_of
from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN
from apps.metrics.ground import ground, posts_on
from apps.metrics.models import Run
from apps.metrics.ranking import score
from apps.metrics.score import Score
from apps.targets.models import TargetVersion
from apps.units.models import Unit

GROUPS = {"met": MET, "not_met": NOT_MET, "unknown": UNKNOWN, "outside": OUTSIDE}
COUNTED = ("met", "not_met", "unknown")
_FACTS = (
    (Cadre, "pgh_obj_id"),
    (Appointment, "cadre_id"),
    (Qualification, "cadre_id"),
    (Training, "cadre_id"),
)


@dataclass(frozen=True)
class Who:
    """People by group, as the facts stand now, beside the stored counts.

    ``ids`` holds whom the user may see; ``found`` counts everyone; ``people`` is the frame of
    those with a primary post here. ``outside`` are those who serve here but are not of the
    population; ``concurrent`` those of them who only have a concurrent post here. ``changed``
    are people of these lists whose facts changed after the run.
    """

    stored: Mapping[str, int]
    found: Mapping[str, int]
    ids: Mapping[str, np.ndarray]
    concurrent: frozenset[int]
    changed: frozenset[int]
    people: pd.DataFrame

    @property
    def is_as_stored(self) -> bool:
        """Whether the facts still give the stored counts."""
        return all(self.found[group] == self.stored[group] for group in COUNTED)

    @property
    def hidden(self) -> int:
        """How many counted people the user may not see."""
        seen = sum(len(self.ids[group]) for group in COUNTED)
        return sum(self.found[group] for group in COUNTED) - seen


def who_counts(
    user: User,
    run: Run,
    unit: Unit,
    version: TargetVersion,
    scope: str = "subtree",
    *,
    stored: Score | None = None,
) -> Who:
    """Return the people behind a figure: the stored day looked at again with the same conditions.

    ``scope`` is "subtree" or "own", the unit alone. ``stored`` is the figure, when it was read.
    """
    place = ground(user, unit, run.as_of, scope)
    spec = Spec(version.pk, version.who(), version.what(), version.threshold_bp)
    primary, other = posts_on(place, run.as_of)
    people = people_frame(run.as_of, needs_of([spec], run.as_of), cadre_ids=primary)
    people = people[np.isin(people["unit_id"].to_numpy(), place.units)]
    person_codes = codes(spec, people, run.as_of)
    cadre_ids = people["cadre_id"].to_numpy()
    concurrent = np.setdiff1d(other, cadre_ids)
    groups = {name: cadre_ids[person_codes == code] for name, code in GROUPS.items()}
    groups["outside"] = np.concatenate([groups["outside"], concurrent])
    everyone = np.concatenate(list(groups.values()))
    changed = np.isin(everyone, np.fromiter(_changed(run), dtype=np.int64))
    figure = stored or score(run, unit, version, own=scope == "own")
    return Who(
        stored={group: getattr(figure, group) for group in COUNTED},
        found={name: len(ids) for name, ids in groups.items()},
        ids=groups if place.is_all_seen else _visible(user, groups, run),
        concurrent=frozenset(concurrent.tolist()),
        changed=frozenset(everyone[changed].tolist()),
        people=people,
    )


def _changed(run: Run) -> set[int]:
    # The facts were read when the run began.
    return changed_since(run.computed_at - timedelta(seconds=run.seconds), *_FACTS)


def _visible(user: User, groups: Mapping[str, np.ndarray], run: Run) -> dict[str, np.ndarray]:
    """Cut the groups to people the user may see."""
    visible = visible_ids(user, np.concatenate(list(groups.values())), run.as_of)
    return {name: ids[np.isin(ids, visible)] for name, ids in groups.items()}
