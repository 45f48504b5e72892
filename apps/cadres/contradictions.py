"""Finding facts that contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.db import connection

from apps.cadres.number_checks import doubts
from apps.common.stream import read_frame

WORKING_AGE = 16

# Each gives the people of a rule. Partly known dates contradict only when they do so on every
# day that they can stand for.
_QUERIES = {
    "young_post": f"""
        SELECT DISTINCT cadre.id FROM cadres_appointment post
        JOIN cadres_cadre cadre ON cadre.id = post.cadre_id
        WHERE post.start_day < cadre.born_earliest + interval '{WORKING_AGE} years'
          AND partial_date_latest(post.start_on)
              < cadre.born_earliest + interval '{WORKING_AGE} years'""",
    "early_award": """
        SELECT DISTINCT cadre.id FROM cadres_qualification held
        JOIN cadres_cadre cadre ON cadre.id = held.cadre_id
        WHERE held.awarded_latest < cadre.born_earliest""",
    "early_training": """
        SELECT DISTINCT cadre.id FROM cadres_training done
        JOIN cadres_cadre cadre ON cadre.id = done.cadre_id
        WHERE done.completed_latest < cadre.born_earliest""",
    # One post entered for two units or twice for one, or lent to two units at once. Somebody may
    # well be lent to do what they do at home.
    "same_post": """
        SELECT DISTINCT cadre.id FROM cadres_appointment other
        JOIN cadres_appointment post ON post.cadre_id = other.cadre_id AND post.id <> other.id
            AND daterange(post.start_day, post.end_day) && daterange(other.start_day, other.end_day)
        JOIN cadres_cadre cadre ON cadre.id = other.cadre_id
        WHERE NOT other.is_primary
          AND (other.kind = 'secondment') = (post.kind = 'secondment')
          AND (other.title = post.title OR other.kind = 'secondment')""",
    # Two people with numbers of their own are two people: no number is held twice.
    "duplicate": """
        SELECT DISTINCT cadre.id FROM cadres_cadre cadre
        JOIN cadres_cadre twin ON twin.name_key = cadre.name_key AND twin.born = cadre.born
            AND twin.id <> cadre.id
            AND (twin.personal_number_index = '' OR cadre.personal_number_index = '')
        WHERE length(cadre.born) = 10""",
}


def contradictions(cadre_ids: Sequence[int] | None = None) -> dict[str, np.ndarray]:
    """Return by rule the people whose facts contradict each other.

    ``cadre_ids`` limits the search to some people; a likely duplicate is then one among them.
    """
    given = None if cadre_ids is None else [int(pk) for pk in cadre_ids]
    found = {}
    with connection.cursor() as cursor:
        for code, query in _QUERIES.items():
            chosen = cursor.mogrify(query + _among(code, given), {"ids": given}).decode()
            frame = read_frame(cursor, f"SELECT id::int4 FROM ({chosen}) found", [("id", "int32")])
            found[code] = np.sort(frame["id"].to_numpy())
    return found | doubts(given)


def _among(code: str, given: list[int] | None) -> str:
    if given is None:
        return ""
    both = " AND twin.id = ANY(%(ids)s)" if code == "duplicate" else ""
    return f" AND cadre.id = ANY(%(ids)s){both}"
