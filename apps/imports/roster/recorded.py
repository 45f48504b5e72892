"""What the database holds, as tables of text shaped like the files, with ``id``."""

from __future__ import annotations

import io

import pandas as pd
from django.db import connection

from apps.cadres.codes import SENSITIVE_MARKS
from apps.common.stream import copy
from apps.imports.roster.tables import TABLES, Table

QUERIES = {
    "units.csv": """
        SELECT p.id, p.unit_id, u.key, p.name, u.kind, coalesce(parent.key, '') AS parent_key,
               coalesce(p.start_on, '') AS start_on, coalesce(p.end_on, '') AS end_on, u.code
        FROM units_placement p JOIN units_unit u ON u.id = p.unit_id
        LEFT JOIN units_unit parent ON parent.id = p.parent_id
        ORDER BY u.key, p.start_day NULLS FIRST""",
    "cadres.csv": """
        SELECT id, key, full_name, coalesce(born, '') AS born, gender, {marks} FROM cadres_cadre
        ORDER BY key""".format(
        marks=", ".join(
            f"CASE WHEN {mark} THEN 'yes' WHEN NOT {mark} THEN 'no' ELSE '' END AS {mark}"
            for mark in SENSITIVE_MARKS
        )
    ),
    "appointments.csv": """
        SELECT a.id, c.key AS cadre_key, u.key AS unit_key, a.title,
               CASE WHEN a.is_leadership THEN 'yes' ELSE 'no' END AS is_leadership, a.managed_by,
               CASE WHEN a.is_primary THEN 'yes' ELSE 'no' END AS is_primary,
               coalesce(a.start_on, '') AS start_on, coalesce(a.end_on, '') AS end_on, a.decision,
               a.kind, coalesce(a.signed_on::text, '') AS signed_on, a.ended_by
        FROM cadres_appointment a JOIN cadres_cadre c ON c.id = a.cadre_id
        JOIN units_unit u ON u.id = a.unit_id
        ORDER BY c.key, a.start_day NULLS FIRST, a.id""",
    "qualifications.csv": """
        SELECT q.id, c.key AS cadre_key, q.kind, q.level, coalesce(q.awarded_on, '') AS awarded_on,
               q.name
        FROM cadres_qualification q JOIN cadres_cadre c ON c.id = q.cadre_id
        ORDER BY c.key, q.kind, q.rank, q.id""",
    "trainings.csv": """
        SELECT t.id, c.key AS cadre_key, t.category_id AS category,
               coalesce(t.completed_on, '') AS completed_on, t.name
        FROM cadres_training t JOIN cadres_cadre c ON c.id = t.cadre_id
        ORDER BY c.key, t.category_id, t.completed_earliest NULLS FIRST, t.id""",
    "appraisals.csv": """
        SELECT a.id, c.key AS cadre_key, a.year::text AS year, a.rating
        FROM cadres_appraisal a JOIN cadres_cadre c ON c.id = a.cadre_id
        ORDER BY c.key, a.year""",
}


def recorded(table: Table) -> pd.DataFrame:
    """Return what is recorded for a file, in the file's order."""
    sink = io.BytesIO()
    with connection.cursor() as cursor:
        copy(cursor, f"COPY ({QUERIES[table.file]}) TO STDOUT (FORMAT CSV, HEADER)", sink)
    sink.seek(0)
    frame = pd.read_csv(sink, dtype=object, keep_default_na=False, na_filter=False)
    return frame.astype({name: "int64" for name in ("id", "unit_id") if name in frame})


def all_recorded() -> dict[str, pd.DataFrame]:
    """Return every table as recorded, by file."""
    return {table.file: recorded(table) for table in TABLES}
