"""Numbers, ratios and dates as a reader sees them; whole numbers all the way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.common.partial import PartialDate

NBSP = "\u00a0"
DASH = "\u2013"
WHOLE = 10_000


def is_vietnamese() -> bool:
    """Whether the reader reads Vietnamese."""
    return (get_language() or "vi").startswith("vi")


def whole(number: int) -> str:
    """Write a count with its thousands set apart: "4.117", in English "4,117"."""
    return f"{number:,}".replace(",", ".") if is_vietnamese() else f"{number:,}"


def parts(met: int, population: int) -> str:
    """Write what a ratio is made of: "16/107"."""
    return f"{whole(met)}/{whole(population)}"


def percent(met: int, population: int, threshold_bp: int | None = None) -> str:
    """Write a ratio to one decimal, with as many more as keep it visibly below its threshold."""
    if population == 0:
        return _("nobody to count")
    return f"{_figure(met, population, threshold_bp)}{NBSP}%"


def percent_range(met: int, unknown: int, population: int, threshold_bp: int | None = None) -> str:
    """Write a ratio with the range that unknown records leave open: "14,9–15,4 %"."""
    if population == 0:
        return _("nobody to count")
    low = _figure(met, population, threshold_bp)
    high = _figure(met + unknown, population, threshold_bp)
    return f"{low}{NBSP}%" if low == high else f"{low}{DASH}{high}{NBSP}%"


def about_percent(met: int, unknown: int, population: int, threshold_bp: int) -> str:
    """Write a ratio of counts in fives, which carry no decimals: "15 %", "15–20 %"."""
    if population == 0:
        return _("too few to show")
    low, high = (_about(count, population, threshold_bp) for count in (met, met + unknown))
    return f"{low}{NBSP}%" if low == high else f"{low}{DASH}{high}{NBSP}%"


def _about(count: int, population: int, threshold_bp: int) -> int:
    """Return whole percents, never a threshold that is not reached."""
    percents = _rounded(count, population, 0)
    is_below = WHOLE * count < threshold_bp * population
    return percents - 1 if is_below and 100 * percents >= threshold_bp else percents


def ratio_of(score: Any) -> str:
    """Write a score's ratio, as a range when some are unknown."""
    counts = (score.met, score.unknown, score.population, score.threshold_bp)
    return about_percent(*counts) if score.in_fives else percent_range(*counts)


def known_ratio_of(score: Any) -> str:
    """Write a score's ratio of those who are known to meet it, without the range."""
    if score.in_fives:
        return about_percent(score.met, 0, score.population, score.threshold_bp)
    return percent(score.met, score.population, score.threshold_bp)


def _figure(met: int, population: int, threshold_bp: int | None) -> str:
    decimals, tenths = 1, _rounded(met, population, 1)
    if threshold_bp is not None and WHOLE * met < threshold_bp * population:
        while 100 * tenths >= threshold_bp * 10**decimals:
            decimals += 1
            tenths = _rounded(met, population, decimals)
    return _decimal(tenths, decimals)


def _rounded(met: int, population: int, decimals: int) -> int:
    """Return the percentage in units of its last decimal, rounded half up."""
    return (2 * met * 100 * 10**decimals + population) // (2 * population)


def _decimal(scaled: int, decimals: int) -> str:
    units, rest = divmod(scaled, 10**decimals)
    mark = "," if is_vietnamese() else "."
    return f"{units}{mark}{rest:0{decimals}d}" if decimals else str(units)


def threshold(basis_points: int) -> str:
    """Write a threshold with no more decimals than it has: "15 %", "12,5 %"."""
    decimals = 0 if basis_points % 100 == 0 else 1 if basis_points % 10 == 0 else 2
    return f"{_decimal(basis_points // 10 ** (2 - decimals), decimals)}{NBSP}%"


def day(value: date) -> str:
    """Write a day as dd/mm/yyyy."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def moment(value: datetime) -> str:
    """Write a moment, in Hà Nội's time, as hh:mm dd/mm/yyyy."""
    local = timezone.localtime(value)
    return f"{local:%H:%M} {day(local.date())}"


def partial(value: PartialDate | None) -> str:
    """Write a partly known date as far as it is known: "1985", "06/1985", "14/06/1985"."""
    if value is None:
        return ""
    known = [f"{part:02d}" for part in (value.day, value.month) if part is not None]
    return "/".join([*known, f"{value.year:04d}"])


def grouped(digits: str) -> str:
    """Write a long number in groups of three, so that it can be compared by eye."""
    return "\u00a0".join(digits[at : at + 3] for at in range(0, len(digits), 3))
