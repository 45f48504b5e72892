"""What is coming for a unit's figure, and the people who make the difference."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.access import require
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.cadres.selectors import category_names
from apps.dashboards.ahead_page import AheadPage, TurnPage, ahead_page, turn_page
from apps.dashboards.target_page import series_link
from apps.presentation.labels import language
from apps.presentation.scene import Scene, scene_of, version_named
from apps.targets.reasons import Setting


@require(Permission.PEOPLE_VIEW)
def page(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show a figure at the month-ends ahead."""
    scene, shown = _shown(request, key, code)
    context: dict[str, Any] = {"scene": scene, "shown": shown, "version": shown.version}
    context["series"] = series_link(scene, shown.version)
    return render(request, "dashboards/ahead.html", context)


@require(Permission.PEOPLE_VIEW)
def turn(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show the day on which the verdict turns, and by whom."""
    scene, shown = _shown(request, key, code)
    setting = Setting(scene.day, language(), category_names(language()))
    found = turn_page(shown, scene, setting, request.GET.get("page", "1"))
    if found:
        _log(scene, shown, found)
    context = {"scene": scene, "shown": shown, "version": shown.version, "turn": found}
    return render(request, "dashboards/_turn.html", context)


def _shown(request: HttpRequest, key: str, code: str) -> tuple[Scene, AheadPage]:
    scene = scene_of(request, key)
    own = request.GET.get("scope") == "own"
    return scene, ahead_page(scene, version_named(scene, code), own=own)


def _log(scene: Scene, shown: AheadPage, found: TurnPage) -> None:
    target = shown.version.target
    log_access(
        username=scene.user.username,
        act=AccessLog.Act.LIST,
        kind="ahead",
        key=f"{scene.unit.key} {target.plan.code} {target.code}",
        people=[row.cadre.pk for row in found.listed.rows],
        day=found.turning.day.isoformat(),
        count=found.listed.page.paginator.count,
        page=found.listed.page.number,
    )
