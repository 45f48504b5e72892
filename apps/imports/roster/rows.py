"""Rows of the files as rows of the tables: columns by their names there, keys turned into ids."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from apps.cadres.codes import SENSITIVE_MARKS
from apps.cadres.models import Appointment, Appraisal, Qualification, Training
from apps.common.text import search_key, sort_key

PERIOD = ("start_on", "end_on")
PERSON_NULLABLE = ("born", *SENSITIVE_MARKS)
# The model of each file of facts, and its columns that may be null.
FACTS = {
    "appointments.csv": (Appointment, (*PERIOD, "signed_on")),
    "qualifications.csv": (Qualification, ("awarded_on",)),
    "trainings.csv": (Training, ("completed_on",)),
    "appraisals.csv": (Appraisal, ()),
}
_NAMES = {"cadre_key": "cadre_id", "unit_key": "unit_id", "category": "category_id"}


def cadre_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return people with the keys to search and sort them by."""
    names = rows["full_name"]
    distinct = names.unique().tolist()
    return rows.drop(columns=["row"]).assign(
        name_key=names.map({name: search_key(name) for name in distinct}),
        sort_key=names.map({name: sort_key(name) for name in distinct}),
    )


def fact_rows(rows: pd.DataFrame, keys: Mapping[str, Mapping[str, int]]) -> pd.DataFrame:
    """Return facts with the ids of people and units; ``keys`` has both, by the file's column."""
    frame = rows.drop(columns=["row"])
    for column, known in keys.items():
        if column in frame:
            frame[column] = [known[key] for key in frame[column].tolist()]
    return frame.rename(columns=_NAMES)
