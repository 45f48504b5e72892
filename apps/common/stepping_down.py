"""Asking the database with no more rights than whoever is served, and in their name.

The login of a process may do more than a request needs. Within ``acting_for`` and ``as_jobs``
every transaction, and every statement outside one, begins by stepping down to a role of the
database and naming the actor; both end with the transaction, so that nothing is left behind on a
connection that somebody else borrows next. What is said travels in front of the first statement,
as one message: no journey to the server is added, and a connection that was lost and made anew
steps down again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_INTRANS

APP = "cadre_tracker_app"
JOBS = "cadre_tracker_jobs"
# What the login begins with.
_LOGIN = "SET LOCAL role TO DEFAULT; SET LOCAL app.actor TO ''"
_PARTS = "_parts_played"


def acting_for(actor: int | None) -> AbstractContextManager[None]:
    """Ask the database as the site does for a user, or for nobody, within the block."""
    said = "" if actor is None else f"{actor:d}"
    return _playing(f"SET LOCAL role TO {APP}; SET LOCAL app.actor TO '{said}'")


def as_jobs() -> AbstractContextManager[None]:
    """Ask the database as the jobs of the system do, within the block."""
    return _playing(f"SET LOCAL role TO {JOBS}; SET LOCAL app.actor TO ''")


def sent_for(actor: int | None, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pass pieces of an answer on; whatever makes them asks the database for the user."""
    waiting = iter(pieces)
    while True:
        # Not one block around all of them: what is yielded may never be asked for again.
        with acting_for(actor):
            piece = next(waiting, None)
        if piece is None:
            return
        yield piece


def in_the_same_part(cursor: Any) -> None:
    """Let the open transaction of another connection play the part that this one plays."""
    parts = _parts(connections[DEFAULT_DB_ALIAS])
    if parts:
        cursor.execute(parts[-1])


@contextmanager
def stepped_down(asked: Any) -> Iterator[None]:
    """Step down, where that is due, before what is sent without our notice: COPY."""
    if not _parts(asked) or not _is_about_to_begin(asked):
        yield
        return
    with _transaction(asked):
        _say(asked, _parts(asked)[-1], only_first=True)
        yield


@contextmanager
def _playing(part: str) -> Iterator[None]:
    ours = connections[DEFAULT_DB_ALIAS]
    parts = _parts(ours)
    parts.append(part)
    # A transaction that has begun is told at once; one that is still to come, when it begins.
    _say(ours, part)
    try:
        if len(parts) == 1:
            with ours.execute_wrapper(_step):
                yield
        else:
            yield
    finally:
        parts.pop()
        _say(ours, parts[-1] if parts else _LOGIN)


def _parts(of: Any) -> list[str]:
    parts: list[str] = of.__dict__.setdefault(_PARTS, [])
    return parts


def _step(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Run a statement; the first of a transaction, and one outside any, steps down first."""
    asked = context["connection"]
    if not _is_about_to_begin(asked):
        return execute(sql, params, many, context)
    part = _parts(asked)[-1]
    if _takes_words_before(sql, context) and not many:
        return execute(f"{part}; {sql}", params, many, context)
    with _transaction(asked):
        _say(asked, part, only_first=True)
        return execute(sql, params, many, context)


def _transaction(asked: Any) -> AbstractContextManager[Any]:
    # One that was opened, though the server has not heard of it, is not opened again.
    return nullcontext() if asked.in_atomic_block else transaction.atomic(using=asked.alias)


def _takes_words_before(sql: Any, context: Any) -> bool:
    # A named cursor declares itself in front; nothing may be asked before a level is set.
    is_plain = isinstance(sql, str) and not context["cursor"].name
    return is_plain and not sql.lstrip()[:15].upper().startswith("SET TRANSACTION")


def _is_about_to_begin(asked: Any) -> bool:
    status: int = asked.connection.get_transaction_status()
    return status == TRANSACTION_STATUS_IDLE


def _say(to: Any, part: str, *, only_first: bool = False) -> None:
    if to.connection is None:
        return
    status = TRANSACTION_STATUS_IDLE if only_first else TRANSACTION_STATUS_INTRANS
    if to.connection.get_transaction_status() == status:
        with to.connection.cursor() as cursor:
            cursor.execute(part)
