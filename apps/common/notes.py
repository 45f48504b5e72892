"""Notes that something was saved, left by triggers: whoever wrote, and by whatever way.

Figures depend on facts, but facts know nothing of figures. So a write leaves a note in a table
beside the facts, in the same transaction, and rings a bell on commit. Whoever keeps the figures
listens for the bell, reads the notes and deletes those that it has taken in.
"""

from collections.abc import Sequence
from typing import Any

import pgtrigger

from apps.common.bulk import as_text, copy_text

BELL = "facts_saved"
_SOURCES = {
    "insert": "SELECT DISTINCT {column} FROM new_values",
    "delete": "SELECT DISTINCT {column} FROM old_values",
    "update": "SELECT {column} FROM new_values UNION SELECT {column} FROM old_values",
}


def notes_people(table: str, column: str) -> list[pgtrigger.Trigger]:
    """Triggers that leave in ``table`` the person of every changed row; ``column`` names it."""
    return [
        _trigger(operation, f"INSERT INTO {table} (cadre_id) {source.format(column=column)};", True)
        for operation, source in _SOURCES.items()
    ]


def notes_moments(table: str) -> list[pgtrigger.Trigger]:
    """Triggers that leave in ``table`` the moment of every statement that changes rows."""
    return [
        _trigger(operation, f"INSERT INTO {table} (at) VALUES (now());", False)
        for operation in _SOURCES
    ]


def _trigger(operation: str, note: str, is_referencing: bool) -> pgtrigger.Trigger:
    rows = pgtrigger.Referencing(
        old=None if operation == "insert" else "old_values",
        new=None if operation == "delete" else "new_values",
    )
    return pgtrigger.Trigger(
        name=f"note_{operation}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=getattr(pgtrigger, operation.capitalize()),
        referencing=rows if is_referencing else None,
        func=f"{note} PERFORM pg_notify('{BELL}', ''); RETURN NULL;",
    )


def note_people(cursor: Any, table: str, people: Sequence[int]) -> None:
    """Leave a note of each person, for rows that were written without triggers."""
    copy_text(cursor, table, ["cadre_id"], as_text([list(map(str, people))]))
    cursor.execute("SELECT pg_notify(%s, '')", [BELL])
