"""Writing a checked roster. The caller has checked every rule and holds the transaction."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np
import pandas as pd
from django.db import connection

from apps.cadres.models import Cadre
from apps.common.bulk import copy_rows, update_rows, without_indexes
from apps.common.text import search_key, sort_key
from apps.imports.roster.matching import Change
from apps.units.lineage import rebuild_lineage
from apps.units.models import Unit

PERIOD = ("start_on", "end_on")
# From so many people on, indexes are quicker made anew than kept up row by row.
_MANY = 10_000


def write(changes: dict[str, Change]) -> None:
    """Write new rows and corrections of every table, and the closure of the tree."""
    with connection.cursor() as cursor:
        if _differs(changes["units.csv"]):
            _write_units(cursor, changes["units.csv"])
        with _first_load(cursor, changes):
            _write_cadres(cursor, changes["cadres.csv"])
            _write_facts(cursor, changes)


def _first_load(cursor: Any, changes: dict[str, Change]) -> AbstractContextManager[None]:
    """Set indexes aside while a large roster fills empty tables."""
    if len(changes["cadres.csv"].new) < _MANY or Cadre.objects.exists():
        return nullcontext()
    tables = ["cadres_cadre", *(table for table, _ in FACTS.values())]
    return without_indexes(cursor, [f"{table}{kind}" for table in tables for kind in ("", "event")])


def _differs(change: Change) -> bool:
    return bool(len(change.new) or len(change.corrected))


def _keys_of(model: type[Unit] | type[Cadre]) -> dict[str, int]:
    return dict(model.objects.values_list("key", "pk"))


def _write_units(cursor: Any, change: Change) -> None:
    rows = pd.concat([change.new, change.corrected]).drop_duplicates("key", keep="last")
    named = rows[["key", "name", "kind", "code"]].assign(name_key="", is_illustrative="f")
    known = _keys_of(Unit)
    copy_rows(cursor, "units_unit", named[~named["key"].isin(known)])
    _correct_units(cursor, rows[rows["key"].isin(known)], known)
    _write_placements(cursor, change, _keys_of(Unit))
    _name_after_latest_placement(cursor)
    rebuild_lineage(cursor)


def _correct_units(cursor: Any, rows: pd.DataFrame, known: dict[str, int]) -> None:
    recorded = {
        unit.pk: (unit.kind, unit.code) for unit in Unit.objects.filter(key__in=rows["key"])
    }
    ids = rows["key"].map(known)
    differ = [
        recorded[pk] != (kind, code)
        for pk, kind, code in zip(ids, rows["kind"], rows["code"], strict=True)
    ]
    chosen = rows.assign(id=ids).loc[np.array(differ, dtype=bool), ["id", "kind", "code"]]
    update_rows(cursor, "units_unit", chosen)


def _name_after_latest_placement(cursor: Any) -> None:
    """Give every unit the name of its latest placement, and the key to find it by."""
    cursor.execute("""
        SELECT DISTINCT ON (p.unit_id) p.unit_id, p.name FROM units_placement p
        JOIN units_unit u ON u.id = p.unit_id
        WHERE u.name <> p.name OR u.name_key = ''
        ORDER BY p.unit_id, p.start_day DESC NULLS LAST""")
    frame = pd.DataFrame(cursor.fetchall(), columns=["id", "name"])
    frame["name_key"] = frame["name"].map(search_key)
    update_rows(cursor, "units_unit", frame)


def _placements(rows: pd.DataFrame, keys: dict[str, int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unit_id": rows["key"].map(keys),
            "parent_id": rows["parent_key"].map(keys).astype("Int64"),
            "name": rows["name"],
            "start_on": rows["start_on"],
            "end_on": rows["end_on"],
        }
    )


def _write_placements(cursor: Any, change: Change, keys: dict[str, int]) -> None:
    nullable = ("parent_id", *PERIOD)
    corrected = _placements(change.corrected, keys).assign(id=change.corrected["id"])
    update_rows(cursor, "units_placement", corrected, nullable=nullable)
    copy_rows(cursor, "units_placement", _placements(change.new, keys), nullable=nullable)


def _write_cadres(cursor: Any, change: Change) -> None:
    for write_to, rows in ((update_rows, change.corrected), (copy_rows, change.new)):
        frame = rows.drop(columns=["row"]).assign(
            name_key=rows["full_name"].map(search_key), sort_key=rows["full_name"].map(sort_key)
        )
        write_to(cursor, "cadres_cadre", frame, nullable=("born",))


FACTS = {
    "appointments.csv": ("cadres_appointment", PERIOD),
    "qualifications.csv": ("cadres_qualification", ("awarded_on",)),
    "trainings.csv": ("cadres_training", ("completed_on",)),
    "appraisals.csv": ("cadres_appraisal", ()),
}


def _write_facts(cursor: Any, changes: dict[str, Change]) -> None:
    if not any(_differs(changes[file]) for file in FACTS):
        return
    keys = {"cadre_key": _keys_of(Cadre), "unit_key": _keys_of(Unit)}
    for file, (table, nullable) in FACTS.items():
        corrected = _fact_rows(changes[file].corrected, keys)
        update_rows(cursor, table, corrected, nullable=nullable)
        copy_rows(cursor, table, _fact_rows(changes[file].new, keys), nullable=nullable)


def _fact_rows(rows: pd.DataFrame, keys: dict[str, dict[str, int]]) -> pd.DataFrame:
    """Name columns as the tables do, with keys turned into ids."""
    frame = rows.drop(columns=["row"])
    for column, known in keys.items():
        if column in frame:
            frame[column] = frame[column].map(known)
    names = {"cadre_key": "cadre_id", "unit_key": "unit_id", "category": "category_id"}
    return frame.rename(columns=names)
