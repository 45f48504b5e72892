"""People in an order: a page of them for a screen, all of them in parts for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, QuerySet

from apps.cadres.models import Cadre, Restriction

PAGE = 50
_PART = 1_000
# The order of a list of people by the word that asks for it.
SORTS: dict[str, tuple[Any, ...]] = {
    "name": ("sort_key", "pk"),
    "-name": ("-sort_key", "-pk"),
    "born": (F("born_earliest").asc(nulls_last=True), "sort_key", "pk"),
    "-born": (F("born_latest").desc(nulls_last=True), "sort_key", "pk"),
}


class KnownCount(Paginator):
    """Pages of a list whose length is known without counting."""

    def __init__(self, listed: Any, count: int | None) -> None:
        super().__init__(listed, PAGE)
        if count is not None:
            self.__dict__["count"] = count


def page_of(
    people: QuerySet[Cadre], *, sort: str, number: Any, count: int | None = None
) -> Page[Cadre]:
    """Return a page of people in an order; ``count`` when their number is known.

    Those whose data may not be handed on are marked ``is_restricted``.
    """
    is_restricted = Exists(Restriction.objects.filter(cadre=OuterRef("pk")))
    marked = _ordered(people, sort).annotate(is_restricted=is_restricted)
    return KnownCount(marked, count).get_page(number)


def ids_of(people: QuerySet[Cadre], *, sort: str) -> list[int]:
    """Return the ids of all people in an order."""
    return list(_ordered(people, sort).values_list("pk", flat=True))


def in_parts(ids: Sequence[int]) -> Iterator[list[Cadre]]:
    """Yield people in the order of their ids, a thousand at a time, with what lists show of them.

    No cursor stays open between the parts. Who is gone meanwhile is left out.
    """
    shown = Cadre.objects.only("key", "full_name", "born", "gender")
    for start in range(0, len(ids), _PART):
        part = ids[start : start + _PART]
        found = shown.in_bulk(part)
        yield [found[pk] for pk in part if pk in found]


def _ordered(people: QuerySet[Cadre], sort: str) -> QuerySet[Cadre]:
    return people.order_by(*SORTS.get(sort, SORTS["name"]))
