"""The description of the API, its page in the site, and what is at no address."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.scopes import SCOPE_NAMES
from apps.api.documentation import sections
from apps.api.permissions import SignedIn
from apps.api.problems import KINDS
from apps.api.views.address import ApiView
from apps.presentation.labels import language


@lru_cache(maxsize=4)
def description(tongue: str) -> dict[str, Any]:
    """Return the description in one language; it changes with the program alone."""
    with translation.override(tongue):
        found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
        return found


class Schema(ApiView):
    """The description as OpenAPI 3.1."""

    permission_classes: ClassVar = [SignedIn]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Return the description."""
        return Response(description(language()))


class Missing(ApiView):
    """Every other address below the API."""

    permission_classes: ClassVar = [SignedIn]
    schema = None

    def get(self, request: Request, rest: str = "") -> Response:
        """Say that nothing is here."""
        raise Http404

    post = put = patch = delete = get


@login_required
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how programs use the API, written from its description."""
    context = {
        "sections": sections(description(language())),
        "kinds": KINDS,
        "scopes": SCOPE_NAMES,
        "host": request.build_absolute_uri("/")[:-1],
    }
    return render(request, "api/help.html", context)
