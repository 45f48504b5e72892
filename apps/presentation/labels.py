"""Codes to words, and verdicts to word, shape and colour: said once."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.metrics.core.verdict import Verdict

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

# The four counts of a figure look like the verdict that each pulls towards.
COUNTS: dict[str, Look] = {
    "met": VERDICTS[Verdict.MET],
    "not_met": VERDICTS[Verdict.NOT_MET],
    "unknown": Look(_("Unknown"), "undetermined", VERDICTS[Verdict.UNDETERMINED].shape),
    "outside": Look(_("Not counted"), "no-population", VERDICTS[Verdict.NO_POPULATION].shape),
}

UNIT_KINDS: dict[str, Words] = {
    "city": _("City"),
    "department": _("Department or agency"),
    "district": _("District"),
    "commune": _("Ward or commune"),
    "division": _("Division"),
    "public_service_unit": _("Public service unit"),
    "party_body": _("Party body"),
}
UNIT_KINDS_MANY: dict[str, Words] = {
    "city": _("Cities"),
    "department": _("Departments and agencies"),
    "district": _("Districts"),
    "commune": _("Wards and communes"),
    "division": _("Divisions"),
    "public_service_unit": _("Public service units"),
    "party_body": _("Party bodies"),
}

GENDERS: dict[str, Words] = {
    "female": pgettext_lazy("gender", "Female"),
    "male": pgettext_lazy("gender", "Male"),
    "": _("Not recorded"),
}
MANAGED_BY: dict[str, Words] = {
    "central": _("the Central Committee"),
    "city_standing_committee": _("the City Party Standing Committee"),
    "subordinate_standing_committee": _("a subordinate Party standing committee"),
    "department": _("the department"),
    "unit": _("the unit"),
}
RATINGS: dict[str, Words] = {
    "excellent": _("Tasks completed excellently"),
    "good": _("Tasks completed well"),
    "completed": _("Tasks completed"),
    "not_completed": _("Tasks not completed"),
}
QUALIFICATION_KINDS: dict[str, Words] = {
    "professional": _("Professional degree"),
    "political_theory": _("Political theory"),
    "state_management": _("State management"),
}
LEVELS: dict[str, dict[str, Words]] = {
    "professional": {
        "none": pgettext_lazy("professional", "None"),
        "elementary": pgettext_lazy("professional", "Elementary"),
        "intermediate": pgettext_lazy("professional", "Intermediate"),
        "college": _("College"),
        "university": _("University"),
        "master": _("Master"),
        "doctorate": _("Doctorate"),
    },
    "political_theory": {
        "none": pgettext_lazy("political theory", "None"),
        "elementary": pgettext_lazy("political theory", "Elementary"),
        "intermediate": pgettext_lazy("political theory", "Intermediate"),
        "advanced": _("Advanced"),
        "bachelor": _("Bachelor of political theory"),
    },
    "state_management": {
        "none": pgettext_lazy("state management", "None"),
        "officer": _("Officer"),
        "specialist": _("Specialist"),
        "principal": _("Principal specialist"),
        "senior": _("Senior specialist"),
    },
}
