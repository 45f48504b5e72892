"""Whether all targets of a unit can still be met."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.access import require
from apps.accounts.roles import Permission
from apps.cadres.selectors import category_names
from apps.dashboards.mix_page import mix_page, read_asked, try_address
from apps.presentation.labels import language
from apps.presentation.scene import scene_of


@require(Permission.PEOPLE_VIEW)
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the fewest acts that meet all targets of a unit together, within limits."""
    scene = scene_of(request, key)
    context: dict[str, Any] = {"scene": scene, "shown": None}
    if not scene.in_fives and scene.versions:
        asked = read_asked(scene, request.GET)
        context["shown"] = mix_page(scene, asked, category_names(language()))
    context["try_address"] = try_address(scene, context["shown"], request.GET)
    return render(request, "dashboards/mix.html", context)
