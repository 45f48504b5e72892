"""Fields for partly known dates."""

from itertools import product

import pytest
from django.db import connection

from apps.cadres.models import Cadre


@pytest.mark.django_db
def test_the_quick_patterns_of_a_date_accept_what_one_regular_expression_would() -> None:
    texts = ["".join(signs) for size in (4, 5, 7) for signs in product("1-x", repeat=size)]
    texts += ["".join(signs) for signs in product("1-", repeat=10)]
    texts += ["", "2020-1", "２０２０", "2020\n", " 2020", "+202", "1_23", "0x1f", "2020-01-01 "]
    quick = Cadre._meta.get_field("born").db_check(connection).replace("%%", "%")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE texts (born varchar)")
        cursor.execute("INSERT INTO texts SELECT unnest(%s)", [texts])
        cursor.execute(
            f"SELECT count(*) FILTER (WHERE {quick}), count(*) FILTER (WHERE ({quick})"
            " <> (born ~ '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$')) FROM texts"
        )
        # Of these texts only 1111, 1111-11 and 1111-11-11 are dates.
        assert cursor.fetchone() == (3, 0)
