"""The child process that reads a file: little is imported, little is allowed, nothing is written.

It prints lines of JSON: what the file is, its sheets with their rows, and last how it ended.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from apps.imports.workbook import limits
from apps.imports.workbook.cells import Budget, Plain, SheetReader, read_sheet
from apps.imports.workbook.guard import kind_of, opened
from apps.imports.workbook.parts import read_book
from apps.imports.workbook.refusal import RefusedError
from apps.imports.workbook.text_file import SHEET, read_text

_ROWS_A_LINE = 500


class Printer:
    """Prints rows, many to a line."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, list[Plain]]] = []

    def row(self, number: int, values: list[Plain]) -> None:
        """Take a row; print when there are enough."""
        self.rows.append((number, values))
        if len(self.rows) >= _ROWS_A_LINE:
            self.flush()

    def flush(self) -> None:
        """Print the rows taken."""
        if self.rows:
            say({"rows": self.rows})
            self.rows = []


def say(line: dict[str, Any]) -> None:
    """Print a line of JSON."""
    sys.stdout.write(json.dumps(line, ensure_ascii=True, separators=(",", ":"), allow_nan=False))
    sys.stdout.write("\n")


def confine(*, cpu: int = limits.CPU_SECONDS, file: int = 0) -> None:
    """Let this process use no more memory and time than its work may take, and write no file."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file, file))


def read(path: Path, name: str) -> None:
    """Print the sheets of a file."""
    printer = Printer()
    if kind_of(path, name) == "csv":
        say({"sheet": SHEET, "hidden": False})
        read_text(path, printer.row)
        printer.flush()
        return
    with opened(path) as archive:
        book, budget = read_book(archive), Budget()
        say({"is_1904": book.is_1904})
        for sheet in book.sheets:
            say({"sheet": sheet.name, "hidden": sheet.is_hidden})
            reader = SheetReader(sheet.name, book, budget, printer.row)
            read_sheet(archive, sheet.part, reader)
            printer.flush()
            say({"merged": reader.merged})


def main(arguments: list[str]) -> int:
    """Read the file that the arguments name, and say how it ended."""
    confine()
    path, name = arguments
    try:
        read(Path(path), name)
        ending: dict[str, Any] = {"end": True}
    except RefusedError as refused:
        ending = {"refused": refused.code, "about": refused.about}
    except (MemoryError, RecursionError):
        ending = {"refused": "too_large", "about": {}}
    say(ending)
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
