"""The periods that reports are made for: where they end and what they are compared with."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from apps.presentation import numbers
from apps.targets.models import Plan

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True)
class Period:
    """From its first day to its last."""

    kind: str
    first: date
    last: date

    @property
    def before(self) -> date:
        """The last day of the period before: what the figures are compared with."""
        return self.first - timedelta(days=1)

    @property
    def number(self) -> int:
        """Which month, quarter or half of its year; 1 for others."""
        return (self.first.month - 1) // _MONTHS.get(self.kind, 12) + 1


def plan_days(plan: Plan | None) -> tuple[date, date] | None:
    """Return a plan's first and last day, for ``period_of``."""
    return (plan.start_on, plan.end_on - timedelta(days=1)) if plan else None


def period_of(kind: str, day: date, *, plan: tuple[date, date] | None = None) -> Period:
    """Return the period of a kind that holds a day.

    A day stands for itself and is compared with the end of the year before. The mid-term of a plan
    is its first half in whole years, rounded up, and the final report covers it all; without a
    plan they are the year.
    """
    if kind == "day":
        return Period(kind, date(day.year, 1, 1), day)
    if kind in ("mid_term", "final") and plan:
        first, last = plan
        if kind == "mid_term":
            years = (last.year - first.year + 1 + 1) // 2
            last = date(first.year + years - 1, 12, 31)
        return Period(kind, first, last)
    size = _MONTHS.get(kind, 12)
    first = date(day.year, (day.month - 1) // size * size + 1, 1)
    month = first.month + size - 1
    return Period(kind, first, date(day.year, month, monthrange(day.year, month)[1]))


def ended(kind: str, today: date, *, plan: tuple[date, date] | None = None) -> Period:
    """Return the last period of a kind that has ended before today; a day is yesterday."""
    yesterday = today - timedelta(days=1)
    present = period_of(kind, yesterday, plan=plan)
    if present.last <= yesterday or kind in ("mid_term", "final"):
        return present
    return period_of(kind, present.before, plan=plan)


def period_name(kind: str, day: date) -> str:
    """Name the period that ends on a day, or the day, in the reader's language."""
    of = period_of(kind, day)
    names = {
        "month": _("month %(number)s of %(year)s"),
        "quarter": _("quarter %(number)s of %(year)s"),
        "half_year": _("half %(number)s of %(year)s"),
        "year": _("year %(year)s"),
        "mid_term": _("at mid-term"),
        "final": _("at the end of the plan"),
    }
    if kind == "day":
        return _("figures of %s") % numbers.day(day)
    return names[kind] % {"number": of.number, "year": day.year}
