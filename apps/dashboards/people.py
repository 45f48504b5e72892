"""Pages of people, read a page at a time: names only of those who are shown."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet

from apps.cadres.models import Cadre

PAGE = 50
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
    """Return a page of people in an order; ``count`` when their number is known."""
    ordered = people.order_by(*SORTS.get(sort, SORTS["name"]))
    return KnownCount(ordered, count).get_page(number)
