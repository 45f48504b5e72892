"""SQL functions for partly known dates, and the extensions that constraints and search use.

The functions are not STRICT, so that PostgreSQL can inline them: a strict one with such a body is
called row by row. A null still gives null: make_date and left are strict themselves.
"""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

EARLIEST = """
CREATE FUNCTION partial_date_earliest(value varchar) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT make_date(left(value, 4)::int, coalesce(nullif(substr(value, 6, 2), '')::int, 1),
                   coalesce(nullif(substr(value, 9, 2), '')::int, 1))
$$
"""
LATEST = """
CREATE FUNCTION partial_date_latest(value varchar) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE length(value)
    WHEN 10 THEN make_date(left(value, 4)::int, substr(value, 6, 2)::int, substr(value, 9, 2)::int)
    WHEN 7 THEN (make_date(left(value, 4)::int, substr(value, 6, 2)::int, 1)
                 + interval '1 month')::date - 1
    ELSE make_date(left(value, 4)::int, 12, 31)
  END
$$
"""


class Migration(migrations.Migration):
    """Runs before every migration that has a dated table."""

    replaces = [
        ('common', '0001_functions'),
        ('common', '0002_inline_date_functions'),
        ('common', '0003_check_dates_more_quickly'),
    ]

    initial = True

    dependencies = []

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(EARLIEST, "DROP FUNCTION partial_date_earliest(varchar)"),
        migrations.RunSQL(LATEST, "DROP FUNCTION partial_date_latest(varchar)"),
    ]
