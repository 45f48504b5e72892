"""Who is told of reports, and what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.notices.services import tell
from apps.notices.words import in_each_language
from apps.reports.models import Report, Schedule, Turn
from apps.reports.periods import period_name
from apps.units.models import Membership, Unit


def tell_of(report: Report) -> None:
    """Tell the asker that a report was built, or could not be.

    Of a draft that a schedule asked for, those are told too who see the unit's people, and so may
    open the report, by a role held for this very unit.
    """
    is_ready = report.state == Report.State.DRAFT
    concerned = Q(pk=report.asked_by_id)
    if is_ready and Turn.objects.filter(report=report).exists():
        concerned |= Q(pk__in=_members(report.unit, Permission.PEOPLE_VIEW))
    tell(
        users=User.objects.filter(concerned),
        code="report_ready" if is_ready else "report_failed",
        values=_values(report.unit, lambda: _named(report, period_name(report.period, report.day)))
        | {"figures_on": report.day.isoformat()},
        link=page_of(report),
    )


def tell_of_stop(schedule: Schedule) -> None:
    """Tell whoever answered for a schedule that it stopped, and those who can start it again."""
    values = _values(
        schedule.unit, lambda: _named(schedule, str(schedule.get_period_display()).lower())
    )
    able = _members(schedule.unit, Permission.EXPORT).exclude(user=schedule.made_by)
    for users, page in (
        (User.objects.filter(pk__in=able), "schedules"),
        (User.objects.filter(pk=schedule.made_by_id), "notices"),
    ):
        tell(users=users, code="schedule_stopped", values=values, link=reverse(page))


def page_of(report: Report) -> str:
    """Return the address of a report's page: what its notices lead to."""
    return reverse("report", args=[report.pk])


def _named(asked: Report | Schedule, period: str) -> str:
    return f"{asked.get_kind_display()}, {period}"


def _values(unit: Unit, say: Callable[[], str]) -> dict[str, Any]:
    return {"report": in_each_language(say), "unit": unit.name}


def _members(unit: Unit, permission: Permission) -> QuerySet[Membership, Any]:
    held = Membership.objects.in_force_now().holding(permission)
    return held.filter(unit=unit).values("user")
