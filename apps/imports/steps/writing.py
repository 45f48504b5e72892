"""Writing a sound outcome: new people get ids and keys, personal numbers are sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
from django.db import connection

from apps.cadres.identity import sealed
from apps.cadres.models import Cadre
from apps.cadres.services.people import announce, free_key
from apps.common.reach import Reach, beyond_scope
from apps.imports.checking.comparing import COLUMNS, MODELS, Changes, nothing
from apps.imports.checking.people import PROVISIONAL
from apps.imports.models import Former
from apps.imports.roster.matching import Change
from apps.imports.roster.tables import UNITS
from apps.imports.roster.writing import write

PEOPLE = "cadres.csv"
Tables = dict[str, pd.DataFrame]
Told = Callable[[int], None]


def size_of(changes: Changes) -> int:
    """Return how many rows would be written."""
    return sum(len(change.new) + len(change.corrected) for change in changes.values())


def write_changes(changes: Changes, held: Tables, *, told: Told = lambda done: None) -> None:
    """Write every change, the people first; ``told`` hears how many rows are written so far.

    The caller has checked the changes and holds the transaction.
    """
    keyed = _with_keys(changes, held[PEOPLE])
    done = 0
    for file in MODELS:
        change = keyed[file]
        if len(change.new) or len(change.corrected):
            write_alone(file, change)
        done += len(change.new) + len(change.corrected)
        told(done)


def write_alone(file: str, change: Change) -> None:
    """Write the changes of one table, and none of the others."""
    files = {UNITS.file: UNITS.names, **{other: COLUMNS[other] for other in MODELS}}
    write({other: nothing(names) for other, names in files.items()} | {file: change})


def _with_keys(changes: Changes, held: pd.DataFrame) -> Changes:
    people = changes[PEOPLE]
    ids = _next_ids(len(people.new))
    announce(ids)
    keys = _keys(people.new["key"], ids)
    given = dict(zip(people.new["key"], keys, strict=True))
    new = people.new.assign(id=ids, key=keys)
    former = held.set_index("id")["personal_number"].to_dict()
    keyed = dict(changes)
    keyed[PEOPLE] = Change(
        _sealed(new, {}), _sealed(people.corrected, former, held), people.unchanged
    )
    for file in MODELS:
        if file != PEOPLE:
            rows = changes[file].new
            named = rows.assign(cadre_key=rows["cadre_key"].map(lambda key: given.get(key, key)))
            keyed[file] = Change(named, changes[file].corrected, changes[file].unchanged)
    return keyed


def _next_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('cadres_cadre', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


def _keys(said: Iterable[str], ids: list[int]) -> list[str]:
    """Return the staff numbers of new people: those of the file, or ones that nobody has."""
    given = [
        f"CB{pk:06d}" if key.startswith(PROVISIONAL) else key
        for key, pk in zip(said, ids, strict=True)
    ]
    with beyond_scope(Reach.MATCHING):
        taken = set(Cadre.objects.filter(key__in=given).values_list("key", flat=True))
    return [free_key(pk) if key in taken else key for key, pk in zip(given, ids, strict=True)]


def _sealed(
    people: pd.DataFrame, former: dict[Any, str], held: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return people with their numbers sealed; a number that stays keeps its seal."""
    known = (
        dict(zip(held["id"], held["personal_number_index"], strict=True))
        if held is not None
        else {}
    )
    numbers = []
    columns = (people[name] for name in ("id", "number", "personal_number_index"))
    for pk, number, index in zip(*columns, strict=True):
        if number and known.get(pk) != index:
            numbers.append(sealed(int(pk), number)["personal_number"])
        else:
            numbers.append(former.get(pk, "") if index else "")
    return people.drop(columns=["number"]).assign(personal_number=numbers)


def keep_formers(batch_id: int, changes: Changes, held: Tables) -> None:
    """Keep the recorded rows that a batch is about to correct."""
    rows: list[dict[str, Any]] = []
    for file in MODELS:
        before = held[file][held[file]["id"].isin(changes[file].corrected["id"])]
        for columns in before.to_dict("records"):
            pk = columns.pop("id")
            rows.append({"batch_id": batch_id, "table": file, "object_id": pk, "columns": columns})
    Former.objects.bulk_create([Former(**row) for row in rows], batch_size=5000)
