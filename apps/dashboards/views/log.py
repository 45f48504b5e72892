"""The access log and the change history, for auditors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.access import require, user_of
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.selectors import latest_changes
from apps.dashboards.access_page import access_page
from apps.presentation import accesses
from apps.presentation.changes import in_words

PAGE = 50


@require(Permission.LOGS_VIEW)
def page(request: HttpRequest) -> HttpResponse:
    """Show who read, listed or took out personal data."""
    context = {
        "shown": access_page(user_of(request), request.GET),
        "acts": AccessLog.Act.choices,
        "kinds": accesses.kinds().items(),
        "tab": "log",
    }
    return render(request, "dashboards/log.html", context)


@require(Permission.LOGS_VIEW)
def changes(request: HttpRequest) -> HttpResponse:
    """Show what was changed, in every table, and by whom."""
    words = request.GET.get("q", "").strip()[:100]
    number = _number(request.GET.get("page", ""))
    # One more than a page tells whether there is a next one, without counting every version.
    found = latest_changes(words=words, offset=PAGE * (number - 1), limit=PAGE + 1)
    context = {
        "entries": in_words(found[:PAGE]),
        "words": words,
        "tab": "changes",
        "previous": number - 1,
        "next": number + 1 if len(found) > PAGE else 0,
        "number": number,
    }
    return render(request, "dashboards/log.html", context)


def _number(text: str) -> int:
    return max(1, min(int(text), 2000)) if text.isdecimal() and len(text) < 6 else 1
