"""Scheduled reports: set up, changed, paused, and asked for when their periods have ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.common.errors import RuleError
from apps.reports.asking import Asked, Imprint
from apps.reports.builders.frame import default_imprint
from apps.reports.models import Report, Schedule, Turn
from apps.reports.models.schedules import REPEATED
from apps.reports.periods import Period, ended, period_of
from apps.reports.services import place_report
from apps.reports.telling import tell_of_stop
from apps.units.models import Unit

State = Schedule.State


@transaction.atomic
def set_up_schedule(*, asked: Asked, by: User, today: date) -> Schedule:
    """Have such a report made at each period's end, from the period on that has not ended yet.

    The day of ``asked`` does not count. Raises RuleError when the unit has the schedule already,
    and when the user may not take its reports out.
    """
    if not _may_export(by, asked.unit, today):
        raise RuleError(_("You may not take reports of this unit out."), field="unit")
    schedule, is_new = Schedule.objects.get_or_create(
        unit=asked.unit,
        plan=asked.plan,
        kind=asked.kind,
        period=asked.period,
        language=asked.language,
        defaults={
            "style": asked.style,
            "covered_until": ended(asked.period, today).last,
            "made_by": by,
        },
    )
    if not is_new:
        raise RuleError(_("This report is scheduled for the unit already."))
    return schedule


@transaction.atomic
def change_schedule(*, schedule: Schedule, style: str, imprint: Imprint, by: User) -> None:
    """Give coming reports another letterhead and other words; whoever changes it answers for it.

    The usual words are not kept, so that they follow the unit's name.
    """
    held = _held(schedule)
    usual = [
        default_imprint(held.unit, held.covered_until, it, held.language)
        for it in (held.style, style)
    ]
    held.style, held.made_by = style, by
    held.imprint = {} if imprint in usual else imprint.to_json()
    held.save()


@transaction.atomic
def pause_schedule(*, schedule: Schedule) -> None:
    """Make no reports until somebody resumes it."""
    held = _held(schedule)
    if held.is_active:
        held.state = State.PAUSED
        held.save()


@transaction.atomic
def resume_schedule(*, schedule: Schedule, by: User, today: date) -> None:
    """Make reports again; whoever resumes it answers for it.

    Periods that ended meanwhile get none.
    """
    held = _held(schedule)
    if held.is_active:
        return
    held.state, held.made_by = State.ACTIVE, by
    held.covered_until = max(held.covered_until, ended(held.period, today).last)
    held.save()


@transaction.atomic
def remove_schedule(*, schedule: Schedule) -> None:
    """Forget a schedule; the reports that it made stay."""
    _held(schedule).delete()


def _held(schedule: Schedule) -> Schedule:
    held = Schedule.objects.select_for_update().filter(pk=schedule.pk).first()
    if held is None:
        raise RuleError(_("Somebody has removed this schedule."))
    return held


def ask_due(today: date) -> int:
    """Ask for the report of every scheduled period that has ended; return how many.

    Each period is asked for once, however many do this at once or again.
    """
    return sum(_ask_turns(pk, today) for pk in list(_due(today).values_list("pk", flat=True)))


def _due(today: date) -> QuerySet[Schedule]:
    """Active schedules with an ended period that is not covered."""
    is_behind = Q()
    for period in REPEATED:
        is_behind |= Q(period=period, covered_until__lt=ended(period, today).last)
    return Schedule.objects.active().filter(is_behind)


@transaction.atomic
def _ask_turns(pk: int, today: date) -> int:
    # Whoever comes second waits for the row, and then finds it no longer due.
    schedule = _due(today).order_by().select_for_update().filter(pk=pk).first()
    if schedule is None:
        return 0
    if not _may_export(schedule.made_by, schedule.unit, today):
        stop_schedule(schedule)
        return 0
    ends = ended_since(schedule.period, schedule.covered_until, today)
    count = sum(_ask_turn(schedule, period) for period in ends)
    schedule.covered_until = ends[-1].last
    schedule.save()
    return count


def _ask_turn(schedule: Schedule, period: Period) -> bool:
    turn, is_new = Turn.objects.get_or_create(schedule=schedule, ends_on=period.last)
    if is_new:
        turn.report = place_report(asked=asked_for(schedule, period), by=schedule.made_by)
        turn.save()
    return is_new


def asked_for(schedule: Schedule, period: Period) -> Asked:
    """Return what a schedule asks about a period."""
    usual = default_imprint(schedule.unit, period.last, schedule.style, schedule.language)
    return Asked(
        kind=schedule.kind,
        unit=schedule.unit,
        day=period.last,
        language=schedule.language,  # type: ignore[arg-type]
        plan=schedule.plan,
        period=schedule.period,
        before=period.before,
        style=schedule.style,  # type: ignore[arg-type]
        imprint=Imprint.of(schedule.imprint) if schedule.imprint else usual,
    )


def next_period(schedule: Schedule) -> Period:
    """Return the period whose report comes next."""
    return period_of(schedule.period, schedule.covered_until + timedelta(days=1))


def ended_since(kind: str, day: date, today: date) -> Sequence[Period]:
    """Return the periods of a kind that ended after a day and before today, the earliest first."""
    found = []
    period = period_of(kind, day + timedelta(days=1))
    while period.last < today:
        found.append(period)
        period = period_of(kind, period.last + timedelta(days=1))
    return found


def _may_export(user: User, unit: Unit, today: date) -> bool:
    seen = Unit.objects.visible_to(user, today, Permission.EXPORT)
    return user.is_active and seen.filter(pk=unit.pk).exists()


def stop_schedule(schedule: Schedule) -> None:
    """Stop a schedule whose maker may no longer take the unit's reports out, and say so."""
    stopped = Schedule.objects.filter(pk=schedule.pk, state=State.ACTIVE)
    if stopped.update(state=State.STOPPED):
        tell_of_stop(schedule)


def stop_schedule_of(report: Report) -> None:
    """Stop the schedule that asked for a report, if one did."""
    turn = Turn.objects.filter(report=report).select_related("schedule").first()
    if turn:
        stop_schedule(turn.schedule)
