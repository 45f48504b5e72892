"""Giving a workbook back with its faulty cells marked."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from apps.imports.workbook import limits
from apps.imports.workbook.contract import Problem, UnreadableError
from apps.imports.workbook.opening import child
from apps.imports.workbook.wording import refusal

_MODULE = "apps.imports.workbook.marker"


def mark_faults(path: Path, *, name: str, problems: Sequence[Problem]) -> bytes:
    """Return the same workbook with each problem as a filled cell and a comment.

    Small workbooks keep their formats; big ones and text come back as their values alone.
    """
    plain = [[p.sheet, p.row, p.column, p.message, p.is_fault] for p in problems]
    said = json.dumps(plain).encode()
    is_small = path.stat().st_size <= limits.MARK_IN_PLACE and not name.lower().endswith(".csv")
    marked = _marked(path, name, "in_place", said) if is_small else b""
    marked = marked or _marked(path, name, "copy", said)
    if not marked:
        raise UnreadableError(refusal("too_large", {}))
    return marked


def _marked(path: Path, name: str, how: str, said: bytes) -> bytes:
    """Return what the child prints, or nothing when it fails."""
    with tempfile.TemporaryDirectory(prefix="marking-") as scratch:
        arguments = ["-E", "-s", "-B", "-m", _MODULE, str(path), name, how]
        with child(arguments, said=subprocess.PIPE, scratch=scratch) as process:
            try:
                out, _nothing = process.communicate(said, timeout=limits.MARK_WALL_SECONDS)
            except subprocess.TimeoutExpired:
                return b""
            return out if process.returncode == 0 else b""
