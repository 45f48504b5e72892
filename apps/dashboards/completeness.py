"""How much of what the targets and reports need is recorded of a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.cadres.models import Appointment, Appraisal, Cadre, Qualification


@dataclass(frozen=True)
class Completeness:
    """How many items are recorded of how many, and which are not."""

    recorded: int
    total: int
    missing: Sequence[str | Promise]


def completeness(
    cadre: Cadre,
    post: Appointment | None,
    qualifications: Sequence[Qualification],
    appraisals: Sequence[Appraisal],
    day: date,
) -> Completeness:
    """Return which of the items are recorded on day."""
    kinds = {held.kind for held in qualifications}
    dated = {held.kind for held in qualifications if held.awarded_on or held.level == "none"}
    items: list[tuple[str | Promise, bool]] = [
        (_("birth date"), cadre.born is not None),
        (_("day of birth"), bool(cadre.born and cadre.born.is_full)),
        (_("gender"), bool(cadre.gender)),
        (_("degree"), "professional" in kinds),
        (_("when the degree was awarded"), "professional" in dated),
        (_("political theory"), "political_theory" in kinds),
        (_("when political theory was awarded"), "political_theory" in dated),
        (_("state management"), "state_management" in kinds),
        (_("start of the current post"), bool(post and post.start_on)),
        (_("decision of the current post"), bool(post and post.decision)),
        (_("appraisal of last year"), any(a.year == day.year - 1 for a in appraisals)),
    ]
    missing = [word for word, is_recorded in items if not is_recorded]
    return Completeness(len(items) - len(missing), len(items), missing)
