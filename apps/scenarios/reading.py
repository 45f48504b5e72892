"""What is typed of a scenario, between addresses, what is kept, and forms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.http import QueryDict

_NAME = re.compile(r"on|age|bp-[\w./-]{1,50}|act-[\w-]{1,80}|(new|post|who)-[1-9]", re.ASCII)
_LONGEST, _MOST = 100, 200


def typed_in(query: QueryDict) -> dict[str, list[str]]:
    """Return what a query string says of a scenario, without what was left empty."""
    names = [name for name in query if _NAME.fullmatch(name)][:_MOST]
    found = {
        name: [text.strip()[:_LONGEST] for text in query.getlist(name)[:_MOST] if text.strip()]
        for name in names
    }
    return {name: texts for name, texts in found.items() if texts and _says(name, found)}


def _says(name: str, found: Mapping[str, Sequence[str]]) -> bool:
    """Whether an input says anything: a post and marks do with a number of new people alone."""
    kind, _dash, number = name.partition("-")
    return kind not in ("post", "who") or bool(found.get(f"new-{number}"))


def as_query(numbers: Mapping[str, Sequence[str]], **more: str) -> QueryDict:
    """Return what was typed as a query string would say it."""
    query = QueryDict(mutable=True)
    for name, value in more.items():
        if value:
            query[name] = value
    for name, texts in numbers.items():
        query.setlist(name, list(texts))
    return query
