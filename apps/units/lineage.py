"""The closure of the tree: every unit with every ancestor, by period."""

from typing import Any

# Deeper trees do not occur; the bound ends the recursion should a cycle slip in.
MAX_DEPTH = 30

# A row of ``climb`` stands at a placement of an ancestor and keeps the days on which every
# placement below it holds too. Days on which an ancestor is itself not placed are not among them.
_CLOSURE = f"""
WITH RECURSIVE placed AS (
    SELECT unit_id, parent_id, daterange(start_day, end_day) AS days FROM units_placement
), climb AS (
    SELECT unit_id, unit_id AS ancestor_id, parent_id, 0 AS distance, days FROM placed
    UNION ALL
    SELECT climb.unit_id, above.unit_id, above.parent_id, climb.distance + 1,
           climb.days * above.days
    FROM climb JOIN placed above ON above.unit_id = climb.parent_id AND above.days && climb.days
    WHERE climb.distance + 1 < {MAX_DEPTH}
), merged AS (
    SELECT unit_id, ancestor_id, distance, unnest(range_agg(days)) AS days
    FROM climb GROUP BY unit_id, ancestor_id, distance
)
INSERT INTO units_lineage (unit_id, ancestor_id, distance, start_day, end_day)
SELECT unit_id, ancestor_id, distance, lower(days), upper(days) FROM merged
"""


def lock_tree(cursor: Any) -> None:
    """Let one transaction at a time change the tree; readers are not held up."""
    cursor.execute("LOCK TABLE units_lineage IN SHARE ROW EXCLUSIVE MODE")


def rebuild_lineage(cursor: Any) -> None:
    """Compute the closure from the placements again, in the caller's transaction."""
    lock_tree(cursor)
    cursor.execute("DELETE FROM units_lineage")
    cursor.execute(_CLOSURE)
