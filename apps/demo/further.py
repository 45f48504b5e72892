"""What statistical tables ask of made-up people and units beyond the targets.

It is drawn apart from everything else, so that the rest of the data is what it would be without.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from apps.cadres.codes import LADDERS
from apps.demo.aims import NEVER
from apps.demo.groups import Groups
from apps.demo.world import YEAR

KINDS = ("it_skills", "english", "other_language", "minority_language", "grade")
LEVELS = tuple((kind, level) for kind in KINDS for level in LADDERS[kind])
_PLACE = {pair: place for place, pair in enumerate(LEVELS)}
# By kind the shares of its levels, lowest first; what is left over is not recorded.
_SHARES = {
    "it_skills": (0.05, 0.81, 0.12),
    "english": (0.27, 0.62, 0.09),
    "other_language": (0.90, 0.05, 0.03),
    "minority_language": (0.968, 0.012),
    "grade": (0.03, 0.04, 0.07, 0.84),
}
_UNKNOWN = 0.02
_SHARE_OF_MARKS = {"is_minority": 0.015, "is_religious": 0.02}
_PARTY_OF_LEADERS, _PARTY_OF_OTHERS = 0.97, 0.62
_PRINCIPAL, _SENIOR = ("state_management", "principal"), ("state_management", "senior")

Rows = tuple[np.ndarray, np.ndarray, np.ndarray]


def marks(groups: Groups, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return yes (1), no (0) or not recorded (-1) for each person, by mark."""
    count = len(groups.last)
    party = np.where(groups.leaders.ever, _PARTY_OF_LEADERS, _PARTY_OF_OTHERS)
    shares: dict[str, np.ndarray | float] = {"is_party_member": party, **_SHARE_OF_MARKS}
    return {
        name: np.where(rng.random(count) < _UNKNOWN, -1, rng.random(count) < share)
        for name, share in shares.items()
    }


def further_levels(born: np.ndarray, groups: Groups, rng: np.random.Generator) -> Rows:
    """Return person, place in LEVELS and day of a level of each kind, in the order of people."""
    count = len(born)
    parts = []
    for kind, shares in _SHARES.items():
        level = np.searchsorted(np.cumsum(shares), rng.random(count))
        day = (born + (22 + 4 * rng.random(count)) * YEAR).astype(np.int64)
        day = np.where(level == 0, NEVER, day)
        # Whoever serves has what the post asks for, however young.
        day = np.where((level > 0) & (day > groups.last), groups.entered, day)
        people = np.flatnonzero(level < len(shares))
        codes = np.array([_PLACE[kind, name] for name in LADDERS[kind][: len(shares)]])
        parts.append((people, codes[level[people]], day[people]))
    return _ordered(parts)


def risen_grades(awards: Rows, levels: tuple[tuple[str, str], ...], last: np.ndarray) -> Rows:
    """Return the higher grades, each a year after the course in state management that leads there.

    ``awards`` has places in ``levels``; nothing is awarded after a person's last day.
    """
    people, code, day = awards
    parts = []
    for award in (_PRINCIPAL, _SENIOR):
        rises = (code == levels.index(award)) & (day + int(YEAR) <= last[people])
        place = _PLACE["grade", award[1]]
        parts.append((people[rises], np.full(rises.sum(), place), day[rises] + int(YEAR)))
    return _ordered(parts)


def _ordered(parts: list[Any]) -> Rows:
    person, code, day = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.argsort(person, kind="stable")
    return person[order], code[order], day[order]


# Posts are assigned to almost every unit: as many as are filled, and a few that are vacant.
_HEADCOUNTS = """
INSERT INTO units_headcountquota (unit_id, posts, decision, start_on)
SELECT post.unit_id, count(*) + (post.unit_id * 7 %% 3), '',
       greatest(make_date(%s, 1, 1), min(place.start_day))::text
FROM cadres_appointment post
JOIN (SELECT unit_id, min(start_day) FILTER (WHERE start_day > '2020-01-01') AS start_day
      FROM units_placement GROUP BY unit_id) place ON place.unit_id = post.unit_id
WHERE is_primary AND (post.start_day IS NULL OR post.start_day <= %s)
  AND (post.end_day IS NULL OR post.end_day > %s)
GROUP BY post.unit_id HAVING post.unit_id %% 60 <> 0 ORDER BY post.unit_id
"""


def assign_posts(cursor: Any, day: Any) -> None:
    """Assign posts to the units where somebody serves on day, from the year before on."""
    cursor.execute(_HEADCOUNTS, [day.year - 1, day, day])
