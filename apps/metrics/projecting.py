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

from apps.cadres.columns import day_number
from apps.cadres.coming import Stirring, carried, needs_before, stirring
from apps.cadres.people import people_frame
from apps.cadres.retirement import Planned, first_out, has_retired
from apps.cadres.selectors import planned_retirements
from apps.metrics.core.evaluate import Spec, needs_of
from apps.metrics.selectors import specs


@dataclass(frozen=True)
class Ahead:
    """What is known on the base day of the people whose days ahead are looked at."""

    base: date
    specs: Mapping[date, Sequence[Spec]]
    people: pd.DataFrame
    stirring: Stirring
    planned: Planned
    cadre_ids: frozenset[int] | None

    def everybody(self, day: date) -> pd.DataFrame:
        """Return the people with a primary post on day, those who will have retired included."""
        needs = needs_of(self.specs[day], day)
        number = day_number(day)
        stays = self.stirring.first_days(self.people["cadre_id"].to_numpy()) > number
        same = carried(self.people[stays], needs, self.base)
        changed = [pk for pk in self.stirring.until(number) if self._is_asked(pk)]
        if not changed:
            return same
        fresh = people_frame(day, needs, cadre_ids=changed)
        return pd.concat([same, fresh[same.columns]], ignore_index=True)

    def retired(self, people: pd.DataFrame, day: date) -> np.ndarray:
        """Return which of some people will have retired by day, seen from the base day."""
        out = first_out(people, self.planned)
        return has_retired(out, day=day, base=self.base)

    def serving(self, day: date) -> pd.DataFrame:
        """Return the people who are counted on day."""
        people = self.everybody(day)
        return people[~self.retired(people, day)]

    def _is_asked(self, pk: int) -> bool:
        return self.cadre_ids is None or pk in self.cadre_ids


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
    ids = list(cadre_ids) if cadre_ids is not None else None
    return Ahead(
        base,
        asked,
        people_frame(base, needs_before(needs, base), cadre_ids=ids),
        stirring(base, max(days)),
        planned_retirements(),
        frozenset(ids) if ids is not None else None,
    )


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
