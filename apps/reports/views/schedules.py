"""The screens of scheduled reports."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.common.errors import RuleError
from apps.reports import scheduling
from apps.reports.models import Schedule
from apps.reports.schedule_forms import ChangeForm, ScheduleForm
from apps.reports.schedule_pages import schedules_of


def of_schedule(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Admit who may take figures of the schedule's unit out, and hand the view the schedule."""

    @wraps(view)
    def found(request: HttpRequest, pk: int) -> HttpResponse:
        seen = Schedule.objects.visible_to(user_of(request), timezone.localdate())
        return view(request, get_object_or_404(seen.select_related("unit", "plan"), pk=pk))

    return require(Permission.EXPORT)(found)


@require_GET
@require(Permission.EXPORT)
def listing(request: HttpRequest) -> HttpResponse:
    """List the schedules, and offer to set up another."""
    return _listing(request, ScheduleForm(user=user_of(request), today=timezone.localdate()))


def _listing(request: HttpRequest, form: ScheduleForm) -> HttpResponse:
    lines = schedules_of(user_of(request), timezone.localdate())
    return render(request, "reports/schedules.html", {"form": form, "lines": lines})


@require_POST
@require(Permission.EXPORT)
def add(request: HttpRequest) -> HttpResponse:
    """Set up a schedule."""
    user, today = user_of(request), timezone.localdate()
    form = ScheduleForm(request.POST, user=user, today=today)
    if form.is_valid():
        try:
            scheduling.set_up_schedule(asked=form.asked(), by=user, today=today)
        except RuleError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("The report is scheduled."))
            return redirect("schedules")
    return _listing(request, form)


@of_schedule
def change(request: HttpRequest, schedule: Schedule) -> HttpResponse:
    """Give coming reports another letterhead and other words."""
    form = ChangeForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        style, words = form.cleaned_data["style"], form.imprint()
        scheduling.change_schedule(
            schedule=schedule, style=style, imprint=words, by=user_of(request)
        )
        messages.success(request, _("Saved. Coming reports get these words."))
        return redirect("schedules")
    context = {"schedule": schedule, "form": form or ChangeForm.of_schedule(schedule)}
    return render(request, "reports/schedule.html", context)


@require_POST
@of_schedule
def act(request: HttpRequest, schedule: Schedule) -> HttpResponse:
    """Pause a schedule, resume it, or remove it."""
    name = request.POST.get("act")
    if name == "pause":
        scheduling.pause_schedule(schedule=schedule)
    elif name == "resume":
        scheduling.resume_schedule(
            schedule=schedule, by=user_of(request), today=timezone.localdate()
        )
    elif name == "drop":
        scheduling.remove_schedule(schedule=schedule)
        messages.success(request, _("The schedule is gone; the reports that it made stay."))
    else:
        raise Http404
    return redirect("schedules")
