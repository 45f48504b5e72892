"""Reading the change history and the access log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from pghistory.models import Event

from apps.common.reach import Reach, beyond_scope

_KEPT = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context_id")


@dataclass(frozen=True)
class FieldChange:
    """One column before and after; ``old`` is None for a new row, ``new`` for a deleted one."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Change:
    """One row changed: which, when, by whom, why, and what in it.

    ``row`` holds every kept column after the change (before it, for a deletion).
    """

    at: datetime
    username: str
    reason: str
    model: type[models.Model]
    act: str
    object_id: int
    fields: tuple[FieldChange, ...]
    row: dict[str, Any]


def event_models() -> list[type[models.Model]]:
    """Return the tables of versions, one for each model with a history."""
    return [m for m in apps.get_models() if issubclass(m, Event) and m._meta.managed]


def _versions_of(model: type[models.Model]) -> type[models.Model]:
    return next(m for m in event_models() if m.pgh_tracked_model is model)  # type: ignore[attr-defined]


def changes_of(
    obj: models.Model, *parts: tuple[type[models.Model], str], limit: int = 200
) -> list[Change]:
    """Return the changes of a row and of the rows that belong to it, the latest first.

    ``parts`` names the models that belong to it, each with the column that says so. A row without
    the record of its insertion begins at its first change.
    """
    wanted = [(type(obj), "pgh_obj_id"), *parts]
    queries = [_select(_versions_of(model), f"{column} = %s", limit) for model, column in wanted]
    return _read(queries, [obj.pk] * len(queries), limit=limit)


def latest_changes(*, words: str = "", offset: int = 0, limit: int = 50) -> list[Change]:
    """Return the changes of every table, the latest first, of all users or of some by name."""
    condition, values = "TRUE", []
    if words:
        condition = (
            "(SELECT metadata->>'username' FROM pghistory_context c"
            " WHERE c.id = pgh_context_id) ILIKE %s"
        )
        values = [f"%{_literal(words)}%"]
    queries = [_select(model, condition, offset + limit) for model in event_models()]
    with beyond_scope(Reach.HISTORY):
        return _read(queries, values * len(queries), limit=limit, offset=offset)


def _literal(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _select(model: type[models.Model], condition: str, limit: int) -> str:
    """Return the query for a table's last versions, each beside the version before it."""
    table = model._meta.db_table
    return f"""(
        SELECT '{table}' AS source, e.pgh_id, e.pgh_created_at, e.pgh_label, e.pgh_obj_id,
               e.pgh_context_id, to_jsonb(e) AS new_row, before.old_row
        FROM (SELECT * FROM {table} WHERE {condition} ORDER BY pgh_id DESC LIMIT {limit:d}) e
        LEFT JOIN LATERAL (
            SELECT to_jsonb(p) AS old_row FROM {table} p
            WHERE p.pgh_obj_id = e.pgh_obj_id AND p.pgh_id < e.pgh_id
            ORDER BY p.pgh_id DESC LIMIT 1
        ) before ON TRUE
    )"""


def _read(
    queries: Sequence[str], values: Sequence[Any], *, limit: int, offset: int = 0
) -> list[Change]:
    query = f"""
        SELECT v.source, v.pgh_created_at, v.pgh_label, v.pgh_obj_id, v.new_row::text,
               v.old_row::text, c.metadata::text
        FROM ({" UNION ALL ".join(queries)}) v
        LEFT JOIN pghistory_context c ON c.id = v.pgh_context_id
        ORDER BY v.pgh_created_at DESC, v.source, v.pgh_id DESC
        LIMIT {limit:d} OFFSET {offset:d}"""
    sources = {m._meta.db_table: m.pgh_tracked_model for m in event_models()}  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(query, list(values))
        return [_change(sources, row) for row in cursor.fetchall()]


def _change(sources: dict[str, type[models.Model]], row: tuple[Any, ...]) -> Change:
    source, at, act, object_id, new, old, context = row
    after, before = _columns(new), _columns(old)
    metadata = json.loads(context) if context else {}
    return Change(
        at=at,
        username=metadata.get("username", ""),
        reason=metadata.get("reason", ""),
        model=sources[source],
        act=act,
        object_id=object_id,
        fields=tuple(_differences(act, before, after)),
        row=after,
    )


def _columns(row: str | None) -> dict[str, Any]:
    read = json.loads(row) if row else {}
    return {name: value for name, value in read.items() if name not in (*_KEPT, "id")}


def _differences(act: str, before: dict[str, Any], after: dict[str, Any]) -> Iterable[FieldChange]:
    for name, value in after.items():
        if act == "delete":
            yield FieldChange(name, value, None)
        elif act == "insert" or not before:
            yield FieldChange(name, None, value)
        elif before.get(name) != value:
            yield FieldChange(name, before.get(name), value)


def changed_since(moment: datetime, *sources: tuple[type[models.Model], str]) -> set[int]:
    """Return the keys, in the column named for each model, of rows changed after a moment."""
    parts = [
        f"SELECT {column} FROM {_versions_of(model)._meta.db_table} WHERE pgh_created_at > %s"
        for model, column in sources
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), [moment] * len(parts))
        return {row[0] for row in cursor.fetchall()}


def mark_of(model: type[models.Model]) -> int:
    """Return how far the history of a model goes; later versions have higher numbers."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(pgh_id), 0) FROM {_versions_of(model)._meta.db_table}")
        return int(cursor.fetchone()[0])


def made_in(context: UUID, model: type[models.Model]) -> set[int]:
    """Return the keys of the rows of a model that were made in one context."""
    return _written_in(context, model, "AND pgh_label = 'insert'")


def changed_in(context: UUID, model: type[models.Model]) -> set[int]:
    """Return the keys of the rows of a model that were made, changed or removed in one context."""
    return _written_in(context, model, "")


def _written_in(context: UUID, model: type[models.Model], condition: str) -> set[int]:
    table = _versions_of(model)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pgh_obj_id FROM {table} WHERE pgh_context_id = %s {condition}", [context]
        )
        return {row[0] for row in cursor.fetchall()}


def changed_beyond(
    mark: int, model: type[models.Model], column: str, ids: Iterable[int]
) -> set[tuple[int, int]]:
    """Return the rows of a model changed after a mark, each with what ``column`` holds.

    Only rows are looked at of which that column holds one of the ids.
    """
    table = _versions_of(model)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT pgh_obj_id, {column} FROM {table}"
            f" WHERE pgh_id > %s AND {column} = ANY(%s)",
            [mark, list(ids)],
        )
        return set(cursor.fetchall())


def former_values(model: type[models.Model], pk: int, column: str) -> set[Any]:
    """Return everything that a column of a row ever held."""
    versions = _versions_of(model)._default_manager.filter(pgh_obj_id=pk)
    return set(versions.values_list(column, flat=True))
