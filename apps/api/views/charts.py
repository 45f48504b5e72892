"""The data of charts, over the same selectors and the same scope as the screens."""

from __future__ import annotations

import json
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request

from apps.accounts.models import User
from apps.api.permissions import MayViewFigures
from apps.metrics.ahead.foresight import curve
from apps.metrics.models import Run
from apps.metrics.selectors import run_for
from apps.metrics.shown import reach
from apps.metrics.trends.series import trend
from apps.presentation.breaks import cut_words
from apps.presentation.charts import trend_figure
from apps.presentation.kept import kept
from apps.targets.models import TargetVersion
from apps.units.models import Unit


@extend_schema(exclude=True)
@api_view(["GET"])
@permission_classes([MayViewFigures])
def series(request: Request, key: str) -> HttpResponse:
    """Return a unit's ratio on a target over time, as a figure for Plotly."""
    run = run_for(_day(request))
    if run is None:
        raise Http404
    unit = get_object_or_404(Unit.objects.visible_to(request.user, run.as_of), key=key)
    plan, target, tree = (request.query_params.get(key, "") for key in ("plan", "target", "tree"))
    today = timezone.localdate()
    written = kept(
        "series",
        (
            *(run.pk, run.computed_at, run.foreseen, unit.pk),  # type: ignore[attr-defined]
            *(plan, target, tree, today, reach(request.user)),
        ),
        lambda: _written(request.user, run, unit, (plan, target, tree), today),
    )
    return HttpResponse(written, content_type="application/json")


def _written(user: User, run: Run, unit: Unit, asked: tuple[str, str, str], today: date) -> str:
    plan, target, tree = asked
    version = get_object_or_404(
        TargetVersion.objects.as_of(run.as_of).in_plan(plan).select_related("target"),
        target__code=target,
    )
    found = trend(user, unit, version.target, run.as_of, tree)
    # The night counts the day that has just ended, so yesterday's figures are today's.
    is_today = (today - run.as_of).days <= 1
    coming = curve(user, run, unit, version.target)
    figure = trend_figure(
        found,
        due_on=version.due_on,
        day=run.as_of,
        is_today=is_today,
        ahead=[point.counts for point in coming.until(version.due_on)] if coming else (),
    )
    figure["said"] = cut_words(found)
    return json.dumps(figure, ensure_ascii=False, separators=(",", ":"))


def _day(request: Request) -> date:
    text = request.query_params.get("day", "")
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError as error:
        raise Http404 from error
