"""The people frame: one row for each counted person on a day, some people a query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from django.db import connection

from apps.cadres.codes import GENDERS, MANAGED_BY
from apps.cadres.columns import EVER, NEVER, Needs, columns, trained_columns
from apps.common.reach import Reach, beyond_scope
from apps.common.stream import read_frames
from apps.units.codes import UNIT_KINDS

# So many people by one query that what it gathers stays small enough to be quick to look up.
_RANGE = 75_000
_CHOSEN = "AND cadre_id = ANY(%(cadre_ids)s::int[])"
_WIDTHS = {"int32": "int4", "int8": "int2", "bool": "bool"}


def people_frame(
    day: date, needs: Needs, *, cadre_ids: Sequence[int] | None = None
) -> pd.DataFrame:
    """Return the facts known of everyone with a primary appointment in force on day.

    The columns are exactly those of ``columns(needs)``. ``cadre_ids`` limits the frame to some
    people. The order of rows is not defined.
    """
    listed = columns(needs)
    exprs = _expressions(needs)
    cells = ", ".join(f"({exprs[c.name]})::{_WIDTHS[c.dtype]}" for c in listed)
    values = _values(day, needs, cadre_ids)
    with beyond_scope(Reach.COUNTING), connection.cursor() as cursor:
        chosen = [_CHOSEN] if cadre_ids is not None else _ranges(cursor)
        queries = [f"SELECT {cells} FROM {_tables(needs, part)}" for part in chosen]
        queries = [cursor.mogrify(query, values).decode() for query in queries]
        shape = [(c.name, c.dtype) for c in listed]
        return read_frames(cursor, queries, shape, in_bulk=cadre_ids is None)


def _ranges(cursor: Any) -> list[str]:
    """Return conditions on the column ``cadre_id`` that together hold for everyone."""
    cursor.execute("SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM cadres_cadre")
    lowest, highest = cursor.fetchone()
    return [
        f"AND cadre_id >= {first} AND cadre_id < {first + _RANGE}"
        for first in range(lowest, highest + 1, _RANGE)
    ]


def _code(column: str, known: Sequence[str], first: int) -> str:
    cases = " ".join(f"WHEN '{code}' THEN {first + i}" for i, code in enumerate(known))
    return f"CASE {column} {cases} ELSE 0 END"


def _days(column: str, missing: int) -> str:
    return f"coalesce({column} - DATE '1970-01-01', {missing})"


def _expressions(needs: Needs) -> dict[str, str]:
    exprs = {
        "cadre_id": "post.cadre_id",
        "unit_id": "post.unit_id",
        "born_from": _days("cadre.born_earliest", NEVER),
        "born_to": _days("cadre.born_latest", EVER),
        "gender": _code("cadre.gender", GENDERS, 1),
        "is_leadership": "post.is_leadership",
        "managed_by": _code("post.managed_by", MANAGED_BY, 0),
        "unit_kind": _code("unit.kind", UNIT_KINDS, 0),
    }
    for mark in needs.marks:
        exprs[mark] = f"CASE WHEN cadre.{mark} THEN 2 WHEN NOT cadre.{mark} THEN 1 ELSE 0 END"
    for kind in needs.kinds:
        exprs[f"{kind}_certain"] = f"coalesce(held.{kind}_certain, -1)"
        exprs[f"{kind}_possible"] = f"coalesce(held.{kind}_possible, -1)"
        exprs[f"{kind}_recorded"] = f"coalesce(held.{kind}_recorded, false)"
    for i, (category, until) in enumerate(sorted(needs.trainings)):
        certain, possible = trained_columns(category, until)
        exprs[certain] = f"coalesce(course.certain_{i}, {NEVER})"
        exprs[possible] = f"coalesce(course.possible_{i}, {NEVER})"
    return exprs


def _tables(needs: Needs, chosen: str) -> str:
    marks = "".join(f", {mark}" for mark in sorted(needs.marks))
    tables = f"""(
        SELECT cadre_id, unit_id, is_leadership, managed_by FROM cadres_appointment
        WHERE is_primary AND (start_day IS NULL OR start_day <= %(day)s)
          AND (end_day IS NULL OR end_day > %(day)s) {chosen}
      ) post JOIN (
        SELECT * FROM (
            SELECT id AS cadre_id, born_earliest, born_latest, gender{marks}
            FROM cadres_cadre
        ) everyone WHERE TRUE {chosen}
      ) cadre ON cadre.cadre_id = post.cadre_id"""
    if needs.has_unit_kind:
        tables += " JOIN units_unit unit ON unit.id = post.unit_id"
    if needs.kinds:
        tables += f" LEFT JOIN ({_held(needs, chosen)}) held ON held.cadre_id = post.cadre_id"
    if needs.trainings:
        courses = _courses(needs, chosen)
        tables += f" LEFT JOIN ({courses}) course ON course.cadre_id = post.cadre_id"
    return tables


def _held(needs: Needs, chosen: str) -> str:
    """Qualifications by person: highest rank certainly and possibly awarded, and any record."""
    cells = ", ".join(
        f"""max(rank) FILTER (WHERE kind = '{kind}'
                AND (awarded_latest IS NULL OR awarded_latest <= %(day)s)) AS {kind}_certain,
            max(rank) FILTER (WHERE kind = '{kind}'
                AND (awarded_earliest IS NULL OR awarded_earliest <= %(day)s)) AS {kind}_possible,
            bool_or(kind = '{kind}') AS {kind}_recorded"""
        for kind in sorted(needs.kinds)
    )
    return f"""SELECT cadre_id, {cells} FROM cadres_qualification
        WHERE kind = ANY(%(kinds)s) {chosen} GROUP BY cadre_id"""


def _courses(needs: Needs, chosen: str) -> str:
    """Trainings by person and window: see ``trained_columns``."""
    cells = ", ".join(
        f"""max(completed_earliest - DATE '1970-01-01') FILTER (
                WHERE category_id = %(category_{i})s AND completed_latest <= %(until_{i})s
            ) AS certain_{i},
            max({_days("completed_latest", EVER)}) FILTER (
                WHERE category_id = %(category_{i})s
                AND (completed_earliest IS NULL OR completed_earliest <= %(until_{i})s)
            ) AS possible_{i}"""
        for i in range(len(needs.trainings))
    )
    return f"""SELECT cadre_id, {cells} FROM cadres_training
        WHERE category_id = ANY(%(categories)s) {chosen} GROUP BY cadre_id"""


def _values(day: date, needs: Needs, cadre_ids: Sequence[int] | None) -> dict[str, object]:
    values: dict[str, object] = {
        "day": day,
        "kinds": sorted(needs.kinds),
        "categories": sorted({category for category, _ in needs.trainings}),
        # One text is quicker to read and to plan for than a thousand numbers.
        "cadre_ids": "{" + ",".join(map(str, cadre_ids or ())) + "}",
    }
    for i, (category, until) in enumerate(sorted(needs.trainings)):
        values[f"category_{i}"], values[f"until_{i}"] = category, until
    return values
