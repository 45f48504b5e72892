"""Reading a file of comma-separated text as one sheet."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from apps.imports.workbook import limits
from apps.imports.workbook.cells import Budget, Plain, column_letters
from apps.imports.workbook.refusal import RefusedError

SHEET = "CSV"
# What no text has: a file of another kind whose name ends in .csv.
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 20_000
# Bytes of TCVN3 and VNI that Vietnamese in Windows-1258 does not use, and its marks of tones.
_OLD_LETTERS = re.compile(
    rb"[\xa7-\xbe]|[aAeEoOuUyY][\xf8\xfb\xef\xe4\xe5\xeb\xd8\xdb\xcf\xc4\xc5\xcb]"
)
_TONES = re.compile(rb"[a-zA-Z\xc0-\xff][\xcc\xd2\xde\xec\xf2]")


def read_text(path: Path, emit: Callable[[int, list[Plain]], None]) -> None:
    """Hand on each row that holds something."""
    text = _decoded(path.read_bytes())
    if _BINARY.search(text):
        raise RefusedError("another_content")
    csv.field_size_limit(limits.MAX_TEXT * 100)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    budget, held = Budget(), 0
    try:
        # A quoted cell may hold line breaks; spreadsheets number rows, not lines.
        for number, cells in enumerate(rows, start=1):
            if not any(cell.strip() for cell in cells):
                continue
            held += 1
            if held > limits.MAX_ROWS:
                raise RefusedError("too_many_rows", sheet=SHEET, limit=limits.MAX_ROWS)
            budget.spend(_checked(number, cells))
            emit(number, [cell or None for cell in cells])
    except csv.Error as error:
        raise RefusedError("damaged") from error


def _checked(number: int, cells: list[str]) -> int:
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > limits.MAX_COLUMNS:
        raise RefusedError("too_many_columns", sheet=SHEET, limit=limits.MAX_COLUMNS)
    for column, cell in enumerate(cells, start=1):
        if len(cell) > limits.MAX_TEXT:
            place = f"{column_letters(column)}{number}"
            raise RefusedError("long_cell", sheet=SHEET, cell=place, limit=limits.MAX_TEXT)
    return sum(map(len, cells))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # The old letters stand in the same bytes as Western ones; the reading decides later.
    sample = data[:_SAMPLE]
    if len(_OLD_LETTERS.findall(sample)) > len(_TONES.findall(sample)):
        return data.decode("latin-1")
    return unicodedata.normalize("NFC", _as(data, "cp1258"))


def _as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError("another_encoding") from error


def _delimiter(text: str) -> str:
    """Return the sign that divides the first lines most often, quoted text left out."""
    bare = re.sub(r'"[^"]*"', "", text[:_SAMPLE])
    return max(",;\t", key=lambda sign: bare.count(sign))
