"""Saying how old a person is for a condition, and when they reach its age. Pure: no Django."""

from __future__ import annotations

from datetime import date

from apps.cadres.words import day_word, month_word, partial_word, pick
from apps.common.partial import PartialDate
from apps.targets.conditions import AgeBelow, Condition, leaves
from apps.targets.states import age_cut


def age_in_months(born: date, day: date) -> int:
    """Return the full months lived from birth to day.

    A birthday on a day that the month does not have falls on the first of the next month.
    """
    months = 12 * (day.year - born.year) + day.month - born.month
    return months - (day.day < born.day)


def _counted_months(born: date, on: date, granularity: str) -> int:
    if granularity == "month":
        return 12 * (on.year - born.year) + on.month - born.month
    return age_in_months(born, on)


def age_condition(condition: Condition) -> AgeBelow | None:
    """Return the one age that a criterion asks for on the day itself, if it asks for just one."""
    ages = [part for part in leaves(condition) if isinstance(part, AgeBelow)]
    return ages[0] if len(ages) == 1 and ages[0].on is None else None


def reaches(condition: AgeBelow, born: PartialDate) -> PartialDate:
    """Return when a person is no longer below the age, as far as the birth date tells."""
    year = born.year + condition.years
    if born.month is None:
        return PartialDate(year)
    if born.day is None or condition.granularity == "month":
        return PartialDate(year, born.month)
    if (born.month, born.day) == (2, 29) and not _is_leap(year):
        return PartialDate(year, 3, 1)
    return PartialDate(year, born.month, born.day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def age_reason(condition: AgeBelow, born: PartialDate | None, day: date, language: str) -> str:
    """Say the age that decides, or what is missing to decide."""
    if born is None:
        return pick(("chưa ghi ngày sinh", "birth date not recorded"), language)
    cut = age_cut(condition, day)
    if born.earliest <= cut < born.latest:
        return _doubt(condition, born, language)
    on = condition.on or day
    oldest, youngest = (
        _counted_months(bound, on, condition.granularity) for bound in (born.earliest, born.latest)
    )
    if oldest == youngest:
        return _exact(condition, oldest, language)
    return _range(condition, born, (youngest // 12, oldest // 12), language)


def _doubt(condition: AgeBelow, born: PartialDate, language: str) -> str:
    when = partial_word(born, language)
    if language == "en":
        return f"born in {when}: not known whether {condition.years} already"
    word = "sinh năm" if born.month is None else "sinh tháng"
    return f"{word} {when}: chưa rõ đã đủ {condition.years} tuổi"


def _exact(condition: AgeBelow, months: int, language: str) -> str:
    years, rest = divmod(months, 12)
    by_month = condition.granularity == "month"
    if language == "en":
        text = f"{years} years" + (f" {rest} months" if rest else "")
        text += " counted by month" if by_month else ""
    else:
        text = f"{years} tuổi" + (f" {rest} tháng" if rest else "")
        text += " tính theo tháng" if by_month else ""
    return f"{text} {_when(condition, language)}"


def _when(condition: AgeBelow, language: str) -> str:
    if condition.on is None:
        return pick(("tại ngày tính", "on the day of calculation"), language)
    if condition.granularity == "month":
        month = month_word(condition.on, language)
        return pick((f"tại tháng {month}", f"in {month}"), language)
    day = day_word(condition.on, language)
    return pick((f"tại ngày {day}", f"on {day}"), language)


def _range(condition: AgeBelow, born: PartialDate, years: tuple[int, int], language: str) -> str:
    youngest, oldest = years
    if youngest == oldest:
        unit = ("tháng", "month") if born.month else ("năm", "year")
        texts = (
            f"{oldest} tuổi, dù sinh ngày nào trong {unit[0]}",
            f"{oldest}, whichever day of the {unit[1]}",
        )
        return pick(texts, language)
    if oldest < condition.years:
        still = (f"vẫn dưới {condition.years}", f"still under {condition.years}")
    else:
        still = (f"đã đủ {condition.years}", f"{condition.years} or over")
    texts = (f"{youngest} hoặc {oldest} tuổi, {still[0]}", f"{youngest} or {oldest}, {still[1]}")
    return pick(texts, language)
