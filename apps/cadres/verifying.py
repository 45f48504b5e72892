"""Finding what no constraint of one row can refuse: appointments outside their unit's existence."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from apps.units.verifying import Violation

_OUTSIDE = """
WITH existence AS (
    SELECT unit_id, range_agg(daterange(start_day, end_day)) AS days
    FROM units_placement GROUP BY unit_id
)
SELECT 'an appointment lies inside its unit''s existence', cadre.key,
       concat('in ', unit.key, ' from ', post.start_on, ' until ', post.end_on)
FROM cadres_appointment post
JOIN cadres_cadre cadre ON cadre.id = post.cadre_id
JOIN units_unit unit ON unit.id = post.unit_id
LEFT JOIN existence ON existence.unit_id = post.unit_id
WHERE existence.days IS NULL OR NOT existence.days @> daterange(post.start_day, post.end_day)
ORDER BY cadre.key, post.start_day NULLS FIRST
"""


def post_violations() -> Iterator[Violation]:
    """Yield every appointment outside its unit's existence: the rule, the person's key, what."""
    with connection.cursor() as cursor:
        cursor.execute(_OUTSIDE)
        yield from cursor.fetchall()
