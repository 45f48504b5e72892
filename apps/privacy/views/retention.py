"""How long anything is kept, and what the nights let go of."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.accounts.access import may, require, user_of
from apps.accounts.roles import Permission
from apps.privacy.models import RetentionRun
from apps.privacy.retention import RULES

_PAGE = 30


@require_GET
@require(Permission.LOGS_VIEW, Permission.JOBS_MANAGE)
def page(request: HttpRequest) -> HttpResponse:
    """Show the table of retention, and the latest runs with what they removed."""
    names = {rule.code: rule.what for rule in RULES}
    runs = Paginator(RetentionRun.objects.all(), _PAGE).get_page(request.GET.get("page"))
    told = [
        (run, [(names.get(code, code), n) for code, n in run.removed.items() if n]) for run in runs
    ]
    context = {
        "rules": RULES,
        "page": runs,
        "told": told,
        "tab": "retention",
        # Whoever keeps the jobs alone has no other log to turn to.
        "of_log": may(user_of(request), Permission.LOGS_VIEW),
    }
    return render(request, "privacy/retention.html", context)
