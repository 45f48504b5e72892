"""Looking for what was planted: in any bytes, within zipped files too."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# Every number that is planted begins so; the rest counts up from somewhere else in each run.
PREFIX, FIRST = "001175", random.SystemRandom().randrange(950_000)
_NUMBER = re.compile(rb"(?=(" + PREFIX.encode() + rb"\d{6}))")
_STEP, _OVERLAP = 1 << 24, 1 << 10
# What a terminal or a reader of logs could take for more than text of a line.
_CONTROLS = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")


def number(place: int) -> str:
    """Return one of the numbers that are planted."""
    return f"{PREFIX}{FIRST + place:06d}"


@dataclass(frozen=True)
class Planted:
    """What was planted: how many numbers, names, and what is secret."""

    numbers: int
    names: tuple[str, ...]
    secrets: tuple[str, ...]

    def found_in(self, chunk: bytes) -> Iterator[tuple[str, str]]:
        """Yield the kind and the text of whatever stands in these bytes."""
        for digits in _NUMBER.findall(chunk):
            if 0 <= int(digits[len(PREFIX) :]) - FIRST < self.numbers:
                yield "number", digits.decode()
        for kind, texts in (("name", self.names), ("secret", self.secrets)):
            yield from ((kind, text) for text in texts if text.encode() in chunk)


def chunks(path: Path) -> Iterator[bytes]:
    """Yield a file in overlapping pieces; of a zipped one also what it holds."""
    with path.open("rb") as file:
        before = b""
        while piece := file.read(_STEP):
            yield before + piece
            before = piece[-_OVERLAP:]
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as zipped:
        for name in zipped.namelist():
            yield zipped.read(name)


def search(planted: Planted, folders: Iterable[Path]) -> dict[str, set[tuple[str, str]]]:
    """Return for each kind what was found, and in which file."""
    found: dict[str, set[tuple[str, str]]] = {"number": set(), "name": set(), "secret": set()}
    for path in (path for folder in folders for path in sorted(folder.rglob("*"))):
        try:
            if path.is_symlink() or not path.is_file():
                continue
            for chunk in chunks(path):
                for kind, text in planted.found_in(chunk):
                    found[kind].add((text, str(path)))
        except (FileNotFoundError, zipfile.BadZipFile, zlib.error):
            continue
    return found


def forged_lines(log: bytes, planted: str) -> list[bytes]:
    """Return lines of a log that steer a terminal, or that somebody else began with a text."""
    wrong = []
    for line in log.splitlines():
        is_planted = planted.encode() in line and _event(line) in (None, planted)
        if is_planted or _CONTROLS.search(line):
            wrong.append(line)
    return wrong


def _event(line: bytes) -> str | None:
    """Return what a line of ours says; None when it is none."""
    try:
        return str(json.loads(line)["event"])
    except (ValueError, TypeError, KeyError):
        return None


def by_file(found: set[tuple[str, str]]) -> Counter[str]:
    """Return how many different texts stand in each file."""
    return Counter(path for _text, path in found)
