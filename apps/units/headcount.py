"""The posts (biên chế) assigned to units: who is given how many, and what stands on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.history import acting
from apps.common.errors import RuleError
from apps.common.partial import PartialDate
from apps.common.text import clean
from apps.units.models import HeadcountQuota, Unit
from apps.units.selectors import exists_throughout

MOST = 1_000_000


@transaction.atomic
def assign_headcount(
    *, unit: Unit, posts: int | None, start_on: date, by: User, decision: str = ""
) -> None:
    """Let a unit have so many posts of its own from a day until the next assignment.

    None says that from the day on no number is assigned. What was assigned for the same day is
    replaced. Raises RuleError when the number is not plausible or the unit is not there that day.
    """
    if posts is not None and not 0 <= posts <= MOST:
        raise RuleError(_("Write a number from 0 to 1,000,000."), field="posts")
    day = PartialDate.of(start_on)
    if posts is not None and not exists_throughout(
        unit, start_on, date.fromordinal(start_on.toordinal() + 1)
    ):
        raise RuleError(_("The unit is not in the tree on this day."), field="start_on")
    with acting(by.username):
        Unit.objects.select_for_update().get(pk=unit.pk)
        quotas = HeadcountQuota.objects.filter(unit=unit)
        following = quotas.filter(start_day__gt=start_on).order_by("start_day").first()
        quotas.filter(start_day=start_on).delete()
        quotas.as_of(start_on).update(end_on=day)
        if posts is not None:
            HeadcountQuota.objects.create(
                unit=unit,
                posts=posts,
                decision=clean(decision),
                start_on=day,
                end_on=following.start_on if following else None,
            )


def headcounts(unit_ids: Iterable[int], day: date) -> dict[int, int]:
    """Return the posts assigned on day to those of some units to which any are."""
    rows = HeadcountQuota.objects.as_of(day).filter(unit__in=list(unit_ids)).order_by()
    return dict(rows.values_list("unit_id", "posts"))
