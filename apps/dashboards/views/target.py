"""A target of a unit, and the people behind its figure."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from apps.accounts.access import may, require
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.cadres.selectors import category_names
from apps.dashboards.target_page import outlook_html, target_page
from apps.metrics.score import Score
from apps.metrics.shown import sees_people
from apps.metrics.trends.series import month_ends, trend
from apps.metrics.who import who_counts
from apps.presentation.labels import language
from apps.presentation.lists.who import Asked, Behind, listing
from apps.presentation.scene import Scene, scene_of, version_named
from apps.targets.models import TargetVersion
from apps.targets.reasons import Setting


@require(Permission.FIGURES_VIEW)
def page(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show how a unit stands on a target, what it demands, and who counts."""
    scene = scene_of(request, key)
    version = version_named(scene, code)
    asked, setting = Asked.read(request.GET), _setting(scene)
    whole = request.GET.get("units") == "all"
    shown = target_page(scene, version, setting, own=asked.scope == "own", whole=whole)
    context = {"scene": scene, "shown": shown, "asked": asked, "version": version}
    if _may_open(scene):
        context |= _people(scene, version, asked, setting, shown.score)
    response = render(request, "dashboards/target.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require(Permission.PEOPLE_VIEW)
def people(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show one of the lists behind a figure."""
    scene = scene_of(request, key)
    version = version_named(scene, code)
    if not _may_open(scene):
        raise Http404
    context = {"scene": scene, "version": version}
    context |= _people(scene, version, Asked.read(request.GET), _setting(scene))
    response = render(request, "dashboards/_who.html", context)
    # The address says what is shown, and opens the whole page.
    response["HX-Push-Url"] = f"{reverse('target', args=[key, code])}?{request.GET.urlencode()}"
    return response


@require(Permission.FIGURES_VIEW)
def foreseen(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Say where the figure goes by the due date from what is known now."""
    scene = scene_of(request, key)
    version = version_named(scene, code)
    own = Asked.read(request.GET).scope == "own"
    return HttpResponse(outlook_html(scene, version, own=own))


@require(Permission.FIGURES_VIEW)
def figures(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show the figures behind the line over time."""
    scene = scene_of(request, key)
    found = trend(
        scene.user, scene.unit, version_named(scene, code).target, scene.day, scene.filters.tree
    )
    return render(request, "dashboards/_figures.html", {"points": month_ends(found)})


def _may_open(scene: Scene) -> bool:
    """Whether the figures of the unit may be opened to the people behind them."""
    is_reader = may(scene.user, Permission.PEOPLE_VIEW)
    return is_reader and sees_people(scene.user, scene.unit, scene.day)


def _setting(scene: Scene) -> Setting:
    return Setting(scene.day, language(), category_names(language()))


def _people(
    scene: Scene,
    version: TargetVersion,
    asked: Asked,
    setting: Setting,
    stored: Score | None = None,
) -> dict[str, Any]:
    """Return the list asked for, and enter its reading in the access log."""
    who = who_counts(scene.user, scene.run, scene.unit, version, asked.scope, stored=stored)
    listed = listing(scene.user, Behind(scene.run, version, who, asked, setting))
    log_access(
        username=scene.user.username,
        act=AccessLog.Act.LIST,
        kind="population",
        key=f"{scene.unit.key} {version.target.plan.code} {version.target.code}",
        people=[row.cadre.pk for row in listed.rows],
        day=scene.day.isoformat(),
        group=asked.group,
        count=listed.page.paginator.count,
        page=listed.page.number,
        words=asked.words,
    )
    return {"who": who, "listed": listed, "asked": asked}
