"""What a worker does for a report: compute, set, keep; and issue it with a number."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.audit.known import present_moment, standing_still
from apps.common.errors import RuleError
from apps.common.stepping_down import acting_for
from apps.jobs.models import Job
from apps.jobs.services import advance, finish
from apps.metrics.facts import FACTS
from apps.metrics.models import Run
from apps.reports.asking import Standing
from apps.reports.kinds import KINDS, NoFiguresError
from apps.reports.models import Report, ReportFile
from apps.reports.renderers import FORMATS, render
from apps.reports.scheduling import stop_schedule_of
from apps.reports.selectors import asked_of, differences, digest_of
from apps.reports.telling import tell_of

State = Report.State


class RightsGoneError(RuleError):
    """Whoever asked for a report, or issued it, may no longer take reports of the unit out."""


def move_on(job: Job) -> None:
    """Build or issue the report of a job; nothing when it waits for neither."""
    reports = Report.objects.select_related("unit", "plan", "asked_by", "issued_by")
    report = reports.filter(pk=int(job.subject)).first()
    steps = {State.ASKED: build, State.ISSUING: issue}
    if report is None or report.state not in steps:
        with transaction.atomic():
            finish(job)
        return
    by = report.issued_by if report.state == State.ISSUING else report.asked_by
    with override(report.language), acting_for(by.pk if by else None):
        steps[State(report.state)](report, job)


def build(report: Report, job: Job) -> None:
    """Make a draft of what was asked for, in every format."""
    try:
        _check_rights(report, report.asked_by)
        figures = KINDS[report.kind].compute(asked_of(report))
    except RightsGoneError as error:
        with transaction.atomic():
            stop_schedule_of(report)
            _settle(report, job, [], state=State.FAILED, reason=_why(error))
        return
    except (RuleError, NoFiguresError) as error:
        _settle(report, job, [], state=State.FAILED, reason=_why(error))
        return
    run = KINDS[report.kind].edition(figures)
    made = _made(report, figures, Standing(timezone.now(), _code(report), _cited(run)), job)
    _settle(
        report,
        job,
        made.files,
        state=State.DRAFT,
        reason="",
        built_at=made.at,
        figures=made.figures,
        digest=digest_of(made.figures),
        code=made.code,
        run=run,
    )


def issue(report: Report, job: Job) -> None:
    """Give a draft its number, on the very facts that it was made from.

    When the figures have changed since, it becomes a draft again and says so: whoever issues a
    report has read it.
    """
    try:
        _check_rights(report, report.issued_by)
        with standing_still():
            figures = KINDS[report.kind].compute(asked_of(report))
            run = KINDS[report.kind].edition(figures)
            moment = present_moment(*FACTS)
    except (RuleError, NoFiguresError) as error:
        _settle(report, job, None, **_as_draft(_why(error)))
        return
    changed = differences(report.figures, KINDS[report.kind].flatten(figures))
    if changed:
        _settle(report, job, None, **_as_draft(_say_changed(len(changed))))
        return
    standing = Standing(timezone.now(), report.code, _cited(run), report.number, report.issued_on)
    made = _made(report, figures, standing, job)
    _settle(
        report,
        job,
        made.files,
        state=State.ISSUED,
        reason="",
        built_at=made.at,
        moment=moment,
        run=run,
    )


def _cited(run: Run | None) -> tuple[int, datetime] | None:
    return (run.pk, run.computed_at) if run else None


def _as_draft(reason: str) -> dict[str, Any]:
    return {
        "state": State.DRAFT,
        "reason": reason,
        "number": "",
        "issued_on": None,
        "issued_by": None,
    }


def _say_changed(count: int) -> str:
    return (
        _(
            "%s figures have changed since this draft was built. Build it again, read it, and"
            " issue it then."
        )
        % count
    )


def _why(error: RuleError | NoFiguresError) -> str:
    if isinstance(error, RuleError):
        return str(error.message)
    return _("There is nothing to report: on that day the unit, or the plan, has no figures.")


def _check_rights(report: Report, user: User | None) -> None:
    """The asker's rights decide while the worker builds, not when the question was put."""
    today = timezone.localdate()
    if user is None or not user.is_active:
        raise RightsGoneError(_("Whoever asked for this report may no longer take reports out."))
    seen = Report.objects.made_by(user, today).filter(pk=report.pk)
    if not seen.exists():
        raise RightsGoneError(_("Whoever asked for this report may no longer take reports out."))


def _code(report: Report) -> str:
    """Return the code that leads from the paper to the report: not to be guessed, and short."""
    if report.code:
        return report.code
    drawn = secrets.token_hex(4).upper()
    return f"{drawn[:4]}-{drawn[4:]}-{report.pk}"


@dataclass(frozen=True)
class _Made:
    at: datetime
    code: str
    figures: dict[str, Any]
    files: list[ReportFile]


def _made(report: Report, found: Any, standing: Standing, job: Job) -> _Made:
    kind = KINDS[report.kind]
    document = kind.compose(found, asked_of(report), standing)
    steps, files = len(FORMATS) + 1, []
    advance(job, done=1, total=steps)
    for done, form in enumerate(FORMATS, 2):
        content = render(document, form)
        files.append(
            ReportFile(
                report=report,
                format=form,
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
                size=len(content),
            )
        )
        advance(job, done=done, total=steps)
    return _Made(standing.made_at, standing.code, kind.flatten(found), files)


@transaction.atomic
def _settle(report: Report, job: Job, files: list[ReportFile] | None, **changes: Any) -> None:
    """Keep what was made and end the job; with None the files stay as they are."""
    held = Report.objects.select_for_update().get(pk=report.pk)
    was_asked = held.state == State.ASKED
    if files is not None:
        held.files.all().delete()
        ReportFile.objects.bulk_create(files)
    for name, value in changes.items():
        setattr(held, name, value)
    held.save()
    if was_asked:
        tell_of(held)
    finish(job)
