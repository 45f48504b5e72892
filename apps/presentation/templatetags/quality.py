"""Words of the page of data quality."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cadres.quality import Fact, Severity
from apps.presentation import labels, numbers

register = template.Library()
_SEVERITIES: dict[str, Any] = {
    Severity.MISSING: gettext_lazy("Missing"),
    Severity.UNDECIDED: gettext_lazy("Known too loosely"),
    Severity.CONTRADICTION: gettext_lazy("Contradictory"),
}
_MEANINGS: dict[str, Any] = {
    Severity.MISSING: gettext_lazy("not recorded, and a target or the statistics need it"),
    Severity.UNDECIDED: gettext_lazy("recorded, but a target depends on the day itself"),
    Severity.CONTRADICTION: gettext_lazy("recorded facts that cannot all be right"),
}
_ACTS: dict[str, Any] = {
    Severity.MISSING: gettext_lazy("Add"),
    Severity.UNDECIDED: gettext_lazy("Make precise"),
    Severity.CONTRADICTION: gettext_lazy("Check"),
}
_RULES: dict[str, Any] = {
    "no_born": gettext_lazy("Birth date not recorded"),
    "no_gender": gettext_lazy("Gender not recorded"),
    "no_professional": gettext_lazy("Degree not recorded"),
    "no_political_theory": gettext_lazy("Political theory not recorded"),
    "no_state_management": gettext_lazy("State management not recorded"),
    "no_it_skills": gettext_lazy("Computer skills not recorded"),
    "no_english": gettext_lazy("English not recorded"),
    "no_other_language": gettext_lazy("Another foreign language not recorded"),
    "no_minority_language": gettext_lazy("Ethnic minority's language not recorded"),
    "no_grade": gettext_lazy("Civil-service grade not recorded"),
    "born_day": gettext_lazy("Birth date only partly known"),
    "professional_day": gettext_lazy("Award date of the degree only partly known"),
    "political_theory_day": gettext_lazy("Award date in political theory only partly known"),
    "state_management_day": gettext_lazy("Award date in state management only partly known"),
    "it_skills_day": gettext_lazy("Award date in computer skills only partly known"),
    "english_day": gettext_lazy("Award date in English only partly known"),
    "other_language_day": gettext_lazy("Award date in another language only partly known"),
    "minority_language_day": gettext_lazy(
        "Award date in an ethnic minority's language only partly known"
    ),
    "grade_day": gettext_lazy("Day of the civil-service grade only partly known"),
    "training_day": gettext_lazy("Day of a course missing or only partly known"),
    "number_gender": gettext_lazy("Personal number and gender disagree"),
    "number_born": gettext_lazy("Personal number and year of birth disagree"),
    "number_province": gettext_lazy("Personal number names no known province"),
    "number_sealed": gettext_lazy("Personal number cannot be opened"),
    "young_post": gettext_lazy("Appointed before the age of 16"),
    "early_award": gettext_lazy("Qualification awarded before birth"),
    "early_training": gettext_lazy("Course completed before birth"),
    "same_post": gettext_lazy("One post in two places at once"),
    "duplicate": gettext_lazy("Likely the same person twice"),
}


@register.filter
def rule_word(code: str) -> Any:
    """Say what is wrong with a record that breaks a rule."""
    return _RULES[code]


@register.filter
def severity_word(severity: str) -> Any:
    """Return the name of a group of rules."""
    return _SEVERITIES[severity]


@register.filter
def severity_meaning(severity: str) -> Any:
    """Say what the rules of a group have in common."""
    return _MEANINGS[severity]


@register.filter
def mending_word(row: Any) -> Any:
    """Return what is to be done about a record."""
    return _ACTS[row.rule.severity]


@register.filter
def recorded(row: Any) -> str:
    """Say what is recorded now of that which is in doubt; nothing of what is missing."""
    if row.rule.severity == Severity.MISSING or row.rule.fact in (
        Fact.QUALIFICATION,
        Fact.TRAINING,
    ):
        return ""
    gender = labels.word(row.cadre.gender, "GENDERS").lower() if row.cadre.gender else ""
    said = [numbers.partial(row.cadre.born), gender if row.rule.fact == Fact.GENDER else ""]
    return ", ".join(part for part in said if part)


@register.filter
def weight_word(row: Any) -> str:
    """Say why a record stands where it stands: the greatest of what hangs on it."""
    if row.settles:
        return _("Undetermined verdicts settled: %(count)s") % {"count": numbers.whole(row.settles)}
    if row.may_turn:
        words = (
            _("Verdicts that it may turn: %(count)s")
            if row.rule.severity == Severity.CONTRADICTION
            else _("Undetermined verdicts that it may settle: %(count)s")
        )
        return words % {"count": numbers.whole(row.may_turn)}
    if row.shares:
        return _("Undetermined verdicts that it shares in: %(count)s") % {
            "count": numbers.whole(row.shares)
        }
    return _("No verdict depends on it on this day")


@register.filter
def hanging_units(hanging: Any) -> str:
    """Name the units of the verdicts of a target."""
    said = ", ".join(hanging.units)
    if hanging.more:
        return _("%(units)s and %(count)s more") % {"units": said, "count": hanging.more}
    return said
