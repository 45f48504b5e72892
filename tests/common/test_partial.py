"""Partly known dates, in Python and in the database."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from apps.common.dated import PartialDateField
from apps.common.partial import PartialDate
from tests.reference import days as days_of

everything = st.builds(
    lambda day, length: day.isoformat()[:length],
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.sampled_from([4, 7, 10]),
)


@given(everything)
def test_a_date_stands_for_its_range_and_is_written_as_it_was_read(text):
    read = PartialDate.parse(text)
    assert str(read) == text
    assert (read.earliest, read.latest) == (min(days_of(text)), max(days_of(text)))
    assert read.is_full == (len(text) == 10)


@pytest.mark.parametrize(
    "text",
    ["", " ", "85", "1985-", "1985-6", "1985-06-1", "1985-13", "1985-00", "1985-06-00", "0000", "2023-02-29",
     "1985/06/01", "01-06-1985", "1985-06-01T00:00", " 1985", "1985 ", "1985\n", "19850601",
     "-1985", "+1985", "1985-06-31", "１９８５", "١٩٨٥", "1985–06"],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_a_day_needs_its_month():
    with pytest.raises(ValueError, match="without its month"):
        PartialDate(1985, None, 5)


def test_a_full_day_is_asked_for_only_when_it_is_known():
    assert PartialDate.parse("1985-06-01").full_day == date(1985, 6, 1)
    with pytest.raises(ValueError, match="not a full date"):
        _ = PartialDate.parse("1985-06").full_day


def test_the_field_takes_text_a_date_and_itself():
    field = PartialDateField()
    assert field.to_python("1985-06") == PartialDate(1985, 6)
    assert field.to_python(date(1985, 6, 1)) == PartialDate(1985, 6, 1)
    assert field.to_python(PartialDate(1985)) == PartialDate(1985)
    assert field.to_python("") is None
    with pytest.raises(ValidationError):
        field.to_python("June")


@pytest.mark.django_db
def test_the_database_reads_the_same_range():
    texts = ["0001", "1900-02", "1984-02-29", "2000-02", "2023", "2024-02", "9999-12", "9999"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT partial_date_earliest(t), partial_date_latest(t) FROM unnest(%s) t", [texts]
        )
        rows = cursor.fetchall()
        cursor.execute("SELECT partial_date_earliest(NULL), partial_date_latest(NULL)")
        assert cursor.fetchone() == (None, None)
    read = [PartialDate.parse(text) for text in texts]
    assert rows == [(value.earliest, value.latest) for value in read]
