"""Answers for pages that have nothing to show where they were opened."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.presentation.scene import Aside


class AsideMiddleware:
    """Turn an Aside, raised by a view, into its designed page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Render the page that an Aside names."""
        if not isinstance(exception, Aside):
            return None
        return render(request, exception.template, exception.context)
