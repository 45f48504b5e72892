"""What is recorded of some people, as tables of text shaped like those of the file."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pandas as pd
from django.db import connection

from apps.common.stream import copy
from apps.imports.roster.recorded import QUERIES

FACTS = ("appointments.csv", "qualifications.csv", "trainings.csv", "appraisals.csv")
_PEOPLE = """
SELECT id, key, full_name, coalesce(born, '') AS born, gender, personal_number,
       personal_number_index
FROM cadres_cadre"""


def recorded_of(keys: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Return what is recorded of the people with some staff numbers, by file, each with ``id``.

    People also have their sealed ``personal_number`` and its index.
    """
    chosen = list(keys)
    return {
        "cadres.csv": _read(f"{_PEOPLE} WHERE key = ANY(%s)", chosen),
        **{file: _read(_narrowed(QUERIES[file]), chosen) for file in FACTS},
    }


def _narrowed(query: str) -> str:
    return f"SELECT * FROM ({query}) rows WHERE cadre_key = ANY(%s)"


def _read(query: str, keys: list[str]) -> pd.DataFrame:
    sink = io.BytesIO()
    with connection.cursor() as cursor:
        said = cursor.mogrify(query, [keys]).decode()
        copy(cursor, f"COPY ({said}) TO STDOUT (FORMAT CSV, HEADER)", sink)
    sink.seek(0)
    frame = pd.read_csv(sink, dtype=object, keep_default_na=False, na_filter=False)
    return frame.astype({"id": "int64"})
