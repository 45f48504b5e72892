"""Writing the same rows again: what took many statements once is copied in by a few."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection, transaction

T = TypeVar("T")

_TABLES = """
SELECT format('%I', relname), string_agg(quote_ident(attname), ', ' ORDER BY attnum)
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0
    AND NOT attisdropped AND attgenerated = ''
GROUP BY relname
"""
_kept: dict[str, tuple[list[tuple[str, str]], bytes]] = {}


def again(make: Callable[[], T]) -> T:
    """Return what ``make`` returns, with the rows that it wrote the first time in this process.

    The rows keep their keys. Triggers rest meanwhile: what they wrote is copied as well. Who is no
    superuser, and may not let them rest, writes everything anew.
    """
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        if cursor.fetchone()[0] != "on":
            return make()
    name = make.__qualname__
    if name not in _kept:
        before = _rows()
        made = make()
        after = _rows()
        added = [
            (target, "".join(line for line in lines if line not in before[target]))
            for target, lines in after.items()
        ]
        _kept[name] = [part for part in added if part[1]], pickle.dumps(made)
        return made
    added, pickled = _kept[name]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role TO replica")
        for target, lines in added:
            cursor.copy_expert(f"COPY {target} FROM STDIN", io.StringIO(lines))
        cursor.execute("SET LOCAL session_replication_role TO DEFAULT")
    made_again: T = pickle.loads(pickled)
    return made_again


def _rows() -> dict[str, list[str]]:
    """Return the lines of every table as COPY writes them, by what to copy them into."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        found: dict[str, Any] = {}
        for table, columns in cursor.fetchall():
            text = io.StringIO()
            cursor.copy_expert(f"COPY {table} ({columns}) TO STDOUT", text)
            found[f"{table} ({columns})"] = text.getvalue().splitlines(keepends=True)
        return found
