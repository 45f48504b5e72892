"""What browsers report of breaches of the policy: one line in the log each, and nothing is kept.

The address stands before sessions and rights, so that a report needs no token, keeps no session
alive and writes no row. A browser says where it reports from; what another site sends is refused.
"""

import json
import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from cadre_tracker.headers import REPORTS

log = structlog.get_logger()
KIND = "application/csp-report"
LARGEST = 16 * 1024
# Lines a minute, for each process of the site.
A_MINUTE = 30
WORD = re.compile(r"[a-z-]{1,40}")


class BreachMiddleware:
    """Take the reports of browsers; pass everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.minute, self.written = 0, 0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a report with its status alone."""
        if request.path_info != REPORTS:
            return self.get_response(request)
        status, found = judged(request)
        if found:
            self.write(found)
        headers = {"Allow": "POST"} if status == 405 else {}
        return HttpResponse(status=status, headers=headers)

    def write(self, found: dict[str, str]) -> None:
        """Write a line, unless enough were written this minute."""
        minute = int(time.monotonic() // 60)
        if minute != self.minute:
            self.minute, self.written = minute, 0
        self.written += 1
        if self.written <= A_MINUTE:
            log.warning("policy_breached", **found)


def judged(request: HttpRequest) -> tuple[int, dict[str, str]]:
    """Return the status of the answer, and what is to be written of a report that is good."""
    if status := refusal(request):
        return status, {}
    try:
        return 204, told(json.loads(request.read(LARGEST))["csp-report"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return 400, {}


def refusal(request: HttpRequest) -> int:
    """Return the status by which a request is refused unread, or zero."""
    if request.method != "POST":
        return 405
    if not is_own(request):
        return 403
    if request.content_type != KIND:
        return 415
    size = request.headers.get("Content-Length", "")
    return 0 if size.isdecimal() and int(size) <= LARGEST else 413


def is_own(request: HttpRequest) -> bool:
    """Whether a browser says that a page of this site sends the request."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    own = {f"{scheme}://{request.get_host()}" for scheme in ("https", "http")}
    if origin is not None and origin not in own:
        return False
    return site == "same-origin" or (site is None and origin is not None)


def told(report: dict[str, str]) -> dict[str, str]:
    """Return what a line says of a breach: the rule, the host that was asked, and where."""
    return {
        "directive": word(report["effective-directive"]),
        "blocked": source(report["blocked-uri"]),
        "page": route(report["document-uri"]),
    }


def word(said: str) -> str:
    """Return a word of the policy."""
    return said if WORD.fullmatch(said) else "other"


def source(said: str) -> str:
    """Return the host of an address, or the word for what has none, such as inline."""
    host = urlsplit(said).hostname
    return host[:100] if host else word(said.partition(":")[0])


def route(said: str) -> str:
    """Return the kind of page: its address without what it names, and without its query."""
    try:
        return "/" + resolve(urlsplit(said).path).route
    except Resolver404:
        return "other"
