"""How long anything is kept, from when, on what basis; and letting go of what is older.

One table says it all. It is shown on a page and in docs/privacy.md, and is run every night.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts import sessions, throttle
from apps.api.once import forget_old_answers
from apps.audit.gaps import remove
from apps.audit.models import AccessLog, Shown
from apps.cadres.services.receiving import forget_lookups
from apps.common.months import months_before
from apps.entry.services import forget_drafts
from apps.imports.steps.giving_up import forget_old_files
from apps.jobs.models import Job
from apps.jobs.services import finish
from apps.notices.services import forget_old
from apps.privacy.models import RetentionRun
from apps.reports.lists.keeping import expire_lists
from apps.reports.services import expire_drafts

JOB = "retention"
# At least so long: longer than the twelve months that logs of a system are kept by law.
LOG_MONTHS = 24
# Rows that one night takes out of the log at most; what is left waits for the next.
_AT_ONCE = 200_000
Words = str | Promise
_OURS: Words = _("our own rule: no longer than it serves")
_LAW: Words = _("Law 91/2025/QH15, article 14")


@dataclass(frozen=True)
class Rule:
    """What is kept, how long, since when and why; ``forget`` lets go of what is older.

    Without ``forget`` it goes with something else, as the words say.
    """

    code: str
    what: Words
    kept: Words
    since: Words
    basis: Words
    forget: Callable[[datetime], int] | None = None


def _today(count: Callable[..., int]) -> Callable[[datetime], int]:
    return lambda now: count(timezone.localdate(now))


def forget_readings(now: datetime) -> int:
    """Take lines of the access log out that are older than the months that it is kept."""
    day = months_before(timezone.localdate(now), LOG_MONTHS)
    old = AccessLog.objects.filter(at__date__lt=day).order_by("pk")
    ids = list(old.values_list("pk", flat=True)[:_AT_ONCE])
    shown = Shown.objects.filter(access__in=ids).values_list("pk", flat=True)
    reason = f"retention, {LOG_MONTHS} months"
    remove(Shown._meta.db_table, list(shown), by="", reason=reason)
    return remove(AccessLog._meta.db_table, ids, by="", reason=reason)


RULES: tuple[Rule, ...] = (
    Rule("facts", _("the record of a person"), _("five years; then it may be erased on request"),
         _("the end of the last post"), _("provisional: the owner of the system decides")),
    Rule("history", _("versions of a record, and who changed it"), _("as long as the record"),
         _("the change"), _LAW),
    Rule("requests", _("requests on personal data"), _("as long as the record; then without words"),
         _("the request"), _LAW),
    Rule("readings", _("who read or took out what"), _("24 months"), _("the reading"),
         _("security rule: logs for at least 12 months, accountability"), forget_readings),
    Rule("drafts", _("forms left before saving"), _("30 days"), _("the last change"), _OURS,
         forget_drafts),
    Rule("workbooks", _("workbooks that nobody went on with"), _("30 days"), _("the upload"), _OURS,
         lambda now: forget_old_files()),
    Rule("report_drafts", _("files of reports that nobody issued"), _("30 days"), _("the draft"),
         _OURS, _today(expire_drafts)),
    Rule("lists", _("lists that wait to be fetched"), _("7 days"), _("the asking"), _OURS,
         _today(expire_lists)),
    Rule("lookups", _("who looked for somebody to receive"), _("2 days"), _("the look"), _OURS,
         forget_lookups),
    Rule("answers", _("answers of the API that may be asked for again"), _("24 hours"),
         _("the answer"), _OURS, forget_old_answers),
    Rule("notices", _("notices to users"), _("a year"), _("the notice"), _OURS, _today(forget_old)),
    Rule("sessions", _("sessions"), _("10 hours at most"), _("signing in"), _OURS,
         sessions.forget_ended),
    Rule("guesses", _("wrong guesses at passwords"), _("15 minutes"), _("the last guess"), _OURS,
         throttle.forget_guesses),
)  # fmt: skip


def run_retention(job: Job, now: datetime) -> dict[str, int]:
    """Let go of all that is too old, note how much of each kind it was, and finish the job.

    Each kind is a transaction of its own, and a second run finds nothing: one that was stopped
    is simply done again.
    """
    removed = {rule.code: _forget(rule, now) for rule in RULES if rule.forget}
    with transaction.atomic():
        RetentionRun.objects.create(ran_at=now, removed=removed)
        RetentionRun.objects.filter(ran_at__lt=now - timedelta(days=366 * 2)).delete()
        finish(job)
    return removed


@transaction.atomic
def _forget(rule: Rule, now: datetime) -> int:
    return rule.forget(now) if rule.forget else 0
