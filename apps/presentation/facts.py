"""One recorded fact in one line."""

from __future__ import annotations

from apps.cadres.models import Appointment, Appraisal, PlannedRetirement, Qualification, Training
from apps.cadres.words import capital, qualification_word
from apps.presentation import labels, numbers
from apps.presentation.templatetags.record import course_name, period

Fact = Appointment | Qualification | Training | Appraisal | PlannedRetirement


def fact_line(fact: Fact) -> str:
    """Say what a fact records: "Trưởng phòng, Phòng Tổ chức · từ 15/03/2022"."""
    if isinstance(fact, Appointment):
        return f"{fact.title}, {fact.unit.name} · {period(fact)}"
    if isinstance(fact, Appraisal):
        return f"{fact.year} · {labels.word(fact.rating, 'RATINGS')}"
    if isinstance(fact, PlannedRetirement):
        return f"{numbers.day(fact.last_day)} · {labels.word(fact.ground, 'RETIREMENT_GROUNDS')}"
    if isinstance(fact, Qualification):
        what = capital(qualification_word(fact.kind, fact.level, labels.language()))
        said, day = [what, fact.name], fact.awarded_on
    else:
        said, day = [course_name(fact)], fact.completed_on
    return " · ".join(part for part in (*said, numbers.partial(day)) if part)
