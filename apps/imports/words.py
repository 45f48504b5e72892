"""Words for tables, fields and states of an import: said once."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.cadres import words as cadres
from apps.imports.workbook.contract import PEOPLE
from apps.presentation import labels

Words = str | Promise

TABLES: dict[str, Words] = {
    "": _("not imported"),
    PEOPLE: _("List of people on one sheet"),
    "cadres.csv": _("Cadres"),
    "appointments.csv": _("Posts"),
    "qualifications.csv": _("Qualifications"),
    "trainings.csv": _("Trainings"),
    "appraisals.csv": _("Appraisals"),
}
FIELDS: dict[str, Words] = {
    "serial": _("Serial number (not read)"),
    "cadre_key": _("Staff number"),
    "personal_number": _("Personal identification number"),
    "full_name": _("Full name"),
    "family_name": _("Family and middle name"),
    "given_name": _("Given name"),
    "born": _("Birth date"),
    "gender": _("Gender"),
    "unit": _("Unit"),
    "title": _("Post"),
    "is_leadership": _("Leads or manages"),
    "managed_by": _("Managed by"),
    "is_primary": _("Primary post"),
    "is_concurrent": _("Concurrent post"),
    "start_on": _("Held from"),
    "end_on": _("Held until"),
    "decision": _("Decision number"),
    "kind": _("Kind of qualification"),
    "level": _("Level"),
    "awarded_on": _("Awarded on"),
    "category": _("Kind of training"),
    "completed_on": _("Completed on"),
    "year": _("Year"),
    "rating": _("Rating"),
    "professional": _("Professional qualification"),
    "professional_name": _("Subject"),
    "professional_on": _("Professional qualification awarded on"),
    "political_theory": _("Political theory"),
    "political_theory_on": _("Political theory awarded on"),
    "state_management": _("State management"),
    "state_management_on": _("State management awarded on"),
    "it_skills": _("Computer skills"),
    "english": _("English (the language)"),
    "other_language": _("Another foreign language"),
    "minority_language": _("Ethnic minority's language"),
    "grade": _("Civil-service grade"),
}
_NAMES = {
    "qualifications.csv": _("Subject"),
    "trainings.csv": _("Name of the course"),
}
DATE_ORDERS: dict[str, Words] = {
    "": _("choose …"),
    "dmy": _("day / month / year"),
    "mdy": _("month / day / year"),
    "iso": _("year - month - day"),
    "serial": _("dates of Excel"),
}
ENCODINGS: dict[str, Words] = {
    "unicode": _("Unicode"),
    "tcvn3": _("TCVN3 (.VnTime)"),
    "vni": _("VNI (VNI-Times)"),
}
DOUBTS: dict[str, Words] = {
    "number": _("The personal number is one person's, the name another's."),
    "key": _("The staff number is one person's, the name another's."),
    "name": _("Somebody of this name is on record, and the birth date leaves it open."),
    "twins": _("Several people of this name and birth date are on record."),
}


def field_word(table: str, name: str) -> str:
    """Return the word for a field, with what its heading adds."""
    base, _colon, more = name.partition(":")
    word = str(_NAMES.get(table, base) if base == "name" else FIELDS.get(base, base))
    if not more:
        return word
    if base in ("gender", "born"):
        more = labels.word(more, "GENDERS")
    elif base in cadres.LEVELS:
        more = labels.level(more, base)
    return f"{word}: {more}"


_KEPT: dict[str, Words] = {
    "cadres.csv": _("the person"),
    "appointments.csv": _("posts"),
    "qualifications.csv": _("qualifications"),
    "trainings.csv": _("trainings"),
    "appraisals.csv": _("ratings"),
}


def kept_words(files: set[str]) -> str:
    """Return what was kept of a person, in words."""
    return ", ".join(str(word) for file, word in _KEPT.items() if file in files)
