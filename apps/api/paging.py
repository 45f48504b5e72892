"""Pages by cursor: stable while rows come and go, and without a count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.api.problems import malformed

USUAL, MOST = 50, 200
_SALT = "apps.api.cursor"


@dataclass(frozen=True)
class Page:
    """Some rows, and the address of those that follow; empty at the end."""

    rows: Sequence[Any]
    next: str | None


def limit_of(query: QueryDict) -> int:
    """Return how many rows were asked for."""
    text = query.get("limit", str(USUAL))
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MOST):
        raise malformed("limit", _("A whole number from 1 to %s.") % MOST)
    return int(text)


def page_of(rows: QuerySet[Any], order: Sequence[str], path: str, query: QueryDict) -> Page:
    """Return the page asked for of rows in an order that ends with the primary key.

    A cursor names the last row that was given, by its key alone: it says nothing of a person.
    """
    size = limit_of(query)
    rows = rows.order_by(*order)
    if last := cursor_of(query):
        rows = rows.filter(_beyond(rows.model, order, last))
    found = list(rows[: size + 1])
    more = len(found) > size
    address = next_address(path, query, found[size - 1].pk) if more else None
    return Page(found[:size], address)


def cursor_of(query: QueryDict) -> int | None:
    """Return the key of the row after which to go on."""
    if "cursor" not in query:
        return None
    try:
        return int(signing.loads(query["cursor"], salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise malformed("cursor", _("Take the cursor from “next” as it is.")) from error


def next_address(path: str, query: QueryDict, last: int) -> str:
    """Return the address of the page after a row."""
    asked = query.copy()
    asked["cursor"] = signing.dumps(last, salt=_SALT)
    return f"{path}?{asked.urlencode()}"


def _beyond(model: type[Model], order: Sequence[str], last: int) -> Q:
    """Return what lies after a row: later in the first column, or alike there and later in the
    next, and so on.
    """
    names = [name.lstrip("-") for name in order]
    values = model._default_manager.filter(pk=last).values_list(*names).first()
    if values is None:
        raise malformed("cursor", _("The row at which the page began is gone. Begin anew."))
    beyond, alike = Q(), Q()
    for name, column, value in zip(order, names, values, strict=True):
        side = "lt" if name.startswith("-") else "gt"
        beyond |= alike & Q(**{f"{column}__{side}": value})
        alike &= Q(**{column: value})
    return beyond
