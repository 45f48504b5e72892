"""How many people a pair of conditions describes, before any target says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from apps.accounts.models import User
from apps.cadres.people import people_frame
from apps.metrics.core import evaluate
from apps.metrics.core.tally import MET, NOT_MET, UNKNOWN
from apps.targets.conditions import Condition
from apps.units.models import Placement, Unit


@dataclass(frozen=True)
class Described:
    """The people of the population on a day: who meets the criterion, who does not, unknown."""

    day: date
    met: int
    not_met: int
    unknown: int

    @property
    def population(self) -> int:
        """How many are counted."""
        return self.met + self.not_met + self.unknown


def described(who: Condition, what: Condition, *, user: User, day: date) -> Described:
    """Count the people of the units that the user sees on day, each in one unit alone."""
    spec = evaluate.Spec(0, who, what, 1)
    people = people_frame(day, evaluate.needs_of([spec], day))
    seen = Unit.objects.visible_to(user, day).order_by()
    placed = Placement.objects.as_of(day).filter(unit__in=seen).order_by()
    unit_ids = np.fromiter(placed.values_list("unit", flat=True), dtype=np.int64)
    codes = evaluate.codes(spec, people, day)[np.isin(people["unit_id"].to_numpy(), unit_ids)]
    met, not_met, unknown = (int((codes == code).sum()) for code in (MET, NOT_MET, UNKNOWN))
    return Described(day, met, not_met, unknown)
