"""Reading what the core needs, and reading results."""

from __future__ import annotations

from datetime import date

from apps.metrics.core.evaluate import Spec
from apps.targets.models import TargetVersion, UnitThreshold


def specs(day: date, *, plan: str | None = None) -> list[Spec]:
    """Return the targets in force on day as the core needs them, ordered by version."""
    own: dict[int, dict[int, int]] = {}
    for row in UnitThreshold.objects.as_of(day):
        own.setdefault(row.target_id, {})[row.unit_id] = row.threshold_bp
    versions = TargetVersion.objects.as_of(day).in_plan(plan).order_by("pk")
    return [
        Spec(v.pk, v.who(), v.what(), v.threshold_bp, own.get(v.target_id, {})) for v in versions
    ]
