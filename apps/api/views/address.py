"""What every address of the API does alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from apps.accounts.models import User
from apps.api import problems
from apps.api.filters import Filters, NoParameters
from apps.api.paging import Page
from apps.api.parsing import check_place
from apps.api.permissions import HoldsScope
from apps.api.tags import is_among, tag_of_content
from apps.audit.models import AccessLog
from apps.audit.services import log_access


class ApiView(APIView):
    """One address: admits, checks what is asked, answers with a tag, says errors as problems.

    ``scopes`` names what each method needs; ``filters`` the parameters of a GET; ``shape`` what an
    answer looks like.
    """

    permission_classes: ClassVar = [HoldsScope]
    scopes: ClassVar[dict[str, str]] = {}
    filters: ClassVar[type[Filters]] = NoParameters
    shape: ClassVar[type[Serializer]]
    asked: dict[str, Any]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Speak the caller's language, admit them, and look at what they ask for."""
        super().initial(request, *args, **kwargs)
        check_place(kwargs)
        known = self.filters if request.method in ("GET", "HEAD") else NoParameters
        self.asked = known.read(request.query_params)

    def perform_authentication(self, request: Request) -> None:
        """Find out who asks, and use the language that is asked for, else the user's."""
        super().perform_authentication(request)
        is_asked = "Accept-Language" in request.headers
        has_chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if request.user.is_authenticated and not (is_asked or has_chosen):
            translation.activate(request.user.language)

    @property
    def user(self) -> User:
        """Who asks."""
        return self.request.user  # type: ignore[no-any-return]

    @property
    def today(self) -> date:
        """The day on which it is asked."""
        return timezone.localdate()

    @property
    def day(self) -> date:
        """The day that it is asked about."""
        return self.asked.get("on") or self.today

    def chosen(self) -> frozenset[str] | None:
        """Return the fields that were asked for; None for all."""
        text = self.request.query_params.get("fields")
        if not text:
            return None
        listed = text.split(",")
        names, known = frozenset(listed), self.shape().fields.keys()
        if names - known or len(names) < len(listed):
            shown = ", ".join(sorted(known))
            message = translation.gettext("Name each field once. Known are: %s.") % shown
            raise problems.malformed("fields", message)
        return names

    def cut(self, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return rows with the fields that were asked for."""
        names = self.chosen()
        if names is None:
            return list(rows)
        return [{name: row[name] for name in row if name in names} for row in rows]

    def one(self, row: Any, **context: Any) -> dict[str, Any]:
        """Return one thing in its shape."""
        return self.cut([self.shape(row, context=context).data])[0]

    def listed(self, page: Page, **context: Any) -> Response:
        """Answer with a page of things in their shape."""
        rows = self.shape(page.rows, many=True, context=context).data
        return Response({"results": self.cut(rows), "next": page.next})

    def log(self, act: AccessLog.Act, kind: str, key: str, **detail: Any) -> None:
        """Record that personal data are read, with the token by which."""
        token = getattr(self.request._request, "api_token", None)
        by = {"token": token.name} if token else {}
        log_access(username=self.user.username, act=act, kind=kind, key=key, **detail, **by)

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Give an answer its tag; whoever has it already gets 304. Nothing is kept on the way."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            if isinstance(response, Response) and "ETag" not in response:
                response["ETag"] = tag_of_content(JSONRenderer().render(response.data))
            response = _unless_known(request, response)
        response["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
        return response


def _unless_known(request: Request, response: HttpResponseBase) -> HttpResponseBase:
    """Return 304 when the caller has this very answer."""
    known, tag = request.headers.get("If-None-Match"), response.get("ETag")
    if not known or not tag or not is_among(tag, known):
        return response
    short = Response(status=304, headers={"ETag": tag})
    short.accepted_renderer = request.accepted_renderer
    short.accepted_media_type = request.accepted_media_type
    short.renderer_context = {}
    return short
