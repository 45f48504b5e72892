"""The very people behind each of the four counts, from the same conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd
from django.db.models import Exists, Q

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.selectors import changed_since
from apps.cadres.models import Appointment, Cadre, Qualification, Training
from apps.cadres.people import people_frame
from apps.cadres.selectors import visible_ids
from apps.metrics.core.evaluate import Spec, codes, needs_of
from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN
from apps.metrics.models import Run
from apps.metrics.ranking import score
from apps.metrics.score import Score
from apps.targets.models import TargetVersion
from apps.units.models import Placement, Unit

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
    population; ``concurrent`` those of them who only have a concurrent post here. ``changed`` are people of these lists whose facts changed after the run.
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
    place = _place(user, unit, run, scope)
    spec = Spec(version.pk, version.who(), version.what(), version.threshold_bp)
    primary, other = _posts(place, run)
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


@dataclass(frozen=True)
class _Place:
    """The units of a figure: whether they are the whole tree, whether all may be looked into."""

    units: np.ndarray
    is_whole: bool
    is_all_seen: bool


def _place(user: User, unit: Unit, run: Run, scope: str) -> _Place:
    seen = Unit.objects.visible_to(user, run.as_of, Permission.PEOPLE_VIEW)
    top = Placement.objects.as_of(run.as_of).filter(unit=unit, parent=None)
    if scope == "own":
        units = Unit.objects.filter(pk=unit.pk)
    else:
        units = Unit.objects.within([unit.pk], run.as_of)
    marked = units.order_by().annotate(is_seen=Q(pk__in=seen.values("pk")), is_top=Exists(top))
    rows = list(marked.values_list("pk", "is_seen", "is_top"))
    return _Place(
        units=np.array([row[0] for row in rows], dtype=np.int32),
        is_whole=scope != "own" and any(row[2] for row in rows),
        is_all_seen=all(row[1] for row in rows),
    )


def _posts(place: _Place, run: Run) -> tuple[list[int] | None, np.ndarray]:
    """Return who has a primary post in the units (None stands for everyone), and who another."""
    posts = Appointment.objects.as_of(run.as_of).filter(unit__in=place.units.tolist()).order_by()
    if place.is_whole:
        posts = posts.filter(is_primary=False)
    rows = list(posts.values_list("cadre_id", "is_primary"))
    other = np.array([cadre_id for cadre_id, is_primary in rows if not is_primary], dtype=np.int32)
    if place.is_whole:
        return None, other
    return [cadre_id for cadre_id, is_primary in rows if is_primary], other


def _changed(run: Run) -> set[int]:
    # The facts were read when the run began.
    return changed_since(run.computed_at - timedelta(seconds=run.seconds), *_FACTS)


def _visible(user: User, groups: Mapping[str, np.ndarray], run: Run) -> dict[str, np.ndarray]:
    """Cut the groups to people the user may see."""
    visible = visible_ids(user, np.concatenate(list(groups.values())), run.as_of)
    return {name: ids[np.isin(ids, visible)] for name, ids in groups.items()}
