"""Reading what the core needs, and reading results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Subquery
from django.utils import timezone

from apps.cadres.models import ChangedCadre
from apps.jobs.models import Job
from apps.metrics.core.evaluate import Spec
from apps.metrics.models import Projection, Run
from apps.targets.models import TargetChange, TargetVersion, UnitThreshold
from apps.units.models import TreeChange


def specs(day: date, *, plan: str | None = None) -> list[Spec]:
    """Return the targets in force on day as the core needs them, ordered by version."""
    own: dict[int, dict[int, int]] = {}
    for row in UnitThreshold.objects.as_of(day):
        own.setdefault(row.target_id, {})[row.unit_id] = row.threshold_bp
    versions = TargetVersion.objects.as_of(day).in_plan(plan).order_by("pk")
    return [
        Spec(v.pk, v.who(), v.what(), v.threshold_bp, own.get(v.target_id, {})) for v in versions
    ]


def run_for(day: date) -> Run | None:
    """Return the last edition of the last day up to day; without one, the last published run.

    Its ``foreseen`` is the number of the projection at hand.
    """
    last = Projection.objects.order_by("-pk").values("pk")
    runs = Run.objects.annotate(foreseen=Subquery(last[:1]))
    return (
        runs.filter(as_of__lte=day).order_by("-as_of", "-pk").first()
        or runs.order_by("-pk").first()
    )


def saved_mark() -> tuple[int | None, ...]:
    """Return numbers that are others as soon as a fact, the tree or a target was changed.

    Every change leaves a note; whoever takes the notes away publishes a run.
    """
    run = Run.objects.order_by("-pk").values_list("pk", flat=True).first()
    notes = (
        model.objects.aggregate(last=Max("pk"), count=Count("pk")).values()
        for model in (ChangedCadre, TreeChange, TargetChange)
    )
    return (run, *(number for pair in notes for number in pair))


@dataclass(frozen=True)
class NightNotice:
    """The last night's figures are missing: late, or given up. ``last_good`` is what stands."""

    day: date
    is_failed: bool
    last_good: date


# The nightly refresh begins at two; by this hour it has ended.
_DUE_HOUR = 3


def night_notice(now: datetime) -> NightNotice | None:
    """Say that the last night's run failed or is late; None when all is well."""
    local = timezone.localtime(now)
    due = local.date() - timedelta(days=1 if local.hour >= _DUE_HOUR else 2)
    nights = Job.objects.filter(kind="night").order_by("-day")
    last = (
        Run.objects.order_by("-as_of", "-pk")
        .annotate(
            night=Subquery(nights.values("day")[:1]), state=Subquery(nights.values("state")[:1])
        )
        .values("as_of", "night", "state")
        .first()
    )
    if last is None or _is_well(last["as_of"], last["night"], last["state"], due):
        return None
    is_failed = last["state"] == Job.State.FAILED and last["night"] >= due
    return NightNotice(max(due, last["night"] or due), is_failed, last["as_of"])


def _is_well(as_of: date, night: date | None, state: str | None, due: date) -> bool:
    """Whether the due night is done; where no night was ever asked for, its figures are enough."""
    if night is None:
        return as_of >= due
    return night >= due and state == Job.State.DONE
