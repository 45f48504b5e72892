"""What a list is: the question that a screen puts, and the answer that a file holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.presentation import numbers
from apps.presentation.labels import language
from apps.reports.renderers.lists import About, ListColumn, ListRow, Target, write_csv, write_xlsx

What = Literal["cadres", "who", "units"]
Format = Literal["xlsx", "csv"]
# What a query string may say that has nothing to do with a file.
_OF_PAGES = ("page", "format", "offset", "units", "csrfmiddlewaretoken")


@dataclass(frozen=True)
class Question:
    """Which list is asked for, by the query string of the screen that shows it.

    ``key`` names the unit and ``code`` the target that the screen is of, where it is of one.
    """

    what: What
    format: Format
    language: str
    key: str = ""
    code: str = ""
    query: str = ""

    @classmethod
    def read(cls, what: What, query: QueryDict, *, key: str = "", code: str = "") -> Self:
        """Read the query string of a request; an unknown format is a workbook."""
        kept = query.copy()
        for name in _OF_PAGES:
            kept.pop(name, None)
        named = query.get("format")
        form: Format = "csv" if named == "csv" else "xlsx"
        return cls(what, form, language(), key, code, kept.urlencode())

    def on(self, day: date) -> Self:
        """Return the same question about a certain day."""
        asked = self.asked()
        asked["day"] = day.isoformat()
        return replace(self, query=asked.urlencode())

    def asked(self) -> QueryDict:
        """Return what the screen was asked for."""
        return QueryDict(self.query, mutable=True)


@dataclass(frozen=True)
class Content:
    """The answer: the list's title, its columns and rows, and what it says of itself.

    ``about`` are the lines above its head; ``entry`` is what the access log keeps of it;
    ``covers`` are the units whose data it may hold; ``people`` are the ids of those listed.
    """

    title: str
    day: date
    about: tuple[str, ...]
    columns: tuple[ListColumn, ...]
    count: int
    rows: Iterable[ListRow]
    entry: dict[str, Any]
    covers: Sequence[int]
    people: Sequence[int] = ()


def write(content: Content, form: str, target: Target, *, by: User, now: datetime) -> int:
    """Write a list into a file and return how many rows there were."""
    taken = _("Taken out by %(name)s (%(user)s) at %(moment)s") % {
        "name": by.full_name,
        "user": by.username,
        "moment": numbers.moment(now),
    }
    rows = _("%(count)s rows") % {"count": numbers.whole(content.count)}
    lines = (content.title, *content.about, f"{taken} · {rows}")
    about = About(content.title, lines, by.full_name, now)
    if form == "csv":
        return write_csv(content.columns, content.rows, target, " · ".join(lines))
    return write_xlsx(content.columns, content.rows, target, about)


def said(name: str, value: str) -> str:
    """Return a line of the head: "Ngày: 30/06/2025"."""
    return f"{name}: {value}"


def in_rows(parts: Iterable[Iterable[ListRow]]) -> Iterator[ListRow]:
    """Yield the rows of all parts, one part in hand."""
    for part in parts:
        yield from part
