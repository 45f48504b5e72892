"""Frames through binary COPY, both ways."""

import numpy as np
import pandas as pd
import pytest
from django.db import ProgrammingError, connection, transaction

from apps.cadres.models import ChangedCadre
from apps.common.stream import one_snapshot, read_frame, write_frame

pytestmark = pytest.mark.django_db
COLUMNS = [("a", "int64"), ("b", "int32"), ("c", "int16"), ("d", "int8"), ("e", "bool")]
CAST = "a::int8, b::int4, c::int2, d::int2, e::bool"


def test_every_type_comes_back_with_its_least_and_greatest_value():
    rows = [
        (-(2**63), -(2**31), -(2**15), -128, False),
        (2**63 - 1, 2**31 - 1, 2**15 - 1, 127, True),
    ]
    values = ", ".join(str(row) for row in rows)
    with connection.cursor() as cursor:
        frame = read_frame(
            cursor, f"SELECT {CAST} FROM (VALUES {values}) t(a, b, c, d, e)", COLUMNS
        )
    assert [tuple(row) for row in frame.itertuples(index=False)] == rows
    assert [str(dtype) for dtype in frame.dtypes] == [dtype for _, dtype in COLUMNS]


def test_no_rows_give_an_empty_frame_with_the_columns():
    with connection.cursor() as cursor:
        frame = read_frame(cursor, "SELECT 1::int4 WHERE false", [("a", "int32")])
    assert frame["a"].tolist() == []
    assert str(frame["a"].dtype) == "int32"


def test_a_frame_longer_than_one_block_is_whole():
    # A row takes 2 + 8 + 12 bytes, so that 600 000 rows are more than three blocks of 4 MiB.
    query = "SELECT n::int4, n::int8 FROM generate_series(1, 600000) n"
    with connection.cursor() as cursor:
        frame = read_frame(cursor, query, [("a", "int32"), ("b", "int64")])
    assert len(frame) == 600_000
    assert frame["a"].to_numpy().tolist() == list(range(1, 600_001))
    assert (frame["a"] == frame["b"]).all()


def test_a_fault_in_the_query_is_the_databases_own():
    with (
        pytest.raises(ProgrammingError, match="no_such_table"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        read_frame(cursor, "SELECT 1::int4 FROM no_such_table", [("a", "int32")])


def test_a_written_frame_is_read_back_with_its_arrays():
    frame = pd.DataFrame(
        {
            "big": np.array([2**40, -1], dtype=np.int64),
            "plain": np.array([7, -(2**31)], dtype=np.int32),
            "small": np.array([-3, 32_767], dtype=np.int16),
        }
    )
    counts = np.array([[1, 2, 3], [-4, 5, 2**31 - 1]], dtype=np.int32)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE kept (big bigint, plain int, small smallint, counts int[])"
        )
        write_frame(cursor, "kept", frame, {"counts": counts})
        write_frame(cursor, "kept", frame.iloc[:0], {"counts": counts[:0]})
        cursor.execute("SELECT * FROM kept")
        rows = cursor.fetchall()
        cursor.execute("DROP TABLE kept")
    assert rows == [
        (2**40, 7, -3, [1, 2, 3]),
        (-1, -(2**31), 32_767, [-4, 5, 2**31 - 1]),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_does_not_see_what_is_saved_meanwhile():
    with one_snapshot() as cursor:
        cursor.execute("SELECT count(*) FROM cadres_changedcadre")
        before = cursor.fetchone()
        other = connection.copy()
        try:
            with other.cursor() as beside:
                beside.execute("INSERT INTO cadres_changedcadre (cadre_id) VALUES (1)")
        finally:
            other.close()
        cursor.execute("SELECT count(*) FROM cadres_changedcadre")
        assert cursor.fetchone() == before == (0,)
    assert ChangedCadre.objects.count() == 1
