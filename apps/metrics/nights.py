"""Which nights have been computed, and whether the last one is late."""

from __future__ import annotations

from datetime import date, timedelta

from apps.jobs.models import Job
from apps.metrics.models import Run


def missing_nights(*, yesterday: date) -> list[date]:
    """Return the days up to yesterday whose night was never asked for, the earliest first.

    The nights begin after the last one asked for, or after the last day published before nights
    began; an empty system begins with yesterday.
    """
    last = Job.objects.of_kind("night").values_list("day", flat=True).last()
    if last is None:
        last = (
            Run.objects.filter(as_of__lt=yesterday)
            .order_by("-as_of")
            .values_list("as_of", flat=True)
            .first()
        )
        last = max(last, yesterday - timedelta(days=31)) if last else yesterday - timedelta(days=1)
    return [last + timedelta(days=n) for n in range(1, (yesterday - last).days + 1)]
