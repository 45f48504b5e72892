"""A first load: rows, their history and the notes of them through COPY alone, indexes after.

Into empty tables nothing has to be looked up or corrected, so everything that is otherwise done
row by row, by triggers and indexes, is done once for all rows. What results is the same.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pandas as pd
from django.db import models

from apps.audit.history import copy_first_versions, without_history
from apps.cadres.models import Cadre, ChangedCadre
from apps.common.bulk import copy_rows, reserve_ids, without_indexes
from apps.common.notes import note_people
from apps.imports.roster.rows import FACTS, cadre_rows, fact_rows
from apps.units.models import Unit

# From so many people on, indexes are quicker made anew than kept up row by row.
_MANY = 10_000


def is_first_load() -> bool:
    """Whether nobody is recorded yet."""
    return not Cadre.objects.exists()


def fill(cursor: Any, new: dict[str, pd.DataFrame]) -> None:
    """Write checked rows of people and facts, file by file, into tables that hold none."""
    with _without_indexes_of_many(cursor, len(new["cadres.csv"])), without_history():
        people = _fill(cursor, Cadre, cadre_rows(new["cadres.csv"]), ("born",))
        keys = {
            "cadre_key": dict(zip(people["key"], people["id"], strict=True)),
            "unit_key": dict(Unit.objects.values_list("key", "pk")),
        }
        for file, (model, nullable) in FACTS.items():
            _fill(cursor, model, fact_rows(new[file], keys), nullable)
        note_people(cursor, ChangedCadre._meta.db_table, people["id"])


def _without_indexes_of_many(cursor: Any, people: int) -> AbstractContextManager[None]:
    models = [Cadre, *(model for model, _ in FACTS.values())]
    tables = [m._meta.db_table for model in models for m in (model, model.pgh_event_model)]
    return without_indexes(cursor, tables) if people >= _MANY else nullcontext()


def _fill(
    cursor: Any, model: type[models.Model], rows: pd.DataFrame, nullable: tuple[str, ...]
) -> pd.DataFrame:
    """Write the rows and their first versions; return them with their ids."""
    if rows.empty:
        return rows.assign(id=0)
    table = model._meta.db_table
    cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
    rows = rows.assign(id=reserve_ids(cursor, table, len(rows)))
    copy_rows(cursor, table, rows, nullable=nullable)
    copy_first_versions(cursor, model.pgh_event_model, rows, nullable=nullable)
    return rows
