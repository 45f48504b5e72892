"""What is wrong with a folder: every fault by file, row and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

LIMIT = 200


@dataclass(frozen=True, order=True)
class Fault:
    """One fault. ``row`` is the row of the file, headings being row 1; 0 is the whole file."""

    file: str
    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.row}: {self.column}: {self.reason}"


@dataclass
class Faults:
    """Collects faults; keeps all, shows the first ``LIMIT``."""

    found: list[Fault] = field(default_factory=list)

    def add(self, file: str, row: int, column: str, reason: str) -> None:
        """Note one fault."""
        self.found.append(Fault(file, int(row), column, str(reason)))

    def add_rows(self, file: str, rows: Iterable[int], column: str, reason: str) -> None:
        """Note the same fault for several rows."""
        for row in rows:
            self.add(file, row, column, reason)

    def shown(self) -> list[Fault]:
        """Return the first faults in the order of the files."""
        return sorted(self.found)[:LIMIT]

    @property
    def hidden(self) -> int:
        """How many faults are not shown."""
        return max(0, len(self.found) - LIMIT)

    def __bool__(self) -> bool:
        return bool(self.found)


class FaultyFolderError(Exception):
    """A folder has faults; nothing of it was written."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(f"{len(faults.found)} faults")
        self.faults = faults
