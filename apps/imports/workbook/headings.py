"""Finding the rows of headings in a sheet and the field of each column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from apps.imports.workbook.contract import Row, Sheet
from apps.imports.workbook.plain import Letters, bare_key, key
from apps.imports.workbook.vocabulary import (
    HEADINGS,
    LADDER_FIELDS,
    REQUIRED,
    SHEETS,
    base,
    below,
)
from apps.imports.workbook.words import code_of

# Titles above the table push its headings down; nobody pushes them further.
_LAST_START = 12
_MOST_ROWS = 3
_YEAR = re.compile(r"\b(20\d\d)\b")
_FILLING = re.compile(r"\b(cua can bo|hien nay|hien tai|cao nhat|cbcc|cbccvc|dat duoc)\b")
# More than one column may hold a part of these.
_MANY = ("full_name",)


@dataclass(frozen=True)
class Block:
    """Headings that were understood: their rows, the table, the field of each column."""

    first: int = 0
    last: int = 0
    table: str = ""
    columns: dict[int, str] = field(default_factory=dict)

    @property
    def score(self) -> tuple[int, int]:
        """How much was understood; fewer rows are better."""
        return len(self.columns), self.first - self.last


def find_block(sheet: Sheet, letters: Letters) -> Block:
    """Return the headings of a sheet; a block without a table when none are understood."""
    grid = _Grid(sheet, letters)
    named = SHEETS.get(key(sheet.name))
    best = Block()
    for start in grid.numbers:
        for last in grid.numbers:
            if start <= last < start + _MOST_ROWS and start <= _LAST_START:
                best = max(best, _understood(grid, start, last, named), key=lambda b: b.score)
    return best


def paths(sheet: Sheet, letters: Letters, first: int, last: int) -> dict[int, tuple[str, ...]]:
    """Return what stands above each column in rows of headings, from the top down."""
    return _Grid(sheet, letters).paths(first, last)


class _Grid:
    """The first rows of a sheet as text, merged cells filled."""

    def __init__(self, sheet: Sheet, letters: Letters) -> None:
        top = [row for row in sheet.rows[: _LAST_START + 2] if row.number <= _LAST_START + 2]
        self.texts = {row.number: _texts(row, letters) for row in top}
        self.numbers = [row.number for row in top]
        self.width = max((max(texts, default=0) for texts in self.texts.values()), default=0)
        self.across: set[tuple[int, int]] = set()
        for area in sheet.merged:
            self._fill(*area)

    def _fill(self, first: int, left: int, last: int, right: int) -> None:
        text = self.texts.get(first, {}).get(left, "")
        if not text or first > _LAST_START + 2 or right - left > 200:
            return
        self.width = max(self.width, right)
        for row in range(first, min(last, _LAST_START + 2) + 1):
            for column in range(left, right + 1):
                if (row, column) != (first, left) and row in self.texts:
                    self.texts[row].setdefault(column, text)
        if left < right:
            self.across.add((first, left))

    def paths(self, first: int, last: int) -> dict[int, tuple[str, ...]]:
        """Return the texts above each column; a heading reaches right over empty cells."""
        found: dict[int, list[str]] = {column: [] for column in range(1, self.width + 1)}
        for number in range(first, last + 1):
            texts, carried = self.texts.get(number, {}), ""
            for column in range(1, self.width + 1):
                own = texts.get(column, "")
                carried = own or carried
                has_below = any(
                    self.texts.get(lower, {}).get(column) for lower in range(number + 1, last + 1)
                )
                text = own or (carried if has_below and not found[column] else "")
                if text and text not in found[column][-1:]:
                    found[column].append(text)
        return {column: tuple(texts) for column, texts in found.items() if texts}


def _texts(row: Row, letters: Letters) -> dict[int, str]:
    fonts = row.fonts or {}
    texts = {
        number: letters.text(value, fonts.get(number, ""))
        for number, value in enumerate(row.values, start=1)
    }
    return {number: text for number, text in texts.items() if text and len(text) <= 120}


def _understood(grid: _Grid, first: int, last: int, named: str | None) -> Block:
    """Return the block of the table that understands most; a sheet's name weighs more."""
    written = grid.paths(first, last)
    best = Block()
    for table in [named] if named else list(HEADINGS):
        columns = fields_of(written, table)
        block = Block(first, last, table, columns)
        if _is_complete(columns, table) and block.score > best.score:
            best = block
    if named and not best.table:
        return _understood(grid, first, last, None)
    return best


def _is_complete(columns: dict[int, str], table: str) -> bool:
    held = {base(name) for name in columns.values()}
    return len(held) > 1 and all(held & set(some) for some in REQUIRED[table])


def fields_of(written: dict[int, tuple[str, ...]], table: str) -> dict[int, str]:
    """Return the field of each column whose headings are known for a table; the first one wins."""
    columns: dict[int, str] = {}
    for number, path in written.items():
        name = _field(path, table)
        if name and (name in _MANY or name not in columns.values()):
            columns[number] = name
    return columns


def _field(path: tuple[str, ...], table: str) -> str:
    known = HEADINGS[table]
    if len(path) == 1:
        return _alone(path[0], known)
    child = path[-1]
    for parent in reversed(path[:-1]):
        name = _under(_alone(parent, known), parent, child)
        if name:
            return name if base(name) in known.values() else ""
    for text in (" ".join(path[-2:]), child, " ".join(path)):
        name = known.get(bare_key(text), "") or _simple(bare_key(text), known)
        if name:
            return name
    return ""


def _alone(text: str, known: dict[str, str]) -> str:
    """Return the field of a heading with nothing above it."""
    for words in (key(text), bare_key(text)):
        if words in known:
            return known[words]
    words = bare_key(text)
    year = _YEAR.search(words)
    if year and "rating" in known.values():
        rest = known.get(" ".join(_YEAR.sub(" ", words).replace(" nam ", " ").split()), "")
        rest = rest or known.get(" ".join(_YEAR.sub(" ", words).split()).removesuffix(" nam"), "")
        return f"rating:{year[1]}" if rest == "rating" else ""
    return _simple(words, known)


def _simple(words: str, known: dict[str, str]) -> str:
    return known.get(" ".join(_FILLING.sub(" ", words).split()), "")


def _under(parent_field: str, parent: str, child: str) -> str:
    """Return the field of a child under a parent that gives it its meaning."""
    words = bare_key(child)
    if parent_field in ("born", "gender"):
        return below(parent_field, words)
    if parent_field in LADDER_FIELDS:
        code = code_of(parent_field, child)
        return f"{parent_field}:{code}" if code else ""
    if parent_field == "rating" and (year := _YEAR.search(words)):
        return f"rating:{year[1]}"
    # "Nam" beside "Nữ" under a heading that is no known one, such as "Giới tính (tích x)".
    return below("gender", words) if key(parent).startswith("gioi tinh") else ""
