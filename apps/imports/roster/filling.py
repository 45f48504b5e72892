"""A first load, when nobody is recorded yet: rows, history and notes through COPY, indexes after.

Nothing has to be looked up or corrected, so what triggers and indexes otherwise do row by row is
done once for all rows; what results is the same. While the database takes in one file, a thread
reads, checks and writes out the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from django.db import connection, models, transaction

from apps.audit.history import acting, copy_first_versions, without_history
from apps.cadres.models import Cadre, ChangedCadre
from apps.common.bulk import (
    as_text,
    cells,
    copy_text,
    first_id,
    joined,
    number_on_from,
    without_indexes,
)
from apps.common.notes import note_people
from apps.imports.roster import plan
from apps.imports.roster.faults import Faults, FaultyFolderError
from apps.imports.roster.matching import Count, compare
from apps.imports.roster.posts import categories, check_keys, check_posts, check_references
from apps.imports.roster.recorded import recorded
from apps.imports.roster.rows import FACTS, cadre_rows, fact_rows
from apps.imports.roster.tables import TABLES, UNITS, Table, ranks_are_known, read_table
from apps.imports.roster.tree import check_tree, existence
from apps.imports.roster.writing import write_units
from apps.units.models import Unit

CADRES = "cadres.csv"
MODELS = {CADRES: (Cadre, ("born",)), **FACTS}
# From so many rows on, indexes are quicker made anew than kept up row by row.
_MANY = 10_000


def fill(folder: Path, *, by: str) -> list[Count]:
    """Load a folder if nobody is recorded yet; return nothing otherwise.

    Raises FaultyFolderError at the first faults found; then nothing is written.
    """
    if Cadre.objects.exists():
        return []
    faults = Faults()
    planned = plan.read(folder, faults)
    with transaction.atomic(), acting(by, reason="load_roster"), connection.cursor() as cursor:
        # Whoever else would write people waits until this load is done.
        cursor.execute("LOCK TABLE cadres_cadre IN SHARE ROW EXCLUSIVE MODE")
        if Cadre.objects.exists():
            return []
        counts = [_fill_units(cursor, folder, faults)]
        # The inner transaction is over before the triggers are called again, come what may.
        with without_history(), transaction.atomic():
            counts += _fill_people(cursor, folder, faults)
        if planned:
            counts.append(Count("plan.json", *plan.write(planned, by=by, dry_run=False)))
    return counts


def _stop_if_faulty(faults: Faults) -> None:
    if faults:
        raise FaultyFolderError(faults)


def _fill_units(cursor: Any, folder: Path, faults: Faults) -> Count:
    rows, held = read_table(folder, UNITS, faults), recorded(UNITS)
    _stop_if_faulty(faults)
    change = compare(UNITS.file, rows, held)
    stays = held[~held["id"].isin(change.corrected["id"])].assign(row=0)
    placements = pd.concat([stays, change.corrected, change.new], ignore_index=True)
    check_tree(placements, set(placements["key"]), faults)
    _stop_if_faulty(faults)
    write_units(cursor, change)
    return Count(UNITS.file, len(change.new), len(change.corrected), change.unchanged)


@dataclass(frozen=True)
class _Written:
    """A file as the text that COPY reads, for its table and for its table of versions."""

    file: str
    rows: int
    last_id: int
    columns: list[str]
    text: bytes
    version_columns: list[str]
    version_text: bytes


def _fill_people(cursor: Any, folder: Path, faults: Faults) -> Iterator[Count]:
    """Write the files of people and facts as they become ready."""
    firsts = {file: first_id(cursor, model._meta.db_table) for file, (model, _) in MODELS.items()}
    reading = _Reading(folder, faults, firsts)
    with ThreadPoolExecutor(1) as thread:
        for written in thread.map(reading.written, [t for t in TABLES if t.file in MODELS]):
            if written.rows:
                _fill_table(cursor, written)
            yield Count(written.file, written.rows)
    note_people(cursor, ChangedCadre._meta.db_table, list(reading.ids["cadre_key"].values()))


def _fill_table(cursor: Any, written: _Written) -> None:
    model = MODELS[written.file][0]
    table, versions = model._meta.db_table, _versions_of(model)._meta.db_table
    is_large = written.rows >= _MANY
    with without_indexes(cursor, [table, versions]) if is_large else nullcontext():
        copy_text(cursor, table, written.columns, written.text)
        copy_first_versions(cursor, versions, written.version_columns, written.version_text)
    number_on_from(cursor, table, written.last_id)


def _versions_of(model: type[models.Model]) -> type[models.Model]:
    return model.pgh_event_model  # type: ignore[attr-defined]


class _Reading:
    """Reads, checks and writes out one file after the other, without the database."""

    def __init__(self, folder: Path, faults: Faults, firsts: Mapping[str, int]) -> None:
        self.folder, self.faults, self.firsts = folder, faults, firsts
        self.ids: dict[str, dict[str, int]] = {
            "unit_key": dict(Unit.objects.values_list("key", "pk"))
        }
        self.exists = existence(recorded(UNITS))
        self.categories = categories()

    def written(self, table: Table) -> _Written:
        """Return a file as text; raise FaultyFolderError when it has faults."""
        rows = read_table(self.folder, table, self.faults)
        _stop_if_faulty(self.faults)
        self._check(table.file, rows)
        _stop_if_faulty(self.faults)
        first = self.firsts[table.file]
        ids = range(first, first + len(rows))
        if table.file == CADRES:
            self.ids["cadre_key"] = dict(zip(rows["key"], ids, strict=True))
            return _as_text(CADRES, cadre_rows(rows), ids)
        return _as_text(table.file, fact_rows(rows, self.ids), ids)

    def _check(self, file: str, rows: pd.DataFrame) -> None:
        if file == CADRES:
            check_keys(rows, self.faults)
            return
        check_references(rows, file, {**self.ids, "category": self.categories}, self.faults)
        if file == "appointments.csv":
            check_posts(rows, self.exists, self.faults)
        if file == "qualifications.csv":
            ranks_are_known(rows, self.faults)


def _as_text(file: str, rows: pd.DataFrame, ids: range) -> _Written:
    """Write rows out; what a version keeps of a row is the same text."""
    model, nullable = MODELS[file]
    fields = {field.column for field in _versions_of(model)._meta.concrete_fields}
    kept = [name for name in rows if name in fields]
    derived = [name for name in rows if name not in fields]
    lines = joined([cells(rows[name], name in nullable) for name in kept])
    keys = list(map(str, ids))
    return _Written(
        file=file,
        rows=len(rows),
        last_id=ids.stop - 1,
        columns=["id", *kept, *derived],
        text=as_text(joined([keys, lines, *(cells(rows[name]) for name in derived)])),
        version_columns=["pgh_obj_id", "id", *kept],
        version_text=as_text(joined([keys, keys, lines])),
    )
