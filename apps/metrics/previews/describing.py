"""How many people a pair of conditions describes, before any target says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import numpy as np

from apps.accounts.models import User
from apps.cadres.people import people_frame
from apps.common.sealing import secret_for
from apps.metrics.core import evaluate
from apps.metrics.core.disclosure import FEW, blurred
from apps.metrics.core.tally import MET, NOT_MET, UNKNOWN
from apps.targets.conditions import Condition
from apps.units.models import Placement, Unit


@dataclass(frozen=True)
class Described:
    """The people of the population on a day: who meets the criterion, who does not, unknown."""

    is_exact: ClassVar[bool] = True
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
    groups = _groups(who, what, user=user, day=day)
    return Described(day, *(len(members) for members in groups))


@dataclass(frozen=True)
class Roughly:
    """About how many people of all units together the conditions describe, for who sees counts
    only: each number with noise, in fives, None where it is under ten.
    """

    is_exact: ClassVar[bool] = False
    day: date
    population: int | None
    met: int | None
    unknown: int | None


def roughly(who: Condition, what: Condition, *, user: User, day: date) -> Roughly:
    """Say about how many people the conditions describe; see ``core.disclosure.blurred``."""
    met, not_met, unknown = _groups(who, what, user=user, day=day)
    everyone = np.concatenate([met, not_met, unknown])
    secret = secret_for("counts of conditions")
    asked = f"{day} {who!r} {what!r}"
    groups = {"population": everyone, "met": met, "unknown": unknown}
    found = (blurred(members, f"{name} {asked}", secret) for name, members in groups.items())
    return Roughly(day, *(count if count >= FEW else None for count in found))


def _groups(who: Condition, what: Condition, *, user: User, day: date) -> list[np.ndarray]:
    """Return who meets the criterion, who does not, of whom it is unknown."""
    spec = evaluate.Spec(0, who, what, 1)
    people = people_frame(day, evaluate.needs_of([spec], day))
    seen = Unit.objects.visible_to(user, day).order_by()
    placed = Placement.objects.as_of(day).filter(unit__in=seen).order_by()
    unit_ids = np.fromiter(placed.values_list("unit", flat=True), dtype=np.int64)
    is_seen = np.isin(people["unit_id"].to_numpy(), unit_ids)
    codes = evaluate.codes(spec, people, day)
    cadre_ids = people["cadre_id"].to_numpy()
    return [cadre_ids[is_seen & (codes == code)] for code in (MET, NOT_MET, UNKNOWN)]
