"""Cells through binary COPY, both ways."""

import numpy as np
import pytest
from django.db import connection

from apps.common.cells import array_of, integer, read_cells, read_rows, write_cells

pytestmark = pytest.mark.django_db


def test_rows_with_arrays_and_bytes_are_read_as_records():
    query = """SELECT n::int4, ARRAY[n, -n, 2147483647]::int4[], int4send(n::int4)
               FROM (VALUES (1), (-5)) t(n)"""
    columns = [("n", ">i4"), ("list", array_of(3)), ("bytes", ">i4")]
    with connection.cursor() as cursor:
        rows = read_rows(cursor, query, columns)
    assert rows["n"].tolist() == [1, -5]
    assert rows["list"]["items"]["value"].tolist() == [[1, -1, 2**31 - 1], [-5, 5, 2**31 - 1]]
    assert rows["bytes"].tolist() == [1, -5]


def test_an_array_may_be_empty_and_so_may_the_rows():
    columns = [("list", array_of(0)), ("n", ">i4")]
    with connection.cursor() as cursor:
        one = read_rows(cursor, "SELECT '{}'::int4[], 7::int4", columns)
        none = read_rows(cursor, "SELECT '{}'::int4[], 7::int4 WHERE false", columns)
    assert one["list"]["items"]["value"].shape == (1, 0)
    assert one["n"].tolist() == [7]
    assert len(none) == 0


def test_cells_of_any_length_come_back_as_they_were_written():
    large = np.arange(100_000, dtype=np.int32).tobytes()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE kept (id int, data bytea)")
        rows = [(integer(2), b""), (integer(-1), large), (integer(3), b"x")]
        write_cells(cursor, "kept", ["id", "data"], rows)
        write_cells(cursor, "kept", ["id", "data"], [])
        found = read_cells(cursor, "SELECT data FROM kept ORDER BY id")
        nothing = read_cells(cursor, "SELECT data FROM kept WHERE false")
        cursor.execute("DROP TABLE kept")
    assert found == [large, b"", b"x"]
    assert nothing == []
