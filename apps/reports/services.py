"""What users do with reports. The long steps are asked for here and done by a worker."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.common.errors import RuleError
from apps.common.text import clean
from apps.jobs.services import ask_again
from apps.reports.asking import Asked, Imprint
from apps.reports.models import Report

JOB = "report"
DRAFTS_LAST = timedelta(days=30)
State = Report.State
_MAX_OPEN = 20


@transaction.atomic
def ask_report(*, asked: Asked, by: User, today: date) -> Report:
    """Ask a worker for a report.

    Raises RuleError for a day that has not come yet and when too many reports wait already.
    """
    if asked.day > today:
        raise RuleError(
            _("That day has not come yet. Choose today or an earlier day."), field="day"
        )
    if asked.before and asked.before >= asked.day:
        raise RuleError(_("Compare with a day before the day of the figures."), field="before")
    waiting = Report.objects.filter(asked_by=by, state__in=Report.WORKING).count()
    if waiting >= _MAX_OPEN:
        raise RuleError(
            _("%s of your reports are being built. Wait until some are done.") % waiting
        )
    return place_report(asked=asked, by=by)


def place_report(*, asked: Asked, by: User) -> Report:
    """Create a report and the job of building it, in the caller's transaction."""
    report = Report.objects.create(
        kind=asked.kind,
        unit=asked.unit,
        plan=asked.plan,
        period=asked.period,
        day=asked.day,
        before=asked.before,
        language=asked.language,
        style=asked.style,
        imprint=asked.imprint.to_json(),
        asked_by=by,
    )
    _ask(report, by)
    return report


@transaction.atomic
def build_again(*, report: Report, by: User, imprint: Imprint | None = None) -> None:
    """Build a draft anew from the facts as they are now, as asked by whoever asks now.

    With an imprint its head and end get other words.
    """
    held = _held(report, State.DRAFT, State.FAILED, State.EXPIRED)
    held.state, held.reason, held.asked_by = State.ASKED, "", by
    if imprint:
        held.imprint = imprint.to_json()
    held.save()
    _ask(held, by)


@transaction.atomic
def issue_report(*, report: Report, number: str, issued_on: date, by: User, today: date) -> None:
    """Give a draft its number and date; the worker freezes what it says.

    Raises RuleError when the report is no draft, for a number that is taken, and for a date before
    the day of the figures or after today.
    """
    held = _held(report, State.DRAFT)
    number = clean(number)
    if not number:
        raise RuleError(_("Enter the number under which the report is issued."), field="number")
    if not held.day <= issued_on <= today:
        raise RuleError(
            _("The date of issue lies between the day of the figures and today."),
            field="issued_on",
        )
    _check_number(held, number, issued_on)
    held.state, held.reason = State.ISSUING, ""
    held.number, held.issued_on, held.issued_by = number, issued_on, by
    held.save()
    _ask(held, by)


def _check_number(report: Report, number: str, issued_on: date) -> None:
    """A unit gives a number once a year (Decree 30/2020/NĐ-CP, article 15)."""
    same = Report.objects.filter(
        unit=report.unit,
        number=number,
        issued_on__year=issued_on.year,
        state__in=[State.ISSUED, State.ISSUING],
    )
    if same.exists():
        raise RuleError(
            _("The unit has issued number %(number)s in %(year)s already.")
            % {"number": number, "year": issued_on.year},
            field="number",
        )


@transaction.atomic
def throw_away(*, report: Report) -> None:
    """Delete a report that was never issued."""
    _held(report, State.DRAFT, State.FAILED, State.EXPIRED).delete()


def expire_drafts(today: date) -> int:
    """Let go of the files of drafts that nobody issued for a month; return how many drafts."""
    old = Report.objects.filter(state=State.DRAFT, built_at__date__lt=today - DRAFTS_LAST)
    count = 0
    for pk in old.values_list("pk", flat=True):
        with transaction.atomic():
            report = old.select_for_update().filter(pk=pk).first()
            if report:
                report.files.all().delete()
                report.state = State.EXPIRED
                report.save()
                count += 1
    return count


def _held(report: Report, *states: State) -> Report:
    """Lock the report and make sure that it still stands where the act is possible."""
    held = Report.objects.select_for_update().get(pk=report.pk)
    if held.state not in states:
        raise RuleError(_("The report has moved on since. Look at it again."))
    return held


def _ask(report: Report, by: User) -> None:
    ask_again(kind=JOB, day=report.day, by=by.username, subject=str(report.pk))
