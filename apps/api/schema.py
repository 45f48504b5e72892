"""How the addresses are described: summaries, parameters from the filters, answers, problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_array_type, build_object_type
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
)
from rest_framework.serializers import Serializer

from apps.api import paging
from apps.api.filters import DayFilter, Filters, NumberFilter
from apps.api.problems import KINDS, MEDIA_TYPE
from apps.api.serializers.strict import DAY

_TEXT = {"type": "string"}
PROBLEM = build_object_type(
    {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "reference": _TEXT,
        "errors": build_array_type(
            build_object_type({"field": _TEXT, "detail": _TEXT}, required=["field", "detail"])
        ),
        "concerns": build_array_type({"type": "object"}),
    },
    required=["type", "title", "status", "detail", "reference"],
)
_ALWAYS = (400, 401, 403, 404, 406, 429, 500, 503)
_ON_WRITING = (409, 412, 413, 415, 422, 428)


def describe(
    summary: str | Promise,
    *,
    tag: str,
    answer: Any = None,
    pages: type[Serializer] | None = None,
    body: type[Serializer] | None = None,
    status: int = 200,
    **more: Any,
) -> Callable[[Any], Any]:
    """Describe a method of a view: what it does, what it takes, and what it answers.

    ``pages`` names the shape of the rows when the answer is a page of them.
    """

    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        method.pages, method.status = pages, status  # type: ignore[attr-defined]
        described: Callable[..., Any] = extend_schema(
            summary=summary,  # type: ignore[arg-type]
            description=more.pop("description", ""),
            tags=[tag],
            request=body if body is not None else None,
            responses=answer
            if isinstance(answer, dict)
            else {status: answer or pages or OpenApiResponse()},
            **more,
        )(method)
        return described

    return decorate


class Described(AutoSchema):
    """Adds to each operation what every address has alike."""

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """Return the parameters that the filters take, and the headers."""
        if self.method == "GET":
            return [*_parameters(self.view.filters), *self._fields(), *_conditional()]
        keyed = [_header("Idempotency-Key", _KEYED, pattern=_KEY, is_required=True)]
        matched = [_header("If-Match", _MATCHED, is_required=True)]
        own: Iterable[str] = getattr(self.view, "matches", ())
        listed = keyed if self.method == "POST" else []
        return listed + (matched if self.method in own else [])

    def _fields(self) -> list[OpenApiParameter]:
        if "fields" not in self.view.filters.passing:
            return []
        names = list(self.view.shape().fields)
        return [
            OpenApiParameter(
                "fields",
                {"type": "array", "items": {"enum": names}, "minItems": 1, "uniqueItems": True},
                style="form",
                explode=False,
                description=_("fields to answer with, parted by commas; all if it is left out"),
            )
        ]

    def get_operation_id(self) -> str:
        """Name the operation by its method and its address."""
        parts = [part.strip("{}") for part in self.path.split("/")[3:]]
        return "_".join([self.method.lower(), *parts])

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        """Say problems and pages as they are."""
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        method = getattr(self.view, self.method.lower())
        answers = operation["responses"]
        if getattr(method, "pages", None):
            for content in answers["200"]["content"].values():
                content["schema"] = _page(content["schema"])
        operation["x-scope"] = self.view.scopes.get(self.method, "")
        if self.method == "GET":
            answers["304"] = {"description": _("As you have it already")}
        for status in _ALWAYS + (_ON_WRITING if self.method != "GET" else ()):
            answers.setdefault(str(status), _problem(status))
        return operation


_KEY = r"^[A-Za-z0-9._~:-]{8,100}$"
_KEYED = gettext_lazy(
    "a key of your own; the same request sent again under it has no further effect"
)
_MATCHED = gettext_lazy("the ETag of the state that you change")


def _header(
    name: str, words: Any, *, pattern: str = "", is_required: bool = False
) -> OpenApiParameter:
    kind: Any = {"type": "string", "pattern": pattern} if pattern else str
    return OpenApiParameter(
        name, kind, OpenApiParameter.HEADER, required=is_required, description=str(words)
    )


def _conditional() -> list[OpenApiParameter]:
    return [_header("If-None-Match", _("the ETag that you have; then 304 if nothing changed"))]


def _page(rows: dict[str, Any]) -> dict[str, Any]:
    return build_object_type(
        {
            "results": rows if rows.get("type") == "array" else build_array_type(rows),
            "next": {"type": ["string", "null"], "description": _("the address that follows")},
        },
        required=["results", "next"],
    )


def _problem(status: int) -> dict[str, Any]:
    titles = [str(kind.title) for kind in KINDS.values() if kind.status == status]
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": "; ".join(titles), "content": {MEDIA_TYPE: {"schema": schema}}}


def _parameters(filters: type[Filters]) -> list[OpenApiParameter]:
    listed = [_parameter(name, each) for name, each in filters.base_filters.items()]
    if "limit" in filters.passing:
        size = {"type": "integer", "minimum": 1, "maximum": paging.MOST, "default": paging.USUAL}
        listed.append(OpenApiParameter("limit", size, description=_("how many at once")))
        words = _("from “next” of the page before, as it is")
        listed.append(OpenApiParameter("cursor", str, description=words))
    return listed


def _parameter(name: str, each: django_filters.Filter) -> OpenApiParameter:
    field: forms.Field = each.field
    kind: dict[str, Any] = {"type": "string"}
    if isinstance(each, DayFilter):
        kind |= {"format": "date", "pattern": DAY}
    elif isinstance(each, NumberFilter):
        kind = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
    elif isinstance(each, django_filters.ChoiceFilter):
        kind["enum"] = [code for code, _word in each.extra["choices"]]
    else:
        kind |= {"minLength": 1, "maxLength": each.extra["max_length"]}
    return OpenApiParameter(
        name, kind, required=bool(field.required), description=str(each.label or "")
    )


class TokenScheme(OpenApiAuthenticationExtension):
    """Describes the token."""

    target_class = "apps.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """Return the scheme."""
        return {"type": "http", "scheme": "bearer"}


class SiteScheme(OpenApiAuthenticationExtension):
    """Describes the session of the site."""

    target_class = "apps.api.authentication.SiteAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """Return the scheme."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


def complete(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """Close the shapes: nothing unlisted is taken or answered; any field may be left out of an
    answer, as it can be asked for alone.
    """
    shapes = result["components"].setdefault("schemas", {})
    for name, shape in shapes.items():
        if shape.get("type") == "object" and "properties" in shape:
            shape["additionalProperties"] = False
            if not name.endswith("Request"):
                shape.pop("required", None)
    shapes["Problem"] = PROBLEM
    return result
