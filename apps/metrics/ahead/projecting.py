"""The figures of days ahead from facts already known, for many days at the price of few.

Everybody's facts are read once, on the base day. Who starts, ends, is awarded or trained on a
recorded day ahead is read again for each day; of all others only their age, the windows of
trainings and their retirement move on, and those are worked out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

import numpy as np
import pandas as pd
from django.db.models import Q

from apps.cadres.columns import day_number
from apps.cadres.coming import Stirring, carried, needs_before, stirring
from apps.cadres.models import Appointment
from apps.cadres.people import people_frame
from apps.cadres.retirement import Planned, first_out, has_retired
from apps.cadres.selectors import planned_retirements
from apps.common.reach import Reach, beyond_scope
from apps.metrics.core.evaluate import Spec, needs_of
from apps.metrics.selectors import specs
from apps.units.models import Placement, Unit


@dataclass(frozen=True)
class Present:
    """The people with a primary post on a day, and who of them will have retired."""

    people: pd.DataFrame
    is_retired: np.ndarray

    @property
    def serving(self) -> pd.DataFrame:
        """The people who are counted."""
        return self.people[~self.is_retired]

    @property
    def retired(self) -> np.ndarray:
        """The ids of those who have retired."""
        ids: np.ndarray = self.people["cadre_id"].to_numpy()[self.is_retired]
        return ids


@dataclass(frozen=True)
class Ahead:
    """What is known on the base day of the people whose days ahead are looked at.

    ``stirs`` and ``out`` are for each of them the first day that changes them and the first on
    which they have retired.
    """

    base: date
    specs: Mapping[date, Sequence[Spec]]
    people: pd.DataFrame
    stirs: np.ndarray
    out: np.ndarray
    stirring: Stirring
    planned: Planned

    def on(self, day: date) -> Present:
        """Return who is there on a day."""
        needs, number = needs_of(self.specs[day], day), day_number(day)
        stays = self.stirs > number
        parts, outs = [carried(self.people[stays], needs, self.base)], [self.out[stays]]
        if changed := self.stirring.until(number):
            fresh = people_frame(day, needs, cadre_ids=changed)
            parts.append(fresh[parts[0].columns])
            outs.append(first_out(fresh, self.planned))
        people = pd.concat(parts, ignore_index=True) if changed else parts[0]
        return Present(people, has_retired(np.concatenate(outs), day=day, base=self.base))


def ahead(
    base: date,
    days: Sequence[date],
    *,
    plan: str | None = None,
    cadre_ids: Sequence[int] | None = None,
    wanted: Mapping[date, Sequence[Spec]] | None = None,
) -> Ahead:
    """Read what is needed to know the people of some days from the base day on.

    ``wanted`` says which targets are looked at on each day, if not those in force. Call it, and
    what it returns, within one snapshot.
    """
    asked = wanted if wanted is not None else {day: specs(day, plan=plan) for day in days}
    needs = reduce(or_, (needs_of(asked[day], day) for day in days))
    people = people_frame(base, needs_before(needs, base), cadre_ids=cadre_ids)
    changes, planned = stirring(base, max(days), cadre_ids=cadre_ids), planned_retirements()
    return Ahead(
        base=base,
        specs=asked,
        people=people,
        stirs=changes.first_days(people["cadre_id"].to_numpy()),
        out=first_out(people, planned),
        stirring=changes,
        planned=planned,
    )


def inside_on(unit: Unit, day: date) -> list[int]:
    """Return the units at or below a unit on a day."""
    return list(Unit.objects.within([unit.pk], day).order_by().values_list("pk", flat=True))


def whoever(unit: Unit, base: date, last: date, *, own: bool = False) -> list[int] | None:
    """Return who has a primary post in the unit at any time between two days; None for all."""
    if Placement.objects.as_of(base).filter(unit=unit, parent=None).exists() and not own:
        return None
    inside = {unit.pk} if own else {*inside_on(unit, base), *inside_on(unit, last)}
    posts = Appointment.objects.primary().filter(
        Q(start_day=None) | Q(start_day__lte=last),
        Q(end_day=None) | Q(end_day__gt=base),
        unit__in=inside,
    )
    with beyond_scope(Reach.COUNTING):
        return sorted(set(posts.order_by().values_list("cadre_id", flat=True)))


def month_ends(first: date, last: date) -> Iterator[date]:
    """Yield the last days of months from one day to another, both included."""
    month = first.year * 12 + first.month
    while (day := _last_day(month)) <= last:
        yield day
        month += 1


def _last_day(month: int) -> date:
    """Return the last day of the month before the given one, counted as 12 * year + month."""
    year, place = divmod(month, 12)
    return date.fromordinal(date(year, place + 1, 1).toordinal() - 1)
