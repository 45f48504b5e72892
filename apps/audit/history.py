"""Change history, written by the database.

Statement-level triggers see forms, imports, bulk writes, COPY and raw SQL alike, at the cost of
one insert a statement. The acting user and the reason travel as context inside the transaction.
"""

from contextlib import AbstractContextManager
from typing import Any

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import BrinIndex


def track(*derived: str) -> Any:
    """Return the class decorator that keeps every version of a row, but for derived columns."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        level=pghistory.Statement,
        append_only=True,
        exclude=list(derived),
        # Versions only ever follow one another, so a few pages of index tell what is recent.
        meta={"indexes": [BrinIndex(fields=["pgh_created_at"], autosummarize=True)]},
    )


def acting(username: str, *, reason: str = "") -> AbstractContextManager[Any]:
    """Name who changes facts within the block, and why when it corrects the past."""
    return pghistory.context(username=username, reason=reason)


def without_history() -> AbstractContextManager[Any]:
    """Write made-up demonstration rows without a history of how they were typed in."""
    return pgtrigger.ignore()
