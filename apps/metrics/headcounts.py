"""How many people serve in units on a day, for readers who may not see who they are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
from django.db.models import Count

from apps.accounts.models import User
from apps.cadres.models import Appointment
from apps.common.reach import Reach, beyond_scope
from apps.metrics.core.disclosure import protected
from apps.metrics.core.tally import roll_up
from apps.metrics.shown import exact_among
from apps.units.selectors import units_frame


def protected_headcounts(user: User, unit_ids: Collection[int], day: date) -> dict[int, int]:
    """Return the people at or below units in fives; units whose people the user sees are left out.

    They are worked out for the whole tree, as the figures of targets are.
    """
    asked = set(unit_ids) - exact_among(user, unit_ids, day)
    if not asked:
        return {}
    units = units_frame(day)
    posts = Appointment.objects.as_of(day).primary().order_by().values("unit")
    with beyond_scope(Reach.HEADCOUNTS):
        counts = dict(posts.annotate(people=Count("pk")).values_list("unit", "people"))
    own = np.array([[counts.get(pk, 0)] for pk in units["unit_id"].tolist()], dtype=np.int64)
    _alone, total = protected(own.reshape(-1, 1), roll_up(own.reshape(-1, 1), units), units)
    shown = dict(zip(units["unit_id"].tolist(), total.shown[:, 0].tolist(), strict=True))
    return {pk: shown[pk] for pk in asked if pk in shown}
