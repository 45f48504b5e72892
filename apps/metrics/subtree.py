"""A unit with everything below it on a day, and who serves there."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from apps.cadres.columns import Needs
from apps.cadres.models import Appointment
from apps.cadres.people import people_frame
from apps.common.reach import Reach, beyond_scope
from apps.metrics.core.tally import roll_down


def below(everything: pd.DataFrame, unit_id: int) -> pd.DataFrame:
    """Return the units at or below one, which then stands at the root."""
    mark = (everything["unit_id"].to_numpy() == unit_id).astype(np.int64)[:, np.newaxis]
    units = everything[roll_down(mark, everything)[:, 0] > 0].reset_index(drop=True)
    units.loc[units["unit_id"] == unit_id, "parent_id"] = 0
    return units


def people_of(units: pd.DataFrame, day: date, needs: Needs, *, is_whole: bool) -> pd.DataFrame:
    """Return the people frame of who is counted in some units; ``is_whole`` if that is everyone."""
    ids = None if is_whole else _serving(units, day)
    people = people_frame(day, needs, cadre_ids=ids)
    return people[people["unit_id"].isin(units["unit_id"])].reset_index(drop=True)


def _serving(units: pd.DataFrame, day: date) -> list[int]:
    posts = Appointment.objects.as_of(day).primary().filter(unit__in=units["unit_id"].tolist())
    with beyond_scope(Reach.COUNTING):
        return list(posts.order_by().values_list("cadre_id", flat=True))
