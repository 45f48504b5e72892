"""Runs and jobs, for administrators."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.access import require
from apps.accounts.roles import Permission
from apps.dashboards.waking import wake_worker
from apps.jobs.models import Job
from apps.jobs.services import ask_again, retry
from apps.metrics.models import Run
from apps.presentation import numbers
from apps.presentation.filters import read_day


@require(Permission.JOBS_MANAGE)
def page(request: HttpRequest) -> HttpResponse:
    """Show the jobs and the runs, the latest first."""
    runs = Paginator(Run.objects.all(), 30).get_page(request.GET.get("page"))
    return render(request, "dashboards/runs.html", {"runs": runs, **_jobs()})


@require(Permission.JOBS_MANAGE)
def jobs(request: HttpRequest) -> HttpResponse:
    """Show the jobs as they stand now."""
    return render(request, "dashboards/_jobs.html", _jobs())


def _jobs() -> dict[str, Any]:
    listed = Job.objects.order_by("-asked_at", "-day", "-pk")[:20]
    waiting = Job.objects.open().count()
    return {"jobs": listed, "open_jobs": waiting, "today": timezone.localdate()}


@require_POST
@require(Permission.JOBS_MANAGE)
def retry_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a job that was given up once more."""
    job = get_object_or_404(Job, pk=pk)
    with transaction.atomic():
        retry(job=job, by=request.user.get_username())
        transaction.on_commit(partial(wake_worker, job.kind))
    messages.success(request, _("The job of %(day)s is queued again.") % _said(job.day))
    return redirect("runs")


@require_POST
@require(Permission.JOBS_MANAGE)
def ask_for(request: HttpRequest) -> HttpResponse:
    """Ask for the figures of a day."""
    day = read_day(request.POST.get("day", ""))
    if day is None:
        messages.error(request, _("Write the day as dd/mm/yyyy."))
        return redirect("runs")
    with transaction.atomic():
        ask_again(kind="day", day=day, by=request.user.get_username())
        transaction.on_commit(partial(wake_worker, "day"))
    messages.success(request, _("The figures of %(day)s are asked for.") % _said(day))
    return redirect("runs")


def _said(day: Any) -> dict[str, str]:
    return {"day": numbers.day(day)}
