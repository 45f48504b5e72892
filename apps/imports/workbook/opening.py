"""Opening a file in a guarded child process."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from apps.imports.workbook import limits
from apps.imports.workbook.contract import Row, Sheet, Sheets, UnreadableError, Value
from apps.imports.workbook.wording import refusal

_BASE = Path(__file__).resolve().parents[3]
CHILD = "apps.imports.workbook.child"
_READ = 1 << 20
_MAX_SAID = 600 * limits.MIB
_EPOCH = date(1899, 12, 30)
# Excel believes that 29 February 1900 was a day; before it, days count from one later.
_MARCH_1900 = 60


def open_workbook(path: Path, *, name: str) -> Sheets:
    """Read a file, whatever it holds, in a child process; raise UnreadableError when it cannot be.

    ``name`` is the name that the user gave it: its ending must agree with what is inside.
    """
    builder = _Builder(name)
    for line in _lines(["-E", "-s", "-S", "-B", "-m", CHILD, str(path), name]):
        builder.take(json.loads(line))
    if not builder.is_whole:
        raise UnreadableError(refusal("too_large", {}))
    return Sheets(name, builder.sheets, is_1904=builder.is_1904)


class _Builder:
    """Builds the sheets from what the child says."""

    def __init__(self, name: str) -> None:
        self.sheets: list[Sheet] = []
        self.is_whole = self.is_1904 = False
        self.known: dict[str, str] = {}
        self.days: dict[int, date] = {}

    def take(self, line: dict[str, Any]) -> None:
        """Take in one line; raise UnreadableError when the child refused."""
        if "rows" in line:
            add = self.sheets[-1].rows.append
            for number, values in line["rows"]:
                add(self._row(number, values))
        elif "sheet" in line:
            self.sheets.append(Sheet(line["sheet"], [], is_hidden=line["hidden"]))
        elif "merged" in line:
            self.sheets[-1].merged = [tuple(area) for area in line["merged"]]
        elif "refused" in line:
            raise UnreadableError(refusal(line["refused"], line["about"]))
        elif "is_1904" in line:
            self.is_1904 = line["is_1904"]
        else:
            self.is_whole = True

    def _row(self, number: int, values: list[Any]) -> Row:
        known, fonts = self.known, None
        for place, value in enumerate(values):
            if isinstance(value, str):
                values[place] = known.setdefault(value, value)
            elif isinstance(value, list):
                if len(value) == 1:
                    values[place] = self._day(value[0])
                else:
                    fonts = fonts or {}
                    values[place] = known.setdefault(value[0], value[0])
                    fonts[place + 1] = known.setdefault(value[1], value[1])
        return Row(number, values, fonts)

    def _day(self, serial: int) -> Value:
        day = self.days.get(serial)
        if day is None:
            day = self.days[serial] = day_of_serial(serial)
        return day


def day_of_serial(serial: int) -> date:
    """Return the day of a serial number counted from 1900."""
    return _EPOCH + timedelta(days=serial + 1 if serial < _MARCH_1900 else serial)


def _lines(arguments: list[str]) -> Iterator[bytes]:
    """Yield what a child process says line by line, as long as it may speak."""
    rest, said, deadline = b"", 0, time.monotonic() + limits.WALL_SECONDS
    with child(arguments) as process, selectors.DefaultSelector() as ready:
        assert process.stdout is not None
        ready.register(process.stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not ready.select(left) or said > _MAX_SAID:
                raise UnreadableError(refusal("too_slow", {}))
            piece = os.read(process.stdout.fileno(), _READ)
            if not piece:
                return
            said += len(piece)
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole


@contextmanager
def child(
    arguments: list[str], *, said: int = subprocess.DEVNULL, scratch: str = "/nowhere"
) -> Iterator[subprocess.Popen[bytes]]:
    """Start Python afresh, with nothing of this process in its environment; end it in any case."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=_BASE,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "TMPDIR": scratch},
        stdin=said,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe and not pipe.closed:
                pipe.close()
        process.wait()
