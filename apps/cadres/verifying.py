"""Finding what no constraint of one row can refuse.

An appointment outside its unit's existence breaks a rule that everything counts on. Facts that
contradict each other (see quality.py) break none: somebody has to look which of them is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from apps.cadres.contradictions import contradictions
from apps.cadres.models import Cadre
from apps.cadres.quality import RULES
from apps.cadres.selectors import among
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


# Plain English, as the rules above: it is read in a terminal, by machines too.
_SAID = {
    "number_gender": "the personal number and the gender agree",
    "number_born": "the personal number and the year of birth agree",
    "number_province": "the personal number names a province",
    "number_sealed": "the personal number can be opened",
    "young_post": "nobody is appointed before the age of 16",
    "early_award": "nothing is awarded before birth",
    "early_training": "no course is completed before birth",
    "same_post": "nobody holds one post in two places at once",
    "duplicate": "a person is recorded once",
}


def doubtful_records() -> Iterator[Violation]:
    """Yield every record whose facts contradict each other: the rule, the person's key, a hint."""
    found = contradictions()
    for rule in RULES:
        if len(ids := found.get(rule.code, ())):
            keys = among(Cadre.objects.order_by("key"), ids).values_list("key", flat=True)
            for key in keys:
                yield _SAID[rule.code], key, "to check against the papers"
