"""The screens of what is supposed: trying numbers, keeping them, comparing what was kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import push_url

from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.common.errors import RuleError
from apps.presentation.fragments import page_or_part, wants_part
from apps.presentation.scene import Scene, scene_for, scene_of
from apps.scenarios import services
from apps.scenarios.comparing import MOST_COMPARED, compared, sides
from apps.scenarios.forms import SaveForm
from apps.scenarios.models import Scenario
from apps.scenarios.pages import address_of, try_page
from apps.scenarios.reading import typed_in
from apps.scenarios.selectors import scenarios_of


@require_GET
@require(Permission.PEOPLE_VIEW)
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show what the figures of a unit would be with the numbers in the address."""
    scene = scene_of(request, key)
    context = try_page(scene, request.GET, _named(request, scene))
    answer = page_or_part(request, "scenarios/try.html", "scenarios/_answer.html", context)
    return push_url(answer, context["address"]) if wants_part(request) else answer


def _named(request: HttpRequest, scene: Scene) -> Scenario | None:
    """Return the scenario that the address names; 404 where it is out of sight."""
    pk = request.GET.get("scenario", "")
    if not pk:
        return None
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        raise Http404
    seen = Scenario.objects.visible_to(user_of(request), timezone.localdate())
    return get_object_or_404(seen.select_related("made_by", "plan"), pk=pk, unit=scene.unit)


@require_GET
@require(Permission.PEOPLE_VIEW)
def listing(request: HttpRequest, key: str) -> HttpResponse:
    """List the scenarios of a unit."""
    scene = scene_of(request, key)
    rows = scenarios_of(user_of(request), scene.unit, timezone.localdate())
    context = {"scene": scene, "rows": rows, "me": user_of(request), "most": MOST_COMPARED}
    return page_or_part(request, "scenarios/list.html", "scenarios/_list.html", context)


@require_GET
@require(Permission.PEOPLE_VIEW)
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Show up to four scenarios and things as they stand, side by side."""
    scene, user, today = scene_of(request, key), user_of(request), timezone.localdate()
    picked = request.GET.getlist("s")
    rows = [row for row in scenarios_of(user, scene.unit, today) if str(row.pk) in picked]
    found = compared(user, rows[:MOST_COMPARED], scene, today)
    context = {"scene": scene, "found": found, "sides": sides(found)}
    context["left_out"] = max(0, len(rows) - MOST_COMPARED)
    return render(request, "scenarios/compare.html", context)


@require_POST
@require(Permission.PEOPLE_VIEW)
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what is tried under a name, or change one's own scenario to it."""
    query, user = QueryDict(request.POST.get("tried", "")), user_of(request)
    scene = scene_for(user, query, key, timezone.localdate())
    if scene.in_fives or scene.plan is None:
        raise Http404
    held = _own(request, request.POST["scenario"]) if request.POST.get("scenario") else None
    if held is not None and held.unit != scene.unit:
        raise Http404
    form = SaveForm(request.POST)
    if form.is_valid():
        try:
            return _saved(request, scene, query, held, form.cleaned_data)
        except RuleError as error:
            form.add_error(error.field or None, error.message)
    return render(request, "scenarios/try.html", try_page(scene, query, held, form))


def _saved(
    request: HttpRequest, scene: Scene, query: QueryDict, held: Scenario | None, said: Any
) -> HttpResponse:
    said = {"name": said["name"], "words": said["words"], "numbers": typed_in(query)}
    said["plan"] = scene.plan
    if held is not None:
        kept = services.change_scenario(scenario=held, **said)
        messages.success(request, _("The scenario was changed."))
        return redirect("scenario", kept.pk)
    kept = services.save_scenario(unit=scene.unit, by=scene.user, **said)
    messages.success(request, _("The scenario is kept. Only you see it until you share it."))
    return redirect("scenario", kept.pk)


@require_GET
@require(Permission.PEOPLE_VIEW)
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a scenario: its numbers go into the address of the page that answers them."""
    seen = Scenario.objects.visible_to(user_of(request), timezone.localdate())
    return redirect(address_of(get_object_or_404(seen.select_related("unit", "plan"), pk=pk)))


@require_POST
@require(Permission.PEOPLE_VIEW)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Share one's own scenario, keep it to oneself again, or delete it."""
    scenario, name = _own(request, str(pk)), request.POST.get("act")
    if name == "drop":
        services.remove_scenario(scenario=scenario)
        messages.success(request, _("The scenario was deleted."))
        return redirect("scenarios", scenario.unit.key)
    if name not in ("share", "keep"):
        raise Http404
    services.share_scenario(scenario=scenario, is_shared=name == "share")
    said = _("Whoever may see the people of the unit sees the scenario now.")
    messages.success(request, said if name == "share" else _("Only you see the scenario now."))
    return redirect(address_of(scenario))


def _own(request: HttpRequest, pk: str) -> Scenario:
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        raise Http404
    kept = Scenario.objects.kept_by(user_of(request), timezone.localdate())
    return get_object_or_404(kept.select_related("unit", "plan", "made_by"), pk=pk)
