"""Writing many rows at once."""

import pandas as pd
import pytest
from django.db import connection

from apps.cadres.models import Cadre
from apps.common.bulk import copy_rows, update_rows

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
