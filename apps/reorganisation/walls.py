"""Whose destinations the database shows to whom, and that nobody reads what stood before.

As in ``cadres.walls``: a user reads where the people go whom the user sees, and says so of those
whose records the user keeps. Former rows are read by workers alone.
"""

from __future__ import annotations

from typing import Any

from apps.cadres.walls import Policy, of_facts, put_up
from apps.common.stepping_down import JOBS
from apps.reorganisation.models import Destination, Former


def policies() -> dict[str, list[Policy]]:
    """Return the policies on the tables of plans that hold people, by table."""
    going, former = Destination._meta.db_table, Former._meta.db_table
    return {
        going: of_facts(going, is_post=False),
        former: [Policy(former, "for_jobs", "ALL", JOBS, "true", "true")],
    }


def build(cursor: Any) -> None:
    """Make the policies as they should be."""
    for table, wanted in policies().items():
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
        if cursor.fetchone()[0]:
            put_up(cursor, table, wanted)
