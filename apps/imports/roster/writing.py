"""Writing a checked roster. The caller has checked every rule and holds the transaction."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from django.db import connection

from apps.cadres.models import Cadre
from apps.common.bulk import copy_rows, update_rows
from apps.common.text import search_key
from apps.imports.roster.matching import Change
from apps.imports.roster.rows import FACTS, PERIOD, PERSON_NULLABLE, cadre_rows, fact_rows
from apps.units.lineage import rebuild_lineage
from apps.units.models import Unit


def write(changes: dict[str, Change]) -> None:
    """Write new rows and corrections of every table, and the closure of the tree."""
    with connection.cursor() as cursor:
        write_units(cursor, changes["units.csv"])
        _write_cadres(cursor, changes["cadres.csv"])
        _write_facts(cursor, changes)


def _differs(change: Change) -> bool:
    return bool(len(change.new) or len(change.corrected))


def _keys_of(model: type[Unit] | type[Cadre]) -> dict[str, int]:
    return dict(model.objects.values_list("key", "pk"))


def write_units(cursor: Any, change: Change) -> None:
    """Write units and their places, and the closure of the tree when anything differs."""
    if not _differs(change):
        return
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
        write_to(cursor, "cadres_cadre", cadre_rows(rows), nullable=PERSON_NULLABLE)


def _write_facts(cursor: Any, changes: dict[str, Change]) -> None:
    if not any(_differs(changes[file]) for file in FACTS):
        return
    keys = {"cadre_key": _keys_of(Cadre), "unit_key": _keys_of(Unit)}
    for file, (model, nullable) in FACTS.items():
        table = model._meta.db_table
        corrected = fact_rows(changes[file].corrected, keys)
        update_rows(cursor, table, corrected, nullable=nullable)
        copy_rows(cursor, table, fact_rows(changes[file].new, keys), nullable=nullable)
