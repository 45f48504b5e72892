"""Reading what programs send: JSON and query strings, strictly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from apps.api.problems import ProblemError, malformed

_DEEPEST = 20


class StrictJSONParser(JSONParser):
    """JSON whose texts can be stored: no NUL, no lone surrogates, not nested without end."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, Any]:
        """Return the object that was sent."""
        try:
            found = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError(_("The JSON is nested too deeply.")) from error
        if not isinstance(found, dict):
            raise ParseError(_("Send one JSON object."))
        _check(found)
        return found


def _check(value: Any, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise ParseError(_("The JSON is nested too deeply."))
    if isinstance(value, str):
        if not is_clean(value):
            raise ParseError(_("A text holds a sign that cannot be stored."))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            _check(name, depth + 1)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)


def is_clean(text: str) -> bool:
    """Whether a text can be stored: it has no NUL and no half of a sign."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def check_query(query: QueryDict, known: set[str]) -> None:
    """Refuse parameters that the address does not know, and those that are given twice."""
    for name in query:
        if name not in known:
            shown = ", ".join(sorted(known)) or "–"
            raise malformed(
                name[:50] if is_clean(name) else "?",
                _("There is no such parameter here. Known are: %s.") % shown,
            )
        if len(query.getlist(name)) > 1:
            raise malformed(name, _("Give the parameter once."))
        if not is_clean(query[name]):
            raise malformed(name, _("A text holds a sign that cannot be stored."))


def check_place(places: Mapping[str, Any]) -> None:
    """Refuse an address that names what no row can be called."""
    for value in places.values():
        if isinstance(value, str) and not is_clean(value):
            raise ProblemError("not-found", _("There is nothing here for you."))
