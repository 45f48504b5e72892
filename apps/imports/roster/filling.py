"""A first load, when nobody is recorded yet: rows, history and notes through COPY, indexes after.

Nothing has to be looked up or corrected, so what triggers and indexes otherwise do row by row is
done once for all rows; what results is the same. While the database takes in one file, a thread
reads, checks and writes out the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from django.db import connection, models, transaction

from apps.audit.history import acting, copy_first_versions
from apps.cadres.models import Cadre, ChangedCadre
from apps.common.bulk import (
    as_text,
    cells,
    copy_text,
    count_anew,
    first_id,
    joined,
    number_on_from,
    without_indexes,
    without_triggers,
)
from apps.common.notes import note_people
from apps.imports.roster import plan
from apps.imports.roster.faults import Faults, FaultyFolderError
from apps.imports.roster.matching import Count, compare
from apps.imports.roster.posts import categories, check_keys, check_posts, check_references
from apps.imports.roster.recorded import recorded
from apps.imports.roster.rows import FACTS, PERSON_NULLABLE, cadre_rows, fact_rows
from apps.imports.roster.tables import TABLES, UNITS, ranks_are_known, read_table
from apps.imports.roster.tree import check_tree, existence
from apps.imports.roster.writing import write_units
from apps.units.models import Unit

CADRES = "cadres.csv"
MODELS = {CADRES: (Cadre, PERSON_NULLABLE), **FACTS}
# Appointments take longest to check: until they are ready the database has enough to do.
ORDER = (CADRES, "qualifications.csv", "trainings.csv", "appointments.csv", "appraisals.csv")
_TABLES = {table.file: table for table in TABLES}
# From files of so many bytes on, indexes are quicker made anew than kept up row by row.
_LARGE = 300_000


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
        counts = _fill_all(cursor, folder, faults)
        told = [counts[file] for file in _TABLES]
        if planned:
            told.append(Count("plan.json", *plan.write(planned, by=by, dry_run=False)))
    return told


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
    count_anew(cursor, ["units_unit", "units_placement", "units_lineage"])
    return Count(UNITS.file, len(change.new), len(change.corrected), change.unchanged)


@dataclass(frozen=True)
class _Written:
    """Rows as the text that COPY reads; ``last_id`` is the number of the last one."""

    table: str
    key: str
    last_id: int
    columns: list[str]
    text: bytes


@dataclass(frozen=True)
class _File:
    """A file written out: its rows and their first versions."""

    file: str
    rows: int
    facts: _Written
    versions: _Written


def _fill_all(cursor: Any, folder: Path, faults: Faults) -> dict[str, Count]:
    """Write the files one after the other as they become ready."""
    reading = _Reading(folder, faults, _first_ids(cursor))
    with ThreadPoolExecutor(1) as thread:
        people = thread.submit(reading.written, CADRES)
        counts = {UNITS.file: _fill_units(cursor, folder, faults)}
        reading.know_units()
        facts = [thread.submit(reading.written, file) for file in ORDER[1:]]
        for file, ready in zip(ORDER, [people, *facts], strict=True):
            counts[file] = _fill_file(cursor, folder / file, ready)
    note_people(cursor, ChangedCadre._meta.db_table, list(reading.ids["cadre_key"].values()))
    return counts


def _first_ids(cursor: Any) -> dict[str, tuple[int, int]]:
    """Return the next number of each file's rows and of their versions."""
    return {
        file: (
            first_id(cursor, model._meta.db_table),
            first_id(cursor, _versions_of(model)._meta.db_table, "pgh_id"),
        )
        for file, (model, _nullable) in MODELS.items()
    }


def _fill_file(cursor: Any, path: Path, ready: Future[_File]) -> Count:
    model = MODELS[path.name][0]
    tables = [model._meta.db_table, _versions_of(model)._meta.db_table]
    is_large = path.exists() and path.stat().st_size >= _LARGE
    with without_indexes(cursor, tables) if is_large else nullcontext():
        written = ready.result()
        if written.rows:
            _copy(cursor, written.facts, written.versions)
    count_anew(cursor, tables[:1])
    return Count(path.name, written.rows)


def _copy(cursor: Any, facts: _Written, versions: _Written) -> None:
    with without_triggers(cursor, facts.table):
        copy_text(cursor, facts.table, facts.columns, facts.text)
    copy_first_versions(cursor, versions.table, versions.columns, versions.text)
    for part in (facts, versions):
        number_on_from(cursor, part.table, part.last_id, part.key)


def _versions_of(model: type[models.Model]) -> type[models.Model]:
    return model.pgh_event_model  # type: ignore[attr-defined]


class _Reading:
    """Reads, checks and writes out one file after the other; its thread asks no database."""

    def __init__(self, folder: Path, faults: Faults, firsts: Mapping[str, tuple[int, int]]) -> None:
        self.folder, self.faults, self.firsts = folder, faults, firsts
        self.categories = categories()
        self.ids: dict[str, dict[str, int]] = {}
        self.exists: dict[str, list[tuple[int, int]]] = {}

    def know_units(self) -> None:
        """Take in the units that are written; only the files of facts ask for them."""
        self.ids["unit_key"] = dict(Unit.objects.values_list("key", "pk"))
        self.exists = existence(recorded(UNITS))

    def written(self, file: str) -> _File:
        """Return a file written out; raise FaultyFolderError when it has faults."""
        rows = read_table(self.folder, _TABLES[file], self.faults)
        _stop_if_faulty(self.faults)
        self._check(file, rows)
        _stop_if_faulty(self.faults)
        if file == CADRES:
            first = self.firsts[file][0]
            self.ids["cadre_key"] = {key: id for id, key in enumerate(rows["key"], first)}
            return _written(file, cadre_rows(rows), *self.firsts[file])
        return _written(file, fact_rows(rows, self.ids), *self.firsts[file])

    def _check(self, file: str, rows: pd.DataFrame) -> None:
        if file == CADRES:
            check_keys(rows, self.faults)
            return
        check_references(rows, file, {**self.ids, "category": self.categories}, self.faults)
        if file == "appointments.csv":
            check_posts(rows, self.exists, self.faults)
        if file == "qualifications.csv":
            ranks_are_known(rows, self.faults)


def _written(file: str, rows: pd.DataFrame, first: int, first_version: int) -> _File:
    """Write rows out; what a version keeps of a row is the same text."""
    model, nullable = MODELS[file]
    versions = _versions_of(model)
    fields = {field.column for field in versions._meta.concrete_fields}
    kept = [str(name) for name in rows if name in fields]
    derived = [str(name) for name in rows if name not in fields]
    lines = joined([cells(rows[name], name in nullable) for name in kept])
    ids, version_ids = _numbers(first, len(rows)), _numbers(first_version, len(rows))
    facts = _Written(
        model._meta.db_table,
        "id",
        first + len(rows) - 1,
        ["id", *kept, *derived],
        as_text([ids, lines, *(cells(rows[name]) for name in derived)]),
    )
    return _File(
        file,
        len(rows),
        facts,
        _Written(
            versions._meta.db_table,
            "pgh_id",
            first_version + len(rows) - 1,
            ["pgh_id", "pgh_obj_id", "id", *kept],
            as_text([version_ids, ids, ids, lines]),
        ),
    )


def _numbers(first: int, count: int) -> list[str]:
    return list(map(str, range(first, first + count)))
