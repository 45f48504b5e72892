"""Plans and their targets as sentences."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from apps.accounts.access import require
from apps.accounts.roles import Permission
from apps.dashboards.plan_page import plan_page
from apps.presentation.scene import scene_of
from apps.targets.models import Plan


@require(Permission.FIGURES_VIEW)
def listing(request: HttpRequest) -> HttpResponse:
    """List the plans, and show the one of the day."""
    scene = scene_of(request)
    plans = Plan.objects.annotate(count=Count("targets")).order_by("start_on", "code")
    shown = plan_page(scene, scene.plan) if scene.plan else None
    context = {"scene": scene, "plans": plans, "shown": shown, "is_list": True}
    return render(request, "dashboards/plan.html", context)


@require(Permission.FIGURES_VIEW)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a plan's targets, how they stand and how they ended."""
    plan = get_object_or_404(Plan, pk=pk)
    scene = scene_of(request)
    plans = Plan.objects.annotate(count=Count("targets")).order_by("start_on", "code")
    context = {"scene": scene, "plans": plans, "shown": plan_page(scene, plan)}
    return render(request, "dashboards/plan.html", context)
