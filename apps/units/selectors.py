"""Reading the tree across models."""

from __future__ import annotations

from datetime import date

import pandas as pd
from django.db import connection

from apps.common.stream import read_frame

_UNITS = """
SELECT unit_id::int4, coalesce(parent_id, 0)::int4 FROM units_placement
WHERE (start_day IS NULL OR start_day <= %(day)s) AND (end_day IS NULL OR end_day > %(day)s)
"""


def units_frame(day: date) -> pd.DataFrame:
    """Return ``unit_id`` and ``parent_id`` (0 at a root) of every unit in force on day.

    A unit whose parent is not in force that day, which `verify` reports, stands as a root.
    """
    with connection.cursor() as cursor:
        query = cursor.mogrify(_UNITS, {"day": day}).decode()
        units = read_frame(cursor, query, [("unit_id", "int32"), ("parent_id", "int32")])
    units = units.sort_values("unit_id", ignore_index=True)
    lost = ~units["parent_id"].isin(units["unit_id"]) & (units["parent_id"] != 0)
    units.loc[lost, "parent_id"] = 0
    return units
