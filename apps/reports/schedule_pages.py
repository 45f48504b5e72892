"""What the page of schedules shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch

from apps.accounts.models import User
from apps.reports.models import Schedule, Turn
from apps.reports.periods import period_name
from apps.reports.scheduling import next_period


@dataclass(frozen=True)
class Line:
    """A schedule with the last report that it asked for, and the morning of the next."""

    schedule: Schedule
    last: Turn | None
    last_name: str
    next_on: date | None


def schedules_of(user: User, today: date) -> list[Line]:
    """Return the schedules that the user may see, by unit."""
    turns = Turn.objects.select_related("report").defer("report__figures", "report__moment")
    seen = Schedule.objects.visible_to(user, today).select_related("unit", "plan", "made_by")
    return [_line(schedule) for schedule in seen.prefetch_related(Prefetch("turns", turns))]


def _line(schedule: Schedule) -> Line:
    turns: Sequence[Turn] = list(schedule.turns.all())
    last = turns[0] if turns else None
    return Line(
        schedule=schedule,
        last=last,
        last_name=period_name(schedule.period, last.ends_on) if last else "",
        next_on=next_period(schedule).last + timedelta(days=1) if schedule.is_active else None,
    )
