"""Figures as the interchange's rows: computed afresh for any day, or as last published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from apps.cadres.people import people_frame
from apps.cadres.retirement import still_serving
from apps.cadres.selectors import planned_retirements
from apps.common.stream import one_snapshot
from apps.metrics.ahead.projecting import ahead, month_ends
from apps.metrics.core.evaluate import CELLS, Spec, evaluate, needs_of
from apps.metrics.core.verdict import judge_all
from apps.metrics.figures import all_figures
from apps.metrics.models import Run
from apps.metrics.selectors import specs
from apps.targets.models import TargetVersion
from apps.units.models import Unit
from apps.units.selectors import units_frame

COLUMNS = [
    "as_of", "unit_key", "target", "scope", "population", "met", "not_met", "unknown",
    "verdict", "gap_replace", "gap_add", "slack",
]  # fmt: skip


def measure(
    days: Sequence[date], *, plan: str | None = None, retirements_from: date | None = None
) -> pd.DataFrame:
    """Compute the figures of every unit, target and scope on each day, afresh from the facts.

    With ``retirements_from`` people who have retired by then, seen from that day, are not
    counted. The rows have the columns ``COLUMNS``, sorted by day, unit key, target and scope.
    """
    with one_snapshot():
        parts = [_on(day, plan, retirements_from) for day in days]
    return _rows(pd.concat(parts, ignore_index=True)) if parts else pd.DataFrame(columns=COLUMNS)


def _on(day: date, plan: str | None, base: date | None) -> pd.DataFrame:
    wanted = specs(day, plan=plan)
    people = people_frame(day, needs_of(wanted, day))
    if base:
        people = still_serving(people, day=day, base=base, planned=planned_retirements())
    return _counted(people, wanted, day)


def _counted(people: pd.DataFrame, wanted: Sequence[Spec], day: date) -> pd.DataFrame:
    units = units_frame(day)
    people = people[people["unit_id"].isin(units["unit_id"])]
    return evaluate(people, units, wanted, day).assign(as_of=day.isoformat())


def project(base: date, until: date, *, plan: str | None = None) -> pd.DataFrame:
    """Compute the figures of the month-ends from the base day to another, as far as is known.

    They are those of ``measure`` with retirements from the base day.
    """
    days = list(month_ends(base, until))
    if not days:
        return pd.DataFrame(columns=COLUMNS)
    with one_snapshot():
        known = ahead(base, days, plan=plan)
        parts = [_counted(known.on(day).serving, known.specs[day], day) for day in days]
    return _rows(pd.concat(parts, ignore_index=True))


def published(days: Sequence[date], *, plan: str | None = None) -> pd.DataFrame:
    """Return the latest published figures of each day, in the rows of ``measure``."""
    runs = Run.objects.latest_editions().filter(as_of__in=days)
    wanted = set(TargetVersion.objects.in_plan(plan).values_list("pk", flat=True))
    names = ["unit_id", "version_id", *CELLS]
    parts = []
    for run in runs:
        rows = [
            (found.unit_id, version_id, *counts)  # type: ignore[misc]
            for found in all_figures(run)
            for version_id, counts in found.counts.items()
            if version_id in wanted
        ]
        parts.append(pd.DataFrame(rows, columns=names).assign(as_of=run.as_of.isoformat()))
    return _rows(pd.concat(parts, ignore_index=True)) if parts else pd.DataFrame(columns=COLUMNS)


def _rows(results: pd.DataFrame) -> pd.DataFrame:
    """Judge both scopes and name units and targets by their keys."""
    keys = dict(Unit.objects.values_list("pk", "key"))
    codes = dict(TargetVersion.objects.values_list("pk", "target__code"))
    plans = dict(TargetVersion.objects.values_list("pk", "target__plan__code"))
    named = results.assign(
        unit_key=results["unit_id"].map(keys),
        target=results["version_id"].map(codes),
        plan=results["version_id"].map(plans),
    )
    own = named.drop(columns=["met", "not_met", "unknown"]).rename(
        columns={"own_met": "met", "own_not_met": "not_met", "own_unknown": "unknown"}
    )
    both = pd.concat([own.assign(scope="own"), named.assign(scope="subtree")], ignore_index=True)
    judged = judge_all(both)
    order = ["as_of", "unit_key", "target", "scope", "plan"]
    return judged.sort_values(order, ignore_index=True)[COLUMNS]
