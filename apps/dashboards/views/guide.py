"""How the figures come about, and on what they rest."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.presentation.labels import language
from apps.targets.models import Plan


@login_required
def method(request: HttpRequest) -> HttpResponse:
    """Explain how people are counted and verdicts reached."""
    context = {"text": f"dashboards/help/method_{language()}.html"}
    return render(request, "dashboards/method.html", context)


@login_required
def basis(request: HttpRequest) -> HttpResponse:
    """List the documents that each plan and target rests on."""
    plans = Plan.objects.prefetch_related("targets__versions")
    return render(request, "dashboards/basis.html", {"plans": plans})
