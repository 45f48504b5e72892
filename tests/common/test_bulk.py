"""Writing many rows at once."""

import pandas as pd
import pytest
from django.db import connection

from apps.cadres.models import Cadre
from apps.common.bulk import copy_rows, update_rows, without_indexes

pytestmark = pytest.mark.django_db
HOSTILE = [
    '=HYPERLINK("x")',
    'a "quoted", name',
    "back\\slash \\N \\.",
    "tab\there",
    "Đặng\nHai",
    "NULL",
]


def rows(names: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame({"key": [f"k{i}" for i in range(len(names))], "full_name": names})
    return frame.assign(name_key="", sort_key="", born="", gender="")


def test_text_is_copied_as_it_is_and_empty_cells_are_null_only_where_they_may_be():
    with connection.cursor() as cursor:
        copy_rows(cursor, "cadres_cadre", rows(HOSTILE), nullable=("born",))
    found = list(Cadre.objects.order_by("key").values_list("full_name", "born", "gender"))
    assert found == [(name, None, "") for name in HOSTILE]


def test_rows_are_set_by_id_in_one_statement():
    with connection.cursor() as cursor:
        copy_rows(cursor, "cadres_cadre", rows(["A", "B"]), nullable=("born",))
        ids = list(Cadre.objects.order_by("key").values_list("pk", flat=True))
        changes = pd.DataFrame({"id": ids, "full_name": HOSTILE[:2], "born": ["1985-06", ""]})
        update_rows(cursor, "cadres_cadre", changes, nullable=("born",))
        update_rows(cursor, "cadres_cadre", changes.iloc[:0], nullable=("born",))
    found = Cadre.objects.order_by("key").values_list("full_name", "born", "gender")
    assert [(name, str(born or ""), sex) for name, born, sex in found] == [
        (HOSTILE[0], "1985-06", ""),
        (HOSTILE[1], "", ""),
    ]


def keys_and_indexes(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
               WHERE conrelid = %s::regclass
               UNION ALL SELECT indexdef FROM pg_indexes WHERE tablename = %s ORDER BY 1""",
            [table, table],
        )
        return [text for (text,) in cursor.fetchall()]


def test_indexes_set_aside_are_all_made_anew() -> None:
    before = keys_and_indexes("cadres_appointment")
    with connection.cursor() as cursor, without_indexes(cursor, ["cadres_appointment"]):
        during = keys_and_indexes("cadres_appointment")
    # Gone meanwhile: the exclusion and the primary key, each with its index, two foreign keys and
    # the indexes on both columns.
    assert len(before) - len(during) == 8
    assert keys_and_indexes("cadres_appointment") == before
