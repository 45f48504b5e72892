"""The scenarios of a unit for a reader."""

from __future__ import annotations

from datetime import date

from apps.accounts.models import User
from apps.scenarios.models import Scenario
from apps.units.models import Unit


def scenarios_of(user: User, unit: Unit, day: date) -> list[Scenario]:
    """Return the scenarios of a unit that the user may see, their own first."""
    seen = Scenario.objects.visible_to(user, day).filter(unit=unit)
    rows = seen.select_related("unit", "plan", "made_by")
    return sorted(rows, key=lambda row: (row.made_by_id != user.pk, row.name.casefold(), row.pk))
