"""A number for every request, in its log lines and in its answer."""

import re
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    """Give the request its id and let every log line written on its behalf carry it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Take a well-formed id from the proxy in front, or make one."""
        given = request.headers.get(HEADER, "")
        number = given if ACCEPTED.fullmatch(given) else uuid.uuid4().hex
        request.request_id = number  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=number):
            response = self.get_response(request)
        response.headers[HEADER] = number
        return response
