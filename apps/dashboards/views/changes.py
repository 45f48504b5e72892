"""What changed of a unit's figure, and the people of each part."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from apps.accounts.access import require
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.cadres.selectors import category_names
from apps.dashboards.changes_page import Asked, ChangesPage, changes_page
from apps.presentation.labels import language
from apps.presentation.lists.moves import listing
from apps.presentation.scene import Scene, scene_of, version_named
from apps.targets.reasons import Setting


@require(Permission.FIGURES_VIEW)
def page(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show by which parts a figure changed since an earlier day."""
    scene = scene_of(request, key)
    shown = changes_page(scene, version_named(scene, code), Asked.read(request.GET))
    context = {"scene": scene, "shown": shown, "version": shown.version}
    if shown.chosen:
        context |= _people(scene, shown)
    response = render(request, "dashboards/changes.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require(Permission.PEOPLE_VIEW)
def people(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show the people of one part."""
    scene = scene_of(request, key)
    shown = changes_page(scene, version_named(scene, code), Asked.read(request.GET))
    context = {"scene": scene, "shown": shown, "version": shown.version}
    if shown.chosen:
        context |= _people(scene, shown)
    response = render(request, "dashboards/_moves.html", context)
    # The address says what is shown, and opens the whole page.
    whole = reverse("target_changes", args=[key, code])
    response["HX-Push-Url"] = f"{whole}?{request.GET.urlencode()}"
    return response


def _people(scene: Scene, shown: ChangesPage) -> dict[str, Any]:
    """Return the people of the part asked for, and enter their reading in the access log."""
    asked = shown.asked
    setting = Setting(scene.day, language(), category_names(language()))
    listed = listing(scene.user, shown.way(setting), asked.count, asked.page)
    target = shown.version.target
    log_access(
        username=scene.user.username,
        act=AccessLog.Act.LIST,
        kind="moves",
        key=f"{scene.unit.key} {target.plan.code} {target.code}",
        people=[row.cadre.pk for row in listed.rows],
        day=scene.day.isoformat(),
        since=shown.way(setting).first.isoformat(),
        part=asked.part,
        count=listed.page.paginator.count,
        page=listed.page.number,
    )
    return {"listed": listed}
