"""The access log at ten million lines: who saw this person, what did this account see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from apps.audit.accesses import Search, found
from bench.database import fresh_database
from bench.measure import DifferentError, Line, seconds

LINES, PEOPLE, ACCOUNTS, MONTHS = 10_000_000, 150_000, 2_000, 24
ASKED = 40
Ask = Callable[[int], Search]
_FIRST = datetime(2024, 11, 1, tzinfo=UTC)
# A tenth of the lines are lists of fifty people. One in a thousand people stands on the first
# page of every twentieth list: whoever comes first in the order of names is shown most.
_READINGS = """
INSERT INTO audit_accesslog (id, at, username, act, kind, key, detail)
SELECT n, %(first)s::timestamptz + n * %(step)s * interval '1 second',
       'user' || (power(random(), 3) * %(accounts)s)::int,
       CASE WHEN n %% 10 > 0 THEN 'read' WHEN n %% 100 > 0 THEN 'list' ELSE 'export' END,
       CASE WHEN n %% 10 > 0 THEN 'cadre' ELSE 'cadres' END,
       CASE WHEN n %% 10 > 0 THEN 'CB' || (power(random(), 2) * %(people)s)::int
            ELSE 'U' || n %% 700 END,
       '{"day": "2026-11-22"}'
FROM generate_series(1, %(lines)s) n
"""
_SHOWN = """
INSERT INTO audit_shown (access, month, people)
SELECT id, extract(year FROM utc) * 12 + extract(month FROM utc),
       CASE WHEN id %% 200 = 0 THEN ARRAY(SELECT generate_series(1, 50))
            ELSE ARRAY(SELECT 1 + (start + i) %% %(people)s FROM generate_series(0, 49) i) END
FROM (SELECT id, at AT TIME ZONE 'UTC' AS utc, (hashint8(id) & 2147483647) %% %(people)s AS start
      FROM audit_accesslog WHERE act <> 'read') lists
"""


def access(rounds: int, lines: int = LINES) -> Iterator[Line]:
    """Measure both questions of auditors, and what a line costs whoever reads."""
    with fresh_database("access"):
        step = MONTHS * 30.4 * 86_400 / lines
        values = {
            "first": _FIRST, "step": step, "lines": lines, "people": PEOPLE, "accounts": ACCOUNTS,
        }  # fmt: skip
        _fill(values)
        end = _FIRST + timedelta(seconds=step * lines)
        _check(end)
        questions: dict[str, Ask] = {
            "who saw this person, anybody": lambda i: _person(100 + i * 37),
            "who saw this person, of those shown most": lambda i: _person(1 + i),
            "what did this account see in a day": lambda i: _day(f"user{i * 41}", end, i),
            "what did the busiest account see in a month": lambda i: _month("user0", end, i),
            "who saw this person in a month": lambda i: _month("", end, i, 5 + i),
        }
        for name, ask in questions.items():
            worst = [max(_times(ask)) for _round in range(rounds)]
            yield Line(f"{name}, {lines:,} lines, slowest of {ASKED}", tuple(worst), 2, "s")


def _person(pk: int) -> Search:
    return Search((), (f"CB{pk}",), pk)


def _times(ask: Ask) -> list[float]:
    return [seconds(lambda i=i: found(ask(i))) for i in range(ASKED)]


def _day(username: str, end: datetime, i: int) -> Search:
    since = end - timedelta(days=10 * i + 1)
    return Search((username,), since=since, until=since + timedelta(days=1))


def _month(username: str, end: datetime, i: int, person: int | None = None) -> Search:
    since = end - timedelta(days=10 * i + 31)
    keys = (f"CB{person}",) if person else ()
    return Search((username,) if username else (), keys, person, since=since,
                  until=since + timedelta(days=31))  # fmt: skip


def _fill(values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off; SET maintenance_work_mem TO '256MB'")
        cursor.execute(
            """SELECT indexdef FROM pg_indexes
            WHERE tablename IN ('audit_accesslog', 'audit_shown') AND indexname NOT LIKE '%_pkey'"""
        )
        indexes = [row[0] for row in cursor.fetchall()]
        for index in indexes:
            cursor.execute(f"DROP INDEX {index.split()[2]}")
        cursor.execute(_READINGS, values)
        cursor.execute(_SHOWN, values)
        for index in indexes:
            cursor.execute(index)
        cursor.execute("VACUUM ANALYZE audit_accesslog, audit_shown")


def _check(end: datetime) -> None:
    """The search finds the same lines as a plain query without any index."""
    search = Search((), ("CB5",), 5, since=end - timedelta(days=40))
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT id FROM audit_accesslog a WHERE at >= %s AND (key = 'CB5' OR EXISTS (
                SELECT FROM audit_shown WHERE access = a.id AND 5 = ANY(people)))
            ORDER BY at DESC, id DESC LIMIT 50""",
            [search.since],
        )
        plain = [row[0] for row in cursor.fetchall()]
    if [line.access.pk for line in found(search).lines] != plain:
        raise DifferentError("the search does not find the lines of a plain query")
