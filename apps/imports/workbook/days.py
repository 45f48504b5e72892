"""Dates as offices write them, and whether a column writes the day or the month first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from apps.imports.workbook.contract import Value

# A place in the file and what stands there: the proof of an order.
Proof = tuple[str, str]
_EPOCH = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 73_415
_DAYS_1904 = 1462
_THREE = re.compile(r"(\d{1,2})\s?[/.,\-\s]\s?(\d{1,2})\s?[/.,\-\s]\s?(\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(
    r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?", re.ASCII
)
_MONTH = re.compile(r"(\d{1,2})\s?[/.,\-\s]\s?(\d{4})", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})[/.\-](\d{1,2})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_EIGHT = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_WORDS = re.compile(r"(?:ngày\s*(\d{1,2})\s*)?tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
# Where the year, the month and the day stand in each; 0 where there is none.
_SHAPES = (
    (_ISO, (1, 2, 3)),
    (_MONTH, (2, 1, 0)),
    (_ISO_MONTH, (1, 2, 0)),
    (_YEAR, (0, 0, 0)),
    (_WORDS, (3, 2, 1)),
    (_EIGHT, (3, 2, 1)),
)
_TIME = re.compile(r"\s+\d{1,2}:\d\d(:\d\d)?$", re.ASCII)


@dataclass(frozen=True)
class Written:
    """A date as written: its parts, of which ``first`` and ``second`` are day and month in either
    order when ``is_open``.
    """

    year: int
    second: int | None = None
    first: int | None = None
    is_open: bool = False
    is_two_digit: bool = False


class NoDateError(ValueError):
    """The text is no date; ``code`` says why and ``about`` what belongs in the sentence."""

    def __init__(self, code: str, **about: str) -> None:
        super().__init__(code)
        self.code = code
        self.about = about


def written(text: str, *, is_birth: bool) -> Written:
    """Take a date apart; raise NoDateError for what is none."""
    bare = _TIME.sub("", text.strip().strip("'"))
    if found := _THREE.fullmatch(bare):
        year = _year(found[3], is_birth=is_birth)
        return Written(year, int(found[2]), int(found[1]), True, len(found[3]) == 2)
    for pattern, (year_at, month_at, day_at) in _SHAPES:
        if found := pattern.fullmatch(bare):
            month, day = (int(found[at]) if at and found[at] else None for at in (month_at, day_at))
            return Written(int(found[year_at]), month, day, pattern is _EIGHT)
    raise NoDateError("not_a_date")


def _year(digits: str, *, is_birth: bool) -> int:
    """Return the year of two digits: nobody in office was born after 2009."""
    if len(digits) == 4:
        return int(digits)
    pivot = 10 if is_birth else 50
    return (1900 if int(digits) >= pivot else 2000) + int(digits)


def partial(value: Value, text: str, order: str, *, is_birth: bool, is_1904: bool) -> str:
    """Return YYYY, YYYY-MM or YYYY-MM-DD; raise NoDateError for what is no date."""
    serial = _serial(text)
    if serial is not None:
        value = _EPOCH + timedelta(days=serial + (_DAYS_1904 if is_1904 else 0))
    if isinstance(value, date):
        return _checked(value.year, value.month, value.day)
    parts = written(text, is_birth=is_birth)
    if not parts.is_open:
        return _checked(parts.year, parts.second, parts.first)
    if order not in ("dmy", "mdy"):
        raise NoDateError("order_unsettled")
    if order == "mdy":
        return _checked(parts.year, parts.first, parts.second)
    return _checked(parts.year, parts.second, parts.first)


def _serial(text: str) -> int | None:
    """Return the number of a day of which the format was lost: 27621 for 15/08/1975."""
    bare = text.partition(".")[0] if re.fullmatch(r"\d{5}\.\d+", text, re.ASCII) else text
    if len(bare) != 5 or not (bare.isascii() and bare.isdigit()):
        return None
    return int(bare) if _FIRST_SERIAL <= int(bare) <= _LAST_SERIAL else None


def _checked(year: int, month: int | None, day: int | None) -> str:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise NoDateError("year_out_of_range")
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        raise NoDateError("not_in_calendar", instead=f"{year:04d}")
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise NoDateError("not_in_calendar", instead=f"{month:02d}/{year:04d}") from error


@dataclass(frozen=True)
class Order:
    """How a column writes its dates, why, and the cells that prove it."""

    order: str
    reason: str
    proofs: tuple[Proof, ...] = ()


def order_of(
    cells: Iterable[tuple[str, Value, str]], *, is_birth: bool, by_heading: str = ""
) -> Order:
    """Decide from (place, value, text) of each cell whether the day or the month comes first."""
    seen: dict[str, Proof] = {}
    for place, value, text in cells:
        sign = _sign(value, text, is_birth=is_birth)
        if sign and sign not in seen:
            seen[sign] = (place, text)
    return _decided(seen, by_heading)


def _sign(value: Value, text: str, *, is_birth: bool) -> str:
    """Return what a cell says of the order: "dmy", "mdy", "both", "serial", "iso" or nothing."""
    if isinstance(value, date) or _serial(text) is not None:
        return "serial"
    try:
        parts = written(text, is_birth=is_birth)
    except NoDateError:
        return ""
    if not parts.is_open:
        return "iso" if parts.first else ""
    return _open_sign(parts.first or 0, parts.second or 0)


def _open_sign(first: int, second: int) -> str:
    if first == second or (first > 12 and second > 12):
        return ""
    if first <= 12 and second <= 12:
        return "both"
    return "dmy" if second <= 12 else "mdy"


def _decided(seen: dict[str, Proof], by_heading: str) -> Order:
    orders = {sign for sign in seen if sign in ("dmy", "mdy")} | ({by_heading} - {""})
    if len(orders) > 1:
        return Order("", "contradictory", tuple(seen[s] for s in ("dmy", "mdy") if s in seen))
    if orders:
        order = orders.pop()
        return Order(
            order,
            "proved" if order in seen else "heading",
            tuple(seen[sign] for sign in (order,) if sign in seen),
        )
    if "both" in seen:
        return Order("", "fits_both", (seen["both"],))
    for sign in ("iso", "serial"):
        if sign in seen:
            return Order(sign, sign, (seen[sign],))
    return Order("dmy", "no_days")
