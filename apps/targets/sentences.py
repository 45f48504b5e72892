"""Saying conditions in words, in Vietnamese and in English. Pure: no Django."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from apps.cadres.codes import LADDERS, MANAGED_BY
from apps.cadres.words import (
    GENDER_WORDS,
    MANAGERS,
    UNIT_KIND_WORDS,
    day_word,
    kind_word,
    level_word,
    month_word,
    pick,
    small,
)
from apps.targets.conditions import (
    AgeBelow,
    AllOf,
    AnyOf,
    Condition,
    GenderIs,
    IsLeadership,
    ManagedByIn,
    Marked,
    Not,
    PastRetirement,
    QualificationAtLeast,
    Trained,
    UnitKindIn,
)

Names = Mapping[str, str]
YesNo = tuple[str, str]

_STANDING = ("city_standing_committee", "subordinate_standing_committee")
_AND = {"vi": " và ", "en": " and "}
_OR = {"vi": " hoặc ", "en": " or "}


def criterion_sentence(condition: Condition, language: str, categories: Names | None = None) -> str:
    """Return a condition as a phrase that follows the word for the people.

    "người" + "dưới 40 tuổi tại ngày tính"; "people" + "under 40 years old on the day of
    calculation". ``categories`` gives the names of training categories by code.
    """
    return _say(condition, language, categories or {})


def _say(condition: Condition, language: str, names: Names, *, is_inner: bool = False) -> str:
    if isinstance(condition, Not):
        return _negation(condition.part, language, names)
    if isinstance(condition, AllOf | AnyOf):
        return _joint(condition, language, names, is_inner=is_inner)
    return _yes_no(condition, language, names)[0]


def _negation(part: Condition, language: str, names: Names) -> str:
    if isinstance(part, Not):
        return _say(part.part, language, names, is_inner=True)
    if isinstance(part, AllOf | AnyOf):
        inner = _say(part, language, names, is_inner=True)
        wrapped = inner if len(part.parts) > 1 else f"({inner})"
        return f"not {wrapped}" if language == "en" else f"không phải {wrapped}"
    return _yes_no(part, language, names)[1]


def _joint(condition: AllOf | AnyOf, language: str, names: Names, *, is_inner: bool) -> str:
    is_all = isinstance(condition, AllOf)
    if not condition.parts:
        empty = ("thuộc mọi trường hợp", "of every kind") if is_all else _NO_CASE
        return pick(empty, language)
    if len(condition.parts) == 1:
        return _say(condition.parts[0], language, names, is_inner=is_inner)
    word = (_AND if is_all else _OR)["en" if language == "en" else "vi"]
    held = [part for part in condition.parts if isinstance(part, QualificationAtLeast)]
    if len(held) == len(condition.parts):
        text = _with(word.join(_level(part, language) for part in held), language)
    else:
        text = word.join(_say(p, language, names, is_inner=True) for p in condition.parts)
    return f"({text})" if is_inner else text


_NO_CASE = ("không thuộc trường hợp nào", "of no kind")


def _yes_no(condition: Condition, language: str, names: Names) -> YesNo:
    """Return the phrases for a simple condition that holds and for one that does not."""
    return _LEAVES[type(condition)](condition, language, names)


def _age(condition: AgeBelow, language: str, names: Names) -> YesNo:
    by_month = condition.granularity == "month"
    if language == "en":
        text = f"under {condition.years} years old" + (" counted by month" if by_month else "")
        text += f" {_reference(condition, language)}"
        return text, f"not {text}"
    text = f"dưới {condition.years} tuổi" + (" tính theo tháng" if by_month else "")
    text += f" {_reference(condition, language)}"
    return text, f"không {text}"


def _reference(condition: AgeBelow, language: str) -> str:
    """Say on which day the age is read: "tại ngày tính", "in September 2025"."""
    if condition.on is None:
        return "on the day of calculation" if language == "en" else "tại ngày tính"
    if condition.granularity == "month":
        month = month_word(condition.on, language)
        return f"in {month}" if language == "en" else f"tại tháng {month}"
    day = day_word(condition.on, language)
    return f"on {day}" if language == "en" else f"tại ngày {day}"


def _gender(condition: GenderIs, language: str, names: Names) -> YesNo:
    word = pick(GENDER_WORDS[condition.gender], language)
    if language == "en":
        return f"recorded as {word}", f"not recorded as {word}"
    return f"là {word}", f"không là {word}"


def _level(condition: QualificationAtLeast, language: str) -> str:
    """Say a level without "có trình độ" before it: "chuyên môn từ đại học trở lên"."""
    kind = kind_word(condition.kind, language)
    if condition.rank == 0:
        if language == "en":
            return f"{kind} on record, be it none"
        return f"{kind} đã được ghi, kể cả chưa có"
    word = level_word(condition.kind, condition.level, language)
    is_top = condition.level == LADDERS[condition.kind][-1]
    if language == "en":
        return f"{kind} at {word} level" + ("" if is_top else " or above")
    return f"{kind} {word}" if is_top else f"{kind} từ {word} trở lên"


def _with(levels: str, language: str) -> str:
    return f"with {levels}" if language == "en" else f"có trình độ {levels}"


def _qualification(condition: QualificationAtLeast, language: str, names: Names) -> YesNo:
    text = _with(_level(condition, language), language)
    return text, (f"without {text[5:]}" if language == "en" else f"không {text}")


def _trained(condition: Trained, language: str, names: Names) -> YesNo:
    name = small(names.get(condition.category, condition.category))
    span = window_sentence(condition, language)
    if language == "en":
        return (
            f"who completed training in {name} {span}",
            f"who did not complete training in {name} {span}",
        )
    return f"đã hoàn thành lớp {name} {span}", f"không hoàn thành lớp {name} {span}"


def window_sentence(condition: Trained, language: str) -> str:
    """Say a training window: "từ 01/01/2021 đến ngày tính", "within the last 24 months"."""
    if condition.within_months is not None:
        if language == "en":
            return f"within the {condition.within_months} months up to the day of calculation"
        return f"trong {condition.within_months} tháng đến ngày tính"
    assert condition.since is not None
    since = day_word(condition.since, language)
    if condition.until is None:
        if language == "en":
            return f"from {since} to the day of calculation"
        return f"từ {since} đến ngày tính"
    until = day_word(condition.until, language)
    return f"from {since} to {until}" if language == "en" else f"từ {since} đến {until}"


def _leadership(condition: IsLeadership, language: str, names: Names) -> YesNo:
    if language == "en":
        yes, no = "in a leading or managing post", "not in a leading or managing post"
    else:
        yes, no = "là lãnh đạo, quản lý", "không là lãnh đạo, quản lý"
    return (yes, no) if condition.value else (no, yes)


def _listed(words: Sequence[str], language: str) -> str:
    last = _OR["en" if language == "en" else "vi"]
    return last.join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _managed_by(condition: ManagedByIn, language: str, names: Names) -> YesNo:
    codes = [code for code in MANAGED_BY if code in condition.codes]
    if not codes:
        nobody = pick(("không thuộc diện quản lý nào", "managed by nobody"), language)
        return nobody, pick(("thuộc mọi diện quản lý", "managed by anybody"), language)
    if tuple(codes) == _STANDING:
        both = ("ban thường vụ các cấp ủy", "the standing committees of Party committees")
        who = pick(both, language)
    else:
        who = _listed([pick(MANAGERS[code], language) for code in codes], language)
    if language == "en":
        return f"managed by {who}", f"not managed by {who}"
    return f"diện {who} quản lý", f"không thuộc diện {who} quản lý"


def _unit_kind(condition: UnitKindIn, language: str, names: Names) -> YesNo:
    if not condition.kinds:
        nowhere = pick(("không thuộc loại đơn vị nào", "serving in no kind of unit"), language)
        return nowhere, pick(("thuộc mọi loại đơn vị", "serving in any kind of unit"), language)
    words = [pick(UNIT_KIND_WORDS[kind], language) for kind in condition.kinds]
    if language == "en":
        kinds = _listed([f"a {word}" for word in words], language)
        return f"serving in {kinds}", f"not serving in {kinds}"
    where = _listed(words, language)
    return f"công tác tại {where}", f"không công tác tại {where}"


_MARKED: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "is_party_member": (
        ("là đảng viên", "không phải đảng viên"),
        ("who are Party members", "who are not Party members"),
    ),
    "is_minority": (
        ("là người dân tộc thiểu số", "không phải người dân tộc thiểu số"),
        ("of an ethnic minority", "not of an ethnic minority"),
    ),
    "is_religious": (
        ("theo tôn giáo", "không theo tôn giáo"),
        ("who follow a religion", "who follow no religion"),
    ),
}
_RETIREMENT = (
    ("quá tuổi nghỉ hưu tại ngày tính", "chưa quá tuổi nghỉ hưu tại ngày tính"),
    (
        "past the age of retirement on the day of calculation",
        "not past the age of retirement on the day of calculation",
    ),
)


def _marked(condition: Marked, language: str, names: Names) -> YesNo:
    yes, no = _MARKED[condition.mark][language == "en"]
    return (yes, no) if condition.value else (no, yes)


def _past_retirement(condition: PastRetirement, language: str, names: Names) -> YesNo:
    yes, no = _RETIREMENT[language == "en"]
    return (yes, no) if condition.value else (no, yes)


_LEAVES: Mapping[type, Callable[[Any, str, Names], YesNo]] = {
    AgeBelow: _age,
    GenderIs: _gender,
    QualificationAtLeast: _qualification,
    Trained: _trained,
    IsLeadership: _leadership,
    ManagedByIn: _managed_by,
    UnitKindIn: _unit_kind,
    Marked: _marked,
    PastRetirement: _past_retirement,
}
