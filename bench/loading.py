"""Loading a folder into an empty database beside a bare COPY of the same rows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from apps.imports.roster.services import load_roster
from bench.database import FACTS, connect, fresh_database
from bench.folder import write_folder
from bench.measure import INFORMATION, DifferentError, Line, ratio, seconds
from bench.roster import HANOI, parts, tree

TABLES = ("units_unit", "units_placement", "cadres_cadre", *(table for table, _ in FACTS.values()))


def load(people: int, rounds: int, sizes: tuple[int, ...] = HANOI) -> Iterator[Line]:
    """Measure load_roster of one part of a roster, a fresh database each round."""
    units = tree(sizes)
    ours, least, all_written = [], [], []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "roster"
        folder.mkdir()
        rows = write_folder(folder, units, next(parts(people, units)))
        for _round in range(rounds):
            with fresh_database("load"):
                ours.append(seconds(lambda: load_roster(folder, by="bench")))
                _check(rows, len(units.parents))
                least.append(_bare_copy(Path(place), TABLES))
                versions = tuple(f"{table}event" for table in TABLES)
                all_written.append(least[-1] + _bare_copy(Path(place), versions))
    yield ratio(f"load_roster of {people:,} people ({rows:,} rows)", ours, least, 10)
    name = "the same beside COPY of all it writes, history too"
    yield ratio(name, ours, all_written, INFORMATION)


def _check(rows: int, units: int) -> None:
    """Every row of the folder stands in a table; a row of units.csv in two."""
    with connection.cursor() as cursor:
        counts = " + ".join(f"(SELECT count(*) FROM {table})" for table in TABLES)
        cursor.execute(f"SELECT {counts}")
        found = cursor.fetchone()[0] - units
    if found != rows:
        raise DifferentError(f"{found} rows were loaded, not {rows}")


def _bare_copy(place: Path, tables: Sequence[str]) -> float:
    """Copy what was loaded into tables without keys, indexes or triggers; return the seconds."""
    with closing(connect()) as plain, plain.cursor() as cursor:
        return sum(copied(cursor, table, place / "rows") for table in tables)


def copied(cursor: Any, table: str, file: Path, rows: str = "true") -> float:
    """Copy the written columns of some rows of a table into a bare one; return the seconds.

    What the database derives itself is left out.
    """
    cursor.execute(
        """SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
           WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
             AND attgenerated = ''""",
        [table],
    )
    columns = cursor.fetchone()[0]
    cursor.execute(f"DROP TABLE IF EXISTS bare_{table}")
    cursor.execute(f"CREATE TABLE bare_{table} AS SELECT {columns} FROM {table} WITH NO DATA")
    with file.open("wb") as sink:
        cursor.copy_expert(f"COPY (SELECT {columns} FROM {table} WHERE {rows}) TO STDOUT", sink)
    with file.open("rb") as source:
        return seconds(lambda: cursor.copy_expert(f"COPY bare_{table} FROM STDIN", source))
