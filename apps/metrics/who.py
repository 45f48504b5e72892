"""The very people behind each of the four counts, from the same conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.selectors import changed_since
from apps.cadres.models import Appointment, Cadre, Qualification, Training
from apps.cadres.people import people_frame
from apps.cadres.selectors import visible_ids
from apps.metrics.core.evaluate import Spec, codes, needs_of
from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN
from apps.metrics.models import Result, Run
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

    ``ids`` holds whom the user may see; ``found`` counts everyone. ``outside`` are those who
    serve here but are not of the population; ``concurrent`` those of them who only have a
    concurrent post here. ``changed`` are people of these lists whose facts changed after the run.
    """

    stored: Mapping[str, int]
    found: Mapping[str, int]
    ids: Mapping[str, np.ndarray]
    concurrent: frozenset[int]
    changed: frozenset[int]

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
    user: User, run: Run, unit: Unit, version: TargetVersion, scope: str = "subtree"
) -> Who:
    """Return the people behind a figure: the stored day looked at again with the same conditions.

    ``scope`` is "subtree" or "own", the unit alone.
    """
    units = _units(unit, run, scope)
    spec = Spec(version.pk, version.who(), version.what(), version.threshold_bp)
    people = _people(units, spec, run, is_root=scope == "subtree" and _is_root(unit, run))
    person_codes = codes(spec, people, run.as_of)
    cadre_ids = people["cadre_id"].to_numpy()
    concurrent = _concurrent(units, cadre_ids, run)
    groups = {name: cadre_ids[person_codes == code] for name, code in GROUPS.items()}
    groups["outside"] = np.concatenate([groups["outside"], concurrent])
    everyone = np.concatenate(list(groups.values()))
    changed = np.isin(everyone, np.fromiter(_changed(run), dtype=np.int64))
    return Who(
        stored=_stored(unit, run, version, scope),
        found={name: len(ids) for name, ids in groups.items()},
        ids=_visible(user, groups, units, run),
        concurrent=frozenset(concurrent.tolist()),
        changed=frozenset(everyone[changed].tolist()),
    )


def _units(unit: Unit, run: Run, scope: str) -> np.ndarray:
    if scope == "own":
        return np.array([unit.pk], dtype=np.int32)
    below = Unit.objects.within([unit.pk], run.as_of).order_by()
    return np.fromiter(below.values_list("pk", flat=True), dtype=np.int32)


def _is_root(unit: Unit, run: Run) -> bool:
    return unit.placements.as_of(run.as_of).filter(parent=None).exists()  # type: ignore[attr-defined]


def _people(units: np.ndarray, spec: Spec, run: Run, *, is_root: bool) -> pd.DataFrame:
    """Return the frame of those with their primary post in the units."""
    cadre_ids = None
    if not is_root:
        posts = Appointment.objects.as_of(run.as_of).primary().filter(unit__in=units.tolist())
        cadre_ids = list(posts.order_by().values_list("cadre_id", flat=True))
    people = people_frame(run.as_of, needs_of([spec], run.as_of), cadre_ids=cadre_ids)
    return people[np.isin(people["unit_id"].to_numpy(), units)]


def _concurrent(units: np.ndarray, cadre_ids: np.ndarray, run: Run) -> np.ndarray:
    """Return who holds only a concurrent post in the units."""
    posts = Appointment.objects.as_of(run.as_of).filter(is_primary=False, unit__in=units.tolist())
    held = np.fromiter(posts.order_by().values_list("cadre_id", flat=True), dtype=np.int32)
    return np.setdiff1d(held, cadre_ids)


def _stored(unit: Unit, run: Run, version: TargetVersion, scope: str) -> dict[str, int]:
    row = Result.objects.at(run).filter(unit=unit, version=version).first()
    prefix = "own_" if scope == "own" else ""
    return {group: getattr(row, prefix + group) if row else 0 for group in COUNTED}


def _changed(run: Run) -> set[int]:
    # The facts were read when the run began.
    return changed_since(run.computed_at - timedelta(seconds=run.seconds), *_FACTS)


def _visible(
    user: User, groups: Mapping[str, np.ndarray], units: np.ndarray, run: Run
) -> dict[str, np.ndarray]:
    """Cut the groups to people the user may see, asking for each only when units are hidden."""
    seen = Unit.objects.visible_to(user, run.as_of, Permission.PEOPLE_VIEW)
    if seen.filter(pk__in=units.tolist()).count() == len(units):
        return dict(groups)
    visible = visible_ids(user, np.concatenate(list(groups.values())), run.as_of)
    return {name: ids[np.isin(ids, visible)] for name, ids in groups.items()}
