"""Of whom something dated happens in the days ahead: posts, qualifications, trainings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from django.db import connection

from apps.cadres.columns import EVER, Needs, columns, trained_columns
from apps.common.reach import Reach, beyond_scope
from apps.common.stream import read_frame

_BOUNDS = (
    ("cadres_appointment", ("start_day", "end_day"), "is_primary"),
    ("cadres_qualification", ("awarded_earliest", "awarded_latest"), "TRUE"),
    ("cadres_training", ("completed_earliest", "completed_latest"), "TRUE"),
)


@dataclass(frozen=True)
class Stirring:
    """Who does not stay as they are, in ascending order, and the first day that changes them."""

    cadre_ids: np.ndarray
    days: np.ndarray

    def first_days(self, cadre_ids: np.ndarray) -> np.ndarray:
        """Return the first day that changes each of some people, or EVER."""
        if not len(self.cadre_ids):
            return np.full(len(cadre_ids), EVER, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.cadre_ids, cadre_ids), len(self.cadre_ids) - 1)
        return np.where(self.cadre_ids[at] == cadre_ids, self.days[at], EVER)

    def until(self, day: int) -> list[int]:
        """Return whom something has changed by a day."""
        found: list[int] = self.cadre_ids[self.days <= day].tolist()
        return found


def stirring(after: date, until: date, *, cadre_ids: Sequence[int] | None = None) -> Stirring:
    """Return of whom something dated happens after one day and up to another.

    ``cadre_ids`` limits it to some people.
    """
    asked = "TRUE" if cadre_ids is None else "cadre_id = ANY(%(cadre_ids)s::int[])"
    parts = [
        f"""SELECT cadre_id, least({_in_time(columns[0])}, {_in_time(columns[1])}) AS day
            FROM {table} WHERE {chosen} AND {asked} AND ({_is_in_time(columns[0])} OR
            {_is_in_time(columns[1])})"""
        for table, columns, chosen in _BOUNDS
    ]
    query = f"""SELECT cadre_id::int4, (min(day) - DATE '1970-01-01')::int4
        FROM ({" UNION ALL ".join(parts)}) found GROUP BY cadre_id ORDER BY cadre_id"""
    with beyond_scope(Reach.COUNTING), connection.cursor() as cursor:
        listed = "{" + ",".join(map(str, cadre_ids or ())) + "}"
        values = {"after": after, "until": until, "cadre_ids": listed}
        query = cursor.mogrify(query, values).decode()
        found = read_frame(cursor, query, [("cadre_id", "int32"), ("day", "int32")])
    return Stirring(found["cadre_id"].to_numpy(), found["day"].to_numpy())


def _is_in_time(column: str) -> str:
    return f"{column} > %(after)s AND {column} <= %(until)s"


def _in_time(column: str) -> str:
    return f"CASE WHEN {_is_in_time(column)} THEN {column} END"


def needs_before(needs: Needs, day: date) -> Needs:
    """Return what has to be known on day so that the same facts can be looked at later."""
    trainings = frozenset((category, min(until, day)) for category, until in needs.trainings)
    return Needs(needs.kinds, trainings, needs.has_unit_kind, needs.marks)


def carried(people: pd.DataFrame, needs: Needs, day: date) -> pd.DataFrame:
    """Return the frame of a later day for people of whom nothing dated happens until then.

    ``people`` is the frame of day with ``needs_before(needs, day)``, or more. What had not ended
    by day is the same later, so each window that ends later takes the columns of that day.
    """
    source = {
        later: now
        for category, until in needs.trainings
        for later, now in zip(
            trained_columns(category, until),
            trained_columns(category, min(until, day)),
            strict=True,
        )
    }
    names = [column.name for column in columns(needs)]
    return pd.DataFrame({name: people[source.get(name, name)] for name in names}, copy=False)
