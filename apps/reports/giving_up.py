"""What becomes of reports and lists whose work failed too often."""

from __future__ import annotations

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.jobs.models import Job
from apps.reports.lists.keeping import JOB as LIST_JOB
from apps.reports.models import LongList, Report
from apps.reports.services import JOB
from apps.reports.telling import tell_of


def give_up_reports() -> int:
    """Say of reports that no worker will move on any more that they failed; return how many.

    One that was to be issued is a draft again.
    """
    stuck = Report.objects.filter(Exists(_given_up(JOB)))
    count = 0
    failed = list(stuck.filter(state=Report.State.ASKED).values_list("pk", flat=True))
    for language in stuck.filter(state__in=Report.WORKING).values_list("language", flat=True):
        with override(language):
            reason = _sorry()
        of_language = stuck.filter(language=language)
        count += of_language.filter(state=Report.State.ASKED).update(
            state=Report.State.FAILED, reason=reason
        )
        count += of_language.filter(state=Report.State.ISSUING).update(
            state=Report.State.DRAFT, reason=reason, number="", issued_on=None, issued_by=None
        )
    for report in Report.objects.filter(pk__in=failed, state=Report.State.FAILED):
        tell_of(report)
    return count


def give_up_lists() -> int:
    """Say of lists that no worker will write any more that they failed; return how many."""
    stuck = LongList.objects.filter(Exists(_given_up(LIST_JOB)), state=LongList.State.ASKED)
    count = 0
    for language in stuck.values_list("language", flat=True).distinct():
        with override(language):
            failed = {"state": LongList.State.FAILED, "reason": _sorry()}
        count += stuck.filter(language=language).update(**failed)
    return count


def _given_up(kind: str) -> QuerySet[Job]:
    return Job.objects.filter(
        kind=kind,
        state=Job.State.FAILED,
        day=OuterRef("day"),
        subject=Cast(OuterRef("pk"), CharField()),
    )


def _sorry() -> str:
    return _("It could not be made. Try again; if it happens again, tell the support.")
