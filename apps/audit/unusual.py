"""Accounts that read or take out far more than they usually do: seen while it happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from apps.audit.models import AccessLog

# Fewer than this a day is nobody's raid, however little somebody usually reads.
FLOORS = {"pages": 100, "exports": 10}
TIMES = 3
_USUAL = timedelta(days=30)
# Today's busy accounts first: their past alone is looked at, through the index by account.
_QUESTION = f"""
SELECT t.username, t.pages, t.exports, coalesce(p.pages, 0), coalesce(p.exports, 0)
FROM (
    SELECT username, count(*) FILTER (WHERE act <> 'export') AS pages,
           count(*) FILTER (WHERE act = 'export') AS exports
    FROM {AccessLog._meta.db_table} WHERE at >= %(today)s AND at < %(now)s GROUP BY username
) t CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE act <> 'export')::float / nullif(count(DISTINCT day), 0) AS pages,
           count(*) FILTER (WHERE act = 'export')::float / nullif(count(DISTINCT day), 0) AS exports
    FROM (
        SELECT act, (at AT TIME ZONE %(zone)s)::date AS day FROM {AccessLog._meta.db_table}
        WHERE username = t.username AND at >= %(since)s AND at < %(today)s
    ) d
) p
WHERE t.pages >= %(pages)s OR t.exports >= %(exports)s
ORDER BY t.username
"""


@dataclass(frozen=True)
class Unusual:
    """An account that read (``pages``) or took out (``exports``) too much today.

    ``usual`` is what it did on average on those of the last thirty days on which it did anything.
    """

    username: str
    what: str
    count: int
    usual: float


def unusual(*, today: datetime, now: datetime) -> list[Unusual]:
    """Return who has read or taken out three times the usual between midnight and now."""
    values: dict[str, Any] = {
        "today": today,
        "now": now,
        "since": today - _USUAL,
        "zone": str(today.tzinfo),
        **FLOORS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION, values)
        rows = cursor.fetchall()
    return [
        Unusual(username, what, count, usual)
        for username, pages, exports, *before in rows
        for what, count, usual in zip(FLOORS, (pages, exports), before, strict=True)
        if count >= FLOORS[what] and count > TIMES * usual
    ]
