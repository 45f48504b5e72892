"""Planning for one person another last day of service than the one their age sets."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cadres.models import Cadre, PlannedRetirement
from apps.cadres.services.people import changing
from apps.common.errors import RuleError
from apps.common.text import clean


def plan_retirement(
    *, cadre: Cadre, last_day: date, ground: str, note: str, by: User
) -> PlannedRetirement:
    """Record the last day of service that was decided, instead of the one recorded before.

    Raises RuleError when it is not said why, or when the day lies before birth.
    """
    with changing(cadre, by, reason=clean(note)) as locked:
        check_planned(locked, last_day, note)
        columns = {"last_day": last_day, "ground": ground, "note": clean(note)}
        planned, _is_new = PlannedRetirement.objects.update_or_create(
            cadre=locked, defaults=columns
        )
        return planned


def check_planned(cadre: Cadre, last_day: date, note: str) -> None:
    """Refuse a planned retirement without a reason, or before the person was born."""
    if not clean(note):
        raise RuleError(_("Say why it is not the day that age sets."), field="note")
    if cadre.born and last_day < cadre.born.earliest:
        message = _("%(name)s was not born yet on that date.")
        raise RuleError(message % {"name": cadre.full_name}, field="last_day")
