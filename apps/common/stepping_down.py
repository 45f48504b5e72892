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
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_INTRANS

APP = "cadre_tracker_app"
# A user of the site who may see everybody; the database chooses between the two.
EVERYBODY = "cadre_tracker_everybody"
JOBS = "cadre_tracker_jobs"
FIGURES = "cadre_tracker_figures"
# What says, as the database knows it, which of the two an actor is.
ROLE_OF_ACTOR = "role_of_actor"
# What the login begins with.
_LOGIN = "SET LOCAL role TO DEFAULT; SET LOCAL app.actor TO ''"
_PARTS = "_parts_played"


@dataclass(frozen=True)
class _Part:
    """How a transaction begins, and which user's part it is."""

    said: str
    actor: str = ""
    is_a_users: bool = False


def acting_for(actor: int | None) -> AbstractContextManager[None]:
    """Ask the database as the site does for a user, or for nobody, within the block."""
    said = "" if actor is None else f"{actor:d}"
    chosen = f"SELECT set_config('role', {ROLE_OF_ACTOR}(), true)"
    role = chosen if said else f"SET LOCAL role TO {APP}"
    return _playing(_Part(f"SET LOCAL app.actor TO '{said}'; {role}", said, is_a_users=True))


def as_jobs() -> AbstractContextManager[None]:
    """Ask the database as the jobs of the system do, within the block."""
    return _playing(_Part(f"SET LOCAL role TO {JOBS}; SET LOCAL app.actor TO ''"))


def as_figures() -> AbstractContextManager[None]:
    """Ask the database as whoever computes figures does, who changes no fact, within the block."""
    return _playing(_Part(f"SET LOCAL role TO {FIGURES}; SET LOCAL app.actor TO ''"))


def stepping_aside(role: str) -> AbstractContextManager[None]:
    """Ask the database in another role within the block, where it is asked for a user.

    The actor stays; work that is nobody's, that of jobs and of operators, goes on as it is. Ask
    by ``common.reach``, which says why.
    """
    parts = _parts(connections[DEFAULT_DB_ALIAS])
    if not parts or not parts[-1].is_a_users:
        return nullcontext()
    actor = parts[-1].actor
    return _playing(_Part(f"SET LOCAL role TO {role}; SET LOCAL app.actor TO '{actor}'", actor))


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
        cursor.execute(parts[-1].said)


@contextmanager
def stepped_down(asked: Any) -> Iterator[None]:
    """Step down, where that is due, before what is sent without our notice: COPY."""
    if not _parts(asked) or not _is_about_to_begin(asked):
        yield
        return
    with _transaction(asked):
        _say(asked, _parts(asked)[-1].said, only_first=True)
        yield


@contextmanager
def _playing(part: _Part) -> Iterator[None]:
    ours = connections[DEFAULT_DB_ALIAS]
    parts = _parts(ours)
    parts.append(part)
    # A transaction that has begun is told at once; one that is still to come, when it begins.
    _say(ours, part.said)
    try:
        if len(parts) == 1:
            with ours.execute_wrapper(_step):
                yield
        else:
            yield
    finally:
        parts.pop()
        _say(ours, parts[-1].said if parts else _LOGIN)


def _parts(of: Any) -> list[_Part]:
    parts: list[_Part] = of.__dict__.setdefault(_PARTS, [])
    return parts


def _step(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Run a statement; the first of a transaction, and one outside any, steps down first."""
    asked = context["connection"]
    if not _is_about_to_begin(asked):
        return execute(sql, params, many, context)
    part = _parts(asked)[-1].said
    if isinstance(sql, str) and not context["cursor"].name and not many:
        # Nothing may be asked before a level is set; a named cursor declares itself in front.
        is_level = sql.lstrip()[:15].upper().startswith("SET TRANSACTION")
        said = f"{sql}; {part}" if is_level else f"{part}; {sql}"
        return execute(said, params, many, context)
    with _transaction(asked):
        _say(asked, part, only_first=True)
        return execute(sql, params, many, context)


def _transaction(asked: Any) -> AbstractContextManager[Any]:
    # One that was opened, though the server has not heard of it, is not opened again.
    return nullcontext() if asked.in_atomic_block else transaction.atomic(using=asked.alias)


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
