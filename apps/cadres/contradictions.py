"""Finding facts that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from django.db import connection

from apps.cadres.number_checks import doubts
from apps.common.reach import Reach, beyond_scope
from apps.common.stream import read_frame
from apps.common.text import search_key

WORKING_AGE = 16

# Each gives the people of a rule. Partly known dates contradict only when they do so on every
# day that they can stand for.
_QUERIES = {
    "young_post": f"""
        SELECT DISTINCT cadre.id FROM cadres_appointment post
        JOIN cadres_cadre cadre ON cadre.id = post.cadre_id
        WHERE post.start_day < cadre.born_earliest + interval '{WORKING_AGE} years'
          AND partial_date_latest(post.start_on)
              < cadre.born_earliest + interval '{WORKING_AGE} years' {{chosen}}""",
    "early_award": """
        SELECT DISTINCT cadre.id FROM cadres_qualification held
        JOIN cadres_cadre cadre ON cadre.id = held.cadre_id
        WHERE held.awarded_latest < cadre.born_earliest {chosen}""",
    "early_training": """
        SELECT DISTINCT cadre.id FROM cadres_training done
        JOIN cadres_cadre cadre ON cadre.id = done.cadre_id
        WHERE done.completed_latest < cadre.born_earliest {chosen}""",
    # Two people with numbers of their own are two people: no number is held twice.
    "duplicate": """
        SELECT unnest(array_agg(cadre.id)) AS id FROM cadres_cadre cadre
        WHERE cadre.born_earliest = cadre.born_latest {chosen}
        GROUP BY cadre.name_key, cadre.born
        HAVING count(*) > 1 AND bool_or(cadre.personal_number_index = '')""",
}
# Posts beside one another. Somebody may well be lent to do what they do at home, but nobody is lent
# to two units at once, whatever they do there.
_BESIDE = """
    SELECT cadre.id, other.title, post.title, other.kind = 'secondment'
    FROM cadres_appointment other
    JOIN cadres_appointment post ON post.cadre_id = other.cadre_id AND post.id <> other.id
        AND daterange(post.start_day, post.end_day) && daterange(other.start_day, other.end_day)
    JOIN cadres_cadre cadre ON cadre.id = other.cadre_id
    WHERE NOT other.is_primary AND (other.kind = 'secondment') = (post.kind = 'secondment')
        {chosen}"""


def contradictions(cadre_ids: Sequence[int] | None = None) -> dict[str, np.ndarray]:
    """Return by rule the people whose facts contradict each other.

    ``cadre_ids`` limits the search to some people; a likely duplicate is then one among them.
    """
    given = None if cadre_ids is None else [int(pk) for pk in cadre_ids]
    chosen = "" if given is None else "AND cadre.id = ANY(%(ids)s)"
    found = {}
    with beyond_scope(Reach.COUNTING), connection.cursor() as cursor:
        for code, query in _QUERIES.items():
            listed = f"SELECT id::int4 FROM ({query.format(chosen=chosen)}) found"
            asked = cursor.mogrify(listed, {"ids": given}).decode()
            frame = read_frame(cursor, asked, [("id", "int32")])
            found[code] = np.sort(frame["id"].to_numpy())
        cursor.execute(_BESIDE.format(chosen=chosen), {"ids": given})
        found["same_post"] = _holding_one_post_twice(cursor.fetchall())
    return found | doubts(given)


def _holding_one_post_twice(pairs: Iterable[tuple[int, str, str, bool]]) -> np.ndarray:
    """Return who holds one post in two places: its title is the same but for accents and case."""
    found = {
        pk
        for pk, title, other, is_lent in pairs
        if is_lent or search_key(title) == search_key(other)
    }
    return np.array(sorted(found), dtype=np.int32)
