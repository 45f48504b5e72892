"""Errors as problem details (RFC 9457), in the words of the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response

from apps.common.errors import RuleError

log = structlog.get_logger()
MEDIA_TYPE = "application/problem+json"
Words = str | Promise


@dataclass(frozen=True)
class Kind:
    """One kind of problem: its status and what it is called."""

    status: int
    title: Words


KINDS: dict[str, Kind] = {
    "malformed": Kind(400, gettext_lazy("The request cannot be read")),
    "not-signed-in": Kind(401, gettext_lazy("No token or session")),
    "not-allowed": Kind(403, gettext_lazy("Not allowed")),
    "not-found": Kind(404, gettext_lazy("Not found")),
    "method": Kind(405, gettext_lazy("This address does not take the method")),
    "not-acceptable": Kind(406, gettext_lazy("No such format")),
    "conflict": Kind(409, gettext_lazy("Something else changed it first")),
    "changed": Kind(412, gettext_lazy("It has changed since you read it")),
    "too-large": Kind(413, gettext_lazy("Too large")),
    "media-type": Kind(415, gettext_lazy("This type of content is not taken")),
    "rule": Kind(422, gettext_lazy("A rule forbids it")),
    "key-reused": Kind(422, gettext_lazy("The key was used for another request")),
    "tag-missing": Kind(428, gettext_lazy("Say which state you change")),
    "too-many": Kind(429, gettext_lazy("Too many requests")),
    "failed": Kind(500, gettext_lazy("Something went wrong")),
    "busy": Kind(503, gettext_lazy("Busy; try again")),
}
_BY_STATUS = {
    400: "malformed", 401: "not-signed-in", 403: "not-allowed", 404: "not-found", 405: "method",
    406: "not-acceptable", 415: "media-type", 429: "too-many",
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field; without a name, with the whole."""

    field: str
    detail: str


class ProblemError(Exception):
    """The request cannot be answered; ``kind`` is one of KINDS."""

    def __init__(
        self, kind: str, detail: Words, *, faults: Iterable[Fault] = (), **more: Any
    ) -> None:
        super().__init__(str(detail))
        self.kind, self.detail, self.faults, self.more = kind, detail, tuple(faults), more


def malformed(field: str, detail: Words) -> ProblemError:
    """Return the error that one input has the wrong shape."""
    return ProblemError("malformed", detail, faults=[Fault(field, str(detail))])


def answer(
    kind: str, detail: Words, *, number: str = "", faults: Iterable[Fault] = (), **more: Any
) -> Response:
    """Return a problem as an answer."""
    found = KINDS[kind]
    body = {
        "type": f"/help/api/#{kind}",
        "title": str(found.title),
        "status": found.status,
        "detail": str(detail),
        "reference": number,
    }
    if listed := [{"field": fault.field, "detail": fault.detail} for fault in faults]:
        body["errors"] = listed
    return Response(body | more, status=found.status, content_type=MEDIA_TYPE)


def handle(error: Exception, context: Mapping[str, Any]) -> Response:
    """Turn what a view raised into a problem; nothing of the inside is told."""
    request = context.get("request")
    number = getattr(getattr(request, "_request", request), "request_id", "")
    if isinstance(error, ProblemError):
        return answer(error.kind, error.detail, number=number, faults=error.faults, **error.more)
    if isinstance(error, RuleError):
        faults = [Fault(error.field, error.message)] if error.field else []
        return answer("rule", error.message, number=number, faults=faults)
    if isinstance(error, exceptions.APIException):
        return _of_framework(error, number)
    kind, detail = _otherwise(error)
    return answer(kind, detail, number=number)


def _of_framework(error: exceptions.APIException, number: str) -> Response:
    kind = _BY_STATUS.get(error.status_code, "failed")
    faults = tuple(_faults(error.detail)) if isinstance(error, exceptions.ValidationError) else ()
    detail = _("Some fields are wrong.") if faults else _said(error)
    response = answer(kind, detail, number=number, faults=faults)
    wait = getattr(error, "wait", None)
    if wait is not None:
        response["Retry-After"] = str(max(1, round(wait)))
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    return response


def _said(error: exceptions.APIException) -> str:
    words: dict[type, str] = {
        exceptions.NotAuthenticated: _("Send a token in the Authorization header, or sign in."),
        exceptions.AuthenticationFailed: _("The token is not good: unknown, run out or revoked."),
        exceptions.NotFound: _("There is nothing here for you."),
        exceptions.Throttled: _("Wait as long as Retry-After says."),
        exceptions.NotAcceptable: _("Answers are JSON: accept application/json."),
    }
    return words.get(type(error)) or str(error.detail)


_NOTHING = gettext_lazy("There is nothing here for you.")
_OTHERS: tuple[tuple[tuple[type[Exception], ...], str, Words], ...] = (
    ((Http404,), "not-found", _NOTHING),
    (
        (PermissionDenied,),
        "not-allowed",
        gettext_lazy("Your role or your token does not hold the right to do this."),
    ),
    (
        (RequestDataTooBig,),
        "too-large",
        gettext_lazy("The request is larger than this address takes."),
    ),
    (
        (SuspiciousOperation, DataError),
        "malformed",
        gettext_lazy("A value cannot be stored. Look at lengths, numbers and signs."),
    ),
    (
        (IntegrityError,),
        "conflict",
        gettext_lazy("Somebody else recorded something at this moment. Read it again."),
    ),
    (
        (OperationalError,),
        "busy",
        gettext_lazy("The database is busy. Try again in a minute."),
    ),
)


def _otherwise(error: Exception) -> tuple[str, Words]:
    """Return the kind of an error that the framework does not know, and what to say."""
    for types, kind, detail in _OTHERS:
        if isinstance(error, types):
            return kind, detail
    log.error("api request failed", exc_info=error)
    message = _("The fault is logged under the reference. Give it to whoever helps you.")
    return "failed", message


def _faults(detail: Any, field: str = "") -> Iterable[Fault]:
    """Yield what a serializer found, with the way to the field: "post.unit"."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from _faults(inner, ".".join(filter(None, (field, own))))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _faults(inner, field)
    else:
        yield Fault(field, str(detail))
