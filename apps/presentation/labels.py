"""Codes to words, and verdicts to word, shape and colour: said once."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.cadres import words
from apps.metrics.core.verdict import Verdict
from apps.presentation import numbers
from apps.targets.models import TargetVersion

Words = str | Promise


@dataclass(frozen=True)
class Look:
    """How a verdict looks: its word, the name of its colour, and its shape as SVG on 12 × 12."""

    word: Words
    css: str
    shape: str


VERDICTS: dict[str, Look] = {
    Verdict.MET: Look(_("Met"), "met", '<circle cx="6" cy="6" r="5.4" fill="currentColor"/>'),
    Verdict.NOT_MET: Look(
        _("Not met"),
        "not-met",
        '<path d="M6 1.3 11.3 10.8H.7z" fill="none" stroke="currentColor"/>',
    ),
    Verdict.UNDETERMINED: Look(
        _("Undetermined"),
        "undetermined",
        '<circle cx="6" cy="6" r="5.1" fill="none" stroke="currentColor" stroke-width="1.2"/>'
        '<path d="M6 .9a5.1 5.1 0 0 0 0 10.2z" fill="currentColor"/>',
    ),
    Verdict.NO_POPULATION: Look(
        _("Nobody to count"),
        "no-population",
        '<path d="M1.5 6h9" fill="none" stroke="currentColor" stroke-width="2"/>',
    ),
}
VERDICTS[Verdict.TOO_FEW] = Look(
    _("Too few to show"), "no-population", VERDICTS[Verdict.NO_POPULATION].shape
)

# The four counts of a figure look like the verdict that each pulls towards.
COUNTS: dict[str, Look] = {
    "met": VERDICTS[Verdict.MET],
    "not_met": VERDICTS[Verdict.NOT_MET],
    "unknown": Look(_("Unknown"), "undetermined", VERDICTS[Verdict.UNDETERMINED].shape),
    "outside": Look(_("Not counted"), "no-population", VERDICTS[Verdict.NO_POPULATION].shape),
}

# Units of one kind, as a group.
UNIT_KINDS_MANY: dict[str, Words] = {
    "city": _("Cities"),
    "department": _("Departments and agencies"),
    "district": _("Districts"),
    "commune": _("Wards and communes"),
    "division": _("Divisions"),
    "public_service_unit": _("Public service units"),
    "party_body": _("Party bodies"),
}

_LISTS = {
    "UNIT_KINDS": words.UNIT_KIND_WORDS,
    "GENDERS": words.GENDER_WORDS,
    "MANAGED_BY": words.MANAGERS,
    "RATINGS": words.RATING_WORDS,
    "APPOINTMENT_KINDS": words.APPOINTMENT_KIND_WORDS,
    "ENDINGS": words.ENDING_WORDS,
    "RETIREMENT_GROUNDS": words.RETIREMENT_GROUND_WORDS,
    "QUALIFICATION_KINDS": words.KINDS,
    "MARKS": words.MARKS,
    "YES_NO": words.YES_NO,
}


@dataclass(frozen=True)
class Band:
    """Levels that a stacked bar draws as one: how many of the ladder, from where, how dark."""

    first: int
    last: int
    shade: int
    word: Words


# Highest first, by place on the ladder.
LEVEL_BANDS: dict[str, tuple[Band, ...]] = {
    "professional": (
        Band(6, 6, 5, _("Doctorate")),
        Band(5, 5, 4, _("Master")),
        Band(4, 4, 3, _("University")),
        Band(0, 3, 1, _("College or below")),
    ),
    "political_theory": (
        Band(3, 4, 5, _("Bachelor, advanced")),
        Band(2, 2, 4, _("Intermediate")),
        Band(1, 1, 2, _("Elementary")),
        Band(0, 0, 1, _("None yet")),
    ),
}


def language() -> str:
    """Return the reader's language: "vi" or "en"."""
    return "vi" if numbers.is_vietnamese() else "en"


def word(code: str, kind: str) -> str:
    """Return the word for a code of one of the lists, beginning with a capital."""
    both = _LISTS[kind].get(code)
    return words.capital(words.pick(both, language())) if both else _none()


def level(code: str, kind: str) -> str:
    """Return the word for a level of a kind of qualification, beginning with a capital."""
    return words.capital(words.level_word(kind, code, language()))


def target_name(version: TargetVersion) -> str:
    """Return a target's name in the reader's language."""
    return version.name_en if language() == "en" and version.name_en else version.name


def _none() -> str:
    return gettext("not recorded")
