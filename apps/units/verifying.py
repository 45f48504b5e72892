"""Finding what no constraint of one row can refuse: breaks of the tree."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from apps.units.lineage import MAX_DEPTH

Violation = tuple[str, str, str]

_OUTLIVES = """
WITH existence AS (
    SELECT unit_id, range_agg(daterange(start_day, end_day)) AS days
    FROM units_placement GROUP BY unit_id
)
SELECT 'a placement lies inside its parent''s', unit.key,
       concat('under ', parent.key, ' from ', placement.start_on, ' until ', placement.end_on)
FROM units_placement placement
JOIN units_unit unit ON unit.id = placement.unit_id
JOIN units_unit parent ON parent.id = placement.parent_id
LEFT JOIN existence ON existence.unit_id = placement.parent_id
WHERE existence.days IS NULL
   OR NOT existence.days @> daterange(placement.start_day, placement.end_day)
ORDER BY unit.key
"""
_CYCLES = f"""
WITH RECURSIVE placed AS (
    SELECT unit_id, parent_id, daterange(start_day, end_day) AS days FROM units_placement
), climb AS (
    SELECT unit_id, parent_id, days, 1 AS distance FROM placed WHERE parent_id IS NOT NULL
    UNION ALL
    SELECT climb.unit_id, above.parent_id, climb.days * above.days, climb.distance + 1
    FROM climb JOIN placed above ON above.unit_id = climb.parent_id AND above.days && climb.days
    WHERE climb.parent_id <> climb.unit_id AND above.parent_id IS NOT NULL
      AND climb.distance < {MAX_DEPTH}
)
SELECT DISTINCT 'the tree has no cycle', unit.key, 'the unit stands under itself'
FROM climb JOIN units_unit unit ON unit.id = climb.unit_id WHERE climb.parent_id = climb.unit_id
"""
_LOST = """
WITH linked AS (
    SELECT unit_id, range_agg(daterange(start_day, end_day)) AS days
    FROM units_lineage WHERE distance = 0 GROUP BY unit_id
), placed AS (
    SELECT unit_id, range_agg(daterange(start_day, end_day)) AS days
    FROM units_placement GROUP BY unit_id
)
SELECT 'the closure follows the placements', unit.key, 'run load_roster or move a unit to rebuild'
FROM placed FULL JOIN linked USING (unit_id) JOIN units_unit unit ON unit.id = unit_id
WHERE placed.days IS DISTINCT FROM linked.days ORDER BY unit.key
"""
_NEVER_PLACED = """
SELECT 'a unit has a place in the tree', unit.key, 'it has no placement' FROM units_unit unit
WHERE NOT EXISTS (SELECT FROM units_placement p WHERE p.unit_id = unit.id)
  -- A unit whose opening was undone stays when figures of it were published.
  AND NOT EXISTS (SELECT FROM units_placementevent p WHERE p.unit_id = unit.id)
ORDER BY unit.key
"""


def tree_violations() -> Iterator[Violation]:
    """Yield every break of a rule of the tree: the rule, the unit's key, what is wrong."""
    with connection.cursor() as cursor:
        for query in (_NEVER_PLACED, _OUTLIVES, _CYCLES, _LOST):
            cursor.execute(query)
            yield from cursor.fetchall()
