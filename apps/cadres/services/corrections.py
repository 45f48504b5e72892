"""Correcting and withdrawing what was recorded: it should have been so all along.

A correction differs from a new fact: it changes the figures of days past too, keeps what was
recorded in the history, and asks for a reason.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cadres.models import (
    Appointment,
    Appraisal,
    Cadre,
    PlannedRetirement,
    Qualification,
    Training,
)
from apps.cadres.services.learning import check_after_birth
from apps.cadres.services.people import changing, needed
from apps.cadres.services.posts import check_overlap, check_period
from apps.cadres.services.retiring import check_planned
from apps.common.errors import RuleError
from apps.common.text import clean

Fact = Appointment | Qualification | Training | Appraisal | PlannedRetirement
AnyFact = TypeVar("AnyFact", Appointment, Qualification, Training, Appraisal, PlannedRetirement)

_CORRECTABLE: dict[type, frozenset[str]] = {
    Appointment: frozenset(
        "unit title managed_by is_leadership is_primary start_on end_on decision signed_on kind"
        " ended_by".split()
    ),
    Qualification: frozenset({"kind", "level", "awarded_on", "name"}),
    Training: frozenset({"category", "completed_on", "name"}),
    Appraisal: frozenset({"year", "rating"}),
    PlannedRetirement: frozenset({"last_day", "ground", "note"}),
}
_DATED = {Qualification: "awarded_on", Training: "completed_on"}


def correct_fact(*, fact: AnyFact, reason: str, by: User, **changes: Any) -> AnyFact:
    """Correct what a recorded fact says; return it as it stands then.

    Raises RuleError without a reason, when the fact was withdrawn meanwhile, or when the outcome
    breaks a rule of the fact.
    """
    if unknown := changes.keys() - _CORRECTABLE[type(fact)]:
        raise TypeError(f"a fact of this kind has no {', '.join(sorted(unknown))}")
    with changing(fact.cadre, by, reason=needed(reason)) as cadre:
        present = _present(fact)
        for name, value in changes.items():
            setattr(present, name, clean(value) if isinstance(value, str) else value)
        _check(present, cadre)
        present.save(update_fields=list(changes))
        found: AnyFact = present
        return found


def withdraw_fact(*, fact: Fact, reason: str, by: User) -> None:
    """Take back a fact that was recorded by mistake; the history keeps it."""
    with changing(fact.cadre, by, reason=needed(reason)):
        _present(fact).delete()


def _present(fact: Any) -> Any:
    present = type(fact)._default_manager.filter(pk=fact.pk).first()
    if present is None:
        raise RuleError(_("This entry was withdrawn meanwhile; nothing is left to change."))
    return present


def _check(fact: Fact, cadre: Cadre) -> None:
    if isinstance(fact, Appointment):
        check_period(cadre, fact.unit, fact.start_on, fact.end_on)
        if fact.is_primary:
            check_overlap(cadre, fact.start_on, fact.end_on, but=fact.pk)
    elif isinstance(fact, Appraisal):
        others = Appraisal.objects.filter(cadre=cadre, year=fact.year).exclude(pk=fact.pk)
        if others.exists():
            message = _("There is an appraisal of that year already.")
            raise RuleError(message, field="year")
    elif isinstance(fact, PlannedRetirement):
        check_planned(cadre, fact.last_day, fact.note)
    else:
        field = _DATED[type(fact)]
        check_after_birth(cadre, getattr(fact, field), field=field)
