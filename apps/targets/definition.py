"""Saying what a target demands, in Vietnamese and in English. Pure: no Django."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from apps.cadres.words import day_word, pick
from apps.targets.conditions import AgeBelow, Condition, leaves
from apps.targets.sentences import Names, criterion_sentence

NBSP = "\u00a0"


class Part(NamedTuple):
    """A piece of a sentence; the strong ones carry what the target says."""

    text: str
    is_strong: bool = False


def threshold_phrase(threshold_bp: int, language: str) -> str:
    """Say a threshold in basis points: "tối thiểu 15 %", "100 %"."""
    whole, rest = divmod(threshold_bp, 100)
    mark = "." if language == "en" else ","
    number = f"{whole}{mark}{rest:02d}".rstrip("0") if rest else str(whole)
    if threshold_bp == 10_000:
        return f"{number}{NBSP}%"
    least = "at least" if language == "en" else "tối thiểu"
    return f"{least} {number}{NBSP}%"


def definition(
    who: Condition,
    what: Condition,
    threshold_bp: int,
    *,
    place: str,
    day: date,
    language: str,
    categories: Names | None = None,
) -> list[Part]:
    """Return what a target demands of a place on a day, as a sentence in parts.

    ``place`` is the name of the unit as it is to be read, with what is said of the units below.
    """
    names = categories or {}
    population = criterion_sentence(who, language, names)
    criterion = criterion_sentence(what, language, names)
    threshold = threshold_phrase(threshold_bp, language)
    on = day_word(day, language)
    if language == "en":
        texts = (
            "Among the cadres ",
            f" whose primary post is in {place} on {on}, the share of people ",
            " must be ",
        )
    else:
        texts = (
            "Trong số cán bộ ",
            f" giữ chức vụ chính tại {place} vào ngày {on}, tỷ lệ người ",
            " phải đạt ",
        )
    return [
        Part(texts[0]),
        Part(population, True),
        Part(texts[1]),
        Part(criterion, True),
        Part(texts[2]),
        Part(threshold, True),
        Part("."),
    ]


def age_rule(condition: Condition, language: str) -> str:
    """Say how the ages in a condition are read, or nothing when it looks at no age."""
    ages = [part for part in leaves(condition) if isinstance(part, AgeBelow)]
    if not ages:
        return ""
    if any(age.granularity == "month" for age in ages):
        return pick(_BY_MONTH, language)
    return pick(_BY_DAY, language)


_BY_DAY = (
    "Theo ngày: đủ số năm đã sống tại ngày tính. Biết tháng hoặc năm sinh thì chỉ kết luận khi "
    "mọi ngày có thể đều cho cùng một kết quả.",
    "By day: full years lived on the day of calculation. Where only the month or the year of "
    "birth is known, a person is counted only when every possible day gives the same answer.",
)
_BY_MONTH = (
    "Theo tháng: số tháng từ tháng sinh đến tháng tính, không xét ngày. Chỉ biết năm sinh thì chỉ "
    "kết luận khi mọi tháng có thể đều cho cùng một kết quả.",
    "By month: months from the month of birth to the month of calculation, whatever the day. "
    "Where only the year is known, a person is counted only when every month gives the same "
    "answer.",
)
