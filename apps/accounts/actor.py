"""Every request asks the database as the site, in the name of whoever is signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse

from apps.common.stepping_down import acting_for, sent_for


class ActorMiddleware:
    """Let a request, and an answer that is made while it is sent, act for its user or for nobody.

    It stands behind the session and in front of the views.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, with no more rights than its user's."""
        actor = request.user.pk
        with acting_for(actor):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = sent_for(actor, response.streaming_content)
        return response
