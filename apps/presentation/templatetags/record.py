"""Words of a cadre's record: posts, effects, history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _

from apps.cadres.codes import SENSITIVE_MARKS
from apps.presentation import labels, numbers
from apps.targets.conditions import ManagedByIn
from apps.targets.sentences import criterion_sentence

register = template.Library()


@register.filter
def effect_word(group: str) -> str:
    """Say how a person counts towards a target."""
    return {
        "met": _("Counts as met"),
        "not_met": _("Counts as not met"),
        "unknown": _("Not known"),
        "outside": _("Not counted"),
    }[group]


@register.filter
def effect_css(group: str) -> str:
    """Return the name of the colour of a count."""
    return labels.COUNTS[group].css


@register.filter
def effect_why(effect: Any) -> str:
    """Say why, and when the age is reached."""
    said = effect.reason
    if effect.reaches:
        until = _("Reaches %(years)s: %(day)s") % {
            "years": effect.years,
            "day": numbers.partial(effect.reaches),
        }
        early = _(", before the due date") if effect.is_early else ""
        said = f"{said}. {until}{early}"
    return f"{said}."


@register.filter
def period(dated: Any) -> str:
    """Say a period: "từ 15/03/2022", "07/2017 – 15/03/2022"."""
    start, end = numbers.partial(dated.start_on), numbers.partial(dated.end_on)
    if start and end:
        return f"{start} – {end}"
    if end:
        return _("until %(end)s") % {"end": end}
    return _("from %(start)s") % {"start": start} if start else _("not recorded")


@register.filter
def age_on(cadre: Any, day: Any) -> str:
    """Say the age in full years, where the birth date tells it: "39 tuổi", "38–39 tuổi"."""
    if not cadre.born:
        return ""
    ages = sorted(
        {day.year - b.year - ((day.month, day.day) < (b.month, b.day)) for b in _bounds(cadre)}
    )
    return _("%(age)s years old") % {"age": "–".join(str(age) for age in ages)}


def _bounds(cadre: Any) -> tuple[Any, Any]:
    return cadre.born.earliest, cadre.born.latest


@register.filter
def course_name(training: Any) -> str:
    """Return the name of a course: its own, or its category's in the reader's language."""
    if training.name:
        return training.name
    category = training.category
    return category.name_vi if numbers.is_vietnamese() else category.name_en


@register.filter
def managed_phrase(code: str) -> str:
    """Say by whom a post is managed: "diện Ban Thường vụ Thành ủy quản lý"."""
    return criterion_sentence(ManagedByIn((code,)), labels.language())


@dataclass(frozen=True)
class Mark:
    """A sensitive yes or no of a person in words; ``said`` is empty when it is not recorded."""

    word: str
    said: str


@register.filter
def sensitive_marks(cadre: Any, readable: frozenset[str]) -> list[Mark]:
    """Return what is kept of a person for statistical tables alone, as far as one may read it."""
    values = [(name, getattr(cadre, name)) for name in SENSITIVE_MARKS if name in readable]
    return [
        Mark(
            labels.word(name, "MARKS"),
            "" if value is None else labels.word("yes" if value else "no", "YES_NO"),
        )
        for name, value in values
    ]
