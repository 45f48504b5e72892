"""Which rows below the headings are people and facts, and which only look like some."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping

from apps.imports.workbook.contract import Count, Row, Sheet, SheetReading, Value
from apps.imports.workbook.plain import Letters, key

_ROMAN = re.compile(r"(?=[MDCLXVI])M*(C[MD]|D?C{0,3})(X[CL]|L?X{0,3})(I[XV]|V?I{0,3})[.)]?")
_LETTER = re.compile(r"[A-ZĐ][.)]?|[A-Z0-9]{1,2}\.\d{1,2}[.)]?")
_COUNTED = re.compile(r"\d{1,6}[.)]?", re.ASCII)
_TOTAL = re.compile(
    r"(tổng( số| cộng)?|cộng( dồn| lại)?|tong (so|cong)|total)\b(?!.*\bvăn\b)", re.IGNORECASE
)
_FOOT = re.compile(
    r"(nguoi lap|thu truong|ky ten|ky ghi ro|ky va ghi|noi nhan|xac nhan cua|ghi chu$)"
    r"|^[a-z ]{2,40} ngay .*thang .*nam"
)
_NUMBERED = re.compile(r"\(?(\d{1,3})\)?", re.ASCII)
EXAMPLE = "Ví dụ"
_EXAMPLES = ("vi du", "example")
# A cell merged over rows stands for all of them; more than this is no list of people.
_MOST_FILLED = 500_000


class RowSorter:
    """Tells rows to be read from blank ones, totals, groups and signatures, and counts them."""

    def __init__(self, sheet: Sheet, reading: SheetReading, letters: Letters) -> None:
        self.sheet, self.reading, self.letters = sheet, reading, letters
        self.serial = next((n for n, f in reading.columns.items() if f == "serial"), 0)
        self.mapped = sorted(n for n, f in reading.columns.items() if f != "serial")
        self.sure = [n for n, f in reading.columns.items() if f in ("cadre_key", "personal_number")]
        self.filled = _merged_down(sheet, reading.last_heading)
        self.across = {
            first for first, left, last, right in sheet.merged if first == last and right - left > 1
        }
        self.counts: Counter[str] = Counter()
        self.is_below = False
        self.totals: dict[Value, bool] = {}

    def rows(self) -> Iterator[Row]:
        """Yield the rows to be read, merged cells filled."""
        before = self.reading.last_heading
        for row in self.sheet.rows:
            if row.number <= self.reading.last_heading:
                continue
            self.counts["blank"] += row.number - before - 1
            before = row.number
            whole = self._filled(row) if row.number in self.filled else row
            why = self._why_skipped(row, whole)
            self.counts[why or "read"] += 1
            if not why:
                yield whole

    @property
    def count(self) -> Count:
        """How many rows were read and skipped so far."""
        held = self.counts
        return Count(held["read"], held["blank"], held["subtotal"], held["serial_only"])

    def _filled(self, row: Row) -> Row:
        given = self.filled[row.number]
        values = row.values + [None] * (max(given, default=0) - len(row.values))
        for number, (value, _font) in given.items():
            if values[number - 1] is None:
                values[number - 1] = value
        fonts = {n: font for n, (_value, font) in given.items() if font} | (row.fonts or {})
        return Row(row.number, values, fonts or None)

    def _why_skipped(self, row: Row, whole: Row) -> str:
        values, width = row.values, len(row.values)
        held = [n for n in self.mapped if n <= width and not _is_blank(values[n - 1])]
        serial = values[self.serial - 1] if 0 < self.serial <= width else None
        if not held:
            return "blank" if _is_blank(serial) else "serial_only"
        text = self.letters.text(serial) if serial is not None else ""
        is_counted = isinstance(serial, int) or bool(_COUNTED.fullmatch(text))
        if self._is_total(values[held[0] - 1]) or (
            text and not is_counted and self._is_total(text)
        ):
            return "subtotal"
        if text and key(text) in _EXAMPLES:
            return "subtotal"
        if is_counted or any(n in held for n in self.sure):
            return "serial_only" if self._is_numbering(row, held) else ""
        return self._why_uncounted(row, whole, held, text)

    def _why_uncounted(self, row: Row, whole: Row, held: list[int], serial: str) -> str:
        """Judge a row that has neither a serial nor an identifying number."""
        if self.is_below:
            return "subtotal"
        if self._is_foot(row):
            self.is_below = True
            return "subtotal"
        if self._is_numbering(row, held):
            return "serial_only"
        texts = [n for n in held if not isinstance(row.values[n - 1], int | float)]
        is_alone = len(texts) <= 1 and row.number not in self.filled
        if is_alone and (self.serial or row.number in self.across):
            return "subtotal"
        is_group = bool(_ROMAN.fullmatch(serial) or _LETTER.fullmatch(serial))
        return "subtotal" if serial and is_group and len(texts) <= 2 else ""

    def _is_total(self, value: Value) -> bool:
        if not isinstance(value, str):
            return False
        known = self.totals.get(value)
        if known is None:
            text = self.letters.text(value)
            known = self.totals[value] = bool(_TOTAL.match(text)) and len(text) < 60
        return known

    def _is_foot(self, row: Row) -> bool:
        texts = [self.letters.text(v) for v in row.values if isinstance(v, str)]
        return any(_FOOT.search(key(text)) for text in texts if len(text) < 120)

    def _is_numbering(self, row: Row, held: list[int]) -> bool:
        """Tell whether a row numbers the columns: 1, 2, 3 or (1), (2), (3)."""
        if len(held) < 3 or row.number > self.reading.last_heading + 2:
            return False
        texts = [self.letters.text(row.values[n - 1]) for n in held]
        found = [_NUMBERED.fullmatch(text) for text in texts]
        numbers = [int(one[1]) for one in found if one]
        return len(numbers) == len(held) and numbers == sorted(set(numbers)) and numbers[-1] <= 200


def _is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip(" \t\r\n\u00a0\u200b"))


def _merged_down(sheet: Sheet, last_heading: int) -> Mapping[int, dict[int, tuple[Value, str]]]:
    """Return for each row the cells that merged cells above give it."""
    down = [area for area in sheet.merged if area[0] > last_heading and area[2] > area[0]]
    if not down:
        return {}
    firsts = {area[0] for area in down}
    tops = {row.number: row for row in sheet.rows if row.number in firsts}
    held = [row.number for row in sheet.rows]
    filled: dict[int, dict[int, tuple[Value, str]]] = {}
    budget = _MOST_FILLED
    for first, left, last, _right in down:
        if first not in tops or (cell := tops[first].cell(left)).is_empty:
            continue
        for number in _between(held, first, last):
            budget -= 1
            if budget < 0:
                return {}
            filled.setdefault(number, {})[left] = (cell.value, cell.font)
    return filled


def _between(numbers: list[int], first: int, last: int) -> list[int]:
    from_, to = bisect_right(numbers, first), bisect_right(numbers, last)
    return numbers[from_:to]
