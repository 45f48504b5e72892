"""Searching the access log: who saw this person's record, what did this account see.

Pages follow one another by the last line seen, so that the ten-thousandth costs what the first
does, and nothing is counted. Every branch of a search reads one index in its order and stops.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import F, Func, IntegerField, Sum

from apps.audit.models import AccessLog, Shown

PAGE = 50


def month_of(moment: datetime) -> int:
    """Return the number of a moment's month."""
    moment = moment.astimezone(UTC)
    return moment.year * 12 + moment.month


@dataclass(frozen=True)
class Search:
    """What is looked for; whatever is empty asks for nothing.

    ``keys`` and ``person`` belong together: lines that name one of the keys, and lists that showed
    the person of this id.
    """

    usernames: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    person: int | None = None
    act: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Line:
    """A line of the log, and how many people it showed when it was a list."""

    access: AccessLog
    people: int


@dataclass(frozen=True)
class Found:
    """A page of lines, the latest first, and whether others come before and after them."""

    lines: Sequence[Line]
    has_later: bool
    has_earlier: bool


def found(search: Search, *, older: int | None = None, newer: int | None = None) -> Found:
    """Return the page of lines before or after one, or the latest."""
    if newer is not None and (from_ := _place(newer)):
        ids = _ids(search, from_, is_rising=True)
        return Found(_lines(ids[:PAGE]), len(ids) > PAGE, has_earlier=True)
    from_ = _place(older) if older is not None else None
    ids = _ids(search, from_, is_rising=False)
    return Found(_lines(ids[:PAGE]), from_ is not None, len(ids) > PAGE)


def _place(pk: int) -> tuple[datetime, int] | None:
    return AccessLog.objects.filter(pk=pk).values_list("at", "pk").first()


def _lines(ids: Sequence[int]) -> list[Line]:
    size = Func(F("people"), function="cardinality", output_field=IntegerField())
    shown = Shown.objects.filter(access__in=ids).values("access").annotate(n=Sum(size))
    counts = dict(shown.values_list("access", "n"))
    rows = AccessLog.objects.filter(pk__in=ids).order_by("-at", "-pk")
    return [Line(row, counts.get(row.pk, 0)) for row in rows]


def _ids(search: Search, from_: tuple[datetime, int] | None, *, is_rising: bool) -> list[int]:
    """Return the ids of a page and one more, in the direction asked for."""
    order = "at, id" if is_rising else "at DESC, id DESC"
    branches, values = [], []
    for branch, given in _branches(search, from_, is_rising=is_rising):
        branches.append(f"({branch} ORDER BY {order} LIMIT {PAGE + 1})")
        values += given
    query = f"SELECT id, at FROM ({' UNION '.join(branches)}) f ORDER BY {order} LIMIT {PAGE + 1}"
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [row[0] for row in cursor.fetchall()]


def _branches(
    search: Search, from_: tuple[datetime, int] | None, *, is_rising: bool
) -> Iterator[tuple[str, list[Any]]]:
    table = AccessLog._meta.db_table
    for username in search.usernames or (None,):
        where, values = _conditions(search, username, from_, is_rising=is_rising)
        for key in search.keys:
            yield f"SELECT id, at FROM {table} WHERE {where} AND key = %s", [*values, key]
        if search.person is not None:
            yield _showing(search, where, values, from_, is_rising=is_rising)
        if not search.keys and search.person is None:
            yield f"SELECT id, at FROM {table} WHERE {where}", values


def _conditions(
    search: Search, username: str | None, from_: tuple[datetime, int] | None, *, is_rising: bool
) -> tuple[str, list[Any]]:
    asked: list[tuple[str, Any]] = [
        ("username = %s", username),
        ("act = %s", search.act),
        ("kind = %s", search.kind),
        ("at >= %s", search.since),
        ("at < %s", search.until),
    ]
    parts = [(text, [value]) for text, value in asked if value not in ("", None)]
    if from_:
        sign = ">" if is_rising else "<"
        # The first half is what an index understands.
        parts.append((f"at {sign}= %s AND (at, id) {sign} (%s, %s)", [from_[0], *from_]))
    where = " AND ".join(text for text, _values in parts) or "TRUE"
    return where, [value for _text, values in parts for value in values]


def _showing(
    search: Search,
    where: str,
    values: list[Any],
    from_: tuple[datetime, int] | None,
    *,
    is_rising: bool,
) -> tuple[str, list[Any]]:
    """Return the branch of the lists that showed the person, month after month until enough."""
    first, last = _months(search)
    if from_:
        first, last = (month_of(from_[0]), last) if is_rising else (first, month_of(from_[0]))
    months = [first, last, 1] if is_rising else [last, first, -1]
    order = "at, id" if is_rising else "at DESC, id DESC"
    shown, table = Shown._meta.db_table, AccessLog._meta.db_table
    return (
        f"""SELECT id, at FROM (
            SELECT l.id, l.at FROM generate_series(%s, %s, %s) m CROSS JOIN LATERAL (
                SELECT a.id, a.at FROM (
                    SELECT access FROM {shown} WHERE month = m AND people @> ARRAY[%s::int]
                ) s JOIN {table} a ON a.id = s.access WHERE {where}
                ORDER BY {order} LIMIT {PAGE + 1}
            ) l LIMIT {PAGE + 1}
        ) b""",
        [*months, search.person, *values],
    )


def _months(search: Search) -> tuple[int, int]:
    """Return the first and the last month that can hold what is looked for."""
    ends = [
        AccessLog.objects.order_by(order).values_list("at", flat=True).first()
        for order in ("at", "-at")
    ]
    first, last = (month_of(at) if at else 0 for at in ends)
    if search.since:
        first = max(first, month_of(search.since))
    if search.until:
        last = min(last, month_of(search.until))
    return first, last
