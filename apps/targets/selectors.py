"""Reading plans and their targets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from apps.targets.models import Plan


def plan_for(day: date, *, code: str = "", among: Iterable[Plan] | None = None) -> Plan | None:
    """Return the plan asked for, else the one whose period holds the day, else the latest ended.

    Without ``among`` it is one of all plans that have targets.
    """
    plans = (
        Plan.objects.filter(targets__versions__isnull=False).distinct() if among is None else among
    )
    ordered = sorted(plans, key=lambda plan: (plan.start_on, plan.code))
    asked = [plan for plan in ordered if plan.code == code]
    current = [plan for plan in ordered if plan.start_on <= day < plan.end_on]
    ended = [plan for plan in ordered if plan.end_on <= day]
    return next(iter(asked or current or ended[::-1] or ordered), None)
