"""What a worker does for a plan: look ahead, carry out, undo; each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from apps.accounts.models import User
from apps.common.errors import RuleError
from apps.common.reach import Reach, beyond_scope
from apps.common.stepping_down import acting_for
from apps.jobs.models import Job
from apps.jobs.services import finish
from apps.reorganisation.asking import JOB, note_done
from apps.reorganisation.models import Reorganisation
from apps.reorganisation.moving import destinations, posts_of
from apps.reorganisation.outlooks import look_ahead
from apps.reorganisation.selectors import plan_of
from apps.reorganisation.services import apply, undo

Work = Reorganisation.Work
_GIVEN_UP = gettext_noop(
    "Three attempts failed, so nothing was changed. Ask again; if it fails again, tell the system"
    " administrator the number of the reorganisation."
)


def move_on(job: Job, *, now: datetime) -> None:
    """Do what a plan waits for, in the name of whoever asked; a broken rule is told on its page."""
    row = Reorganisation.objects.exclude(work="").filter(pk=int(job.subject)).first()
    by = User.objects.filter(username=job.asked_by, is_active=True).first()
    with transaction.atomic():
        if row is None or by is None:
            Reorganisation.objects.filter(pk=int(job.subject)).update(work="", asked_by=None)
            finish(job)
            return
    with override(row.language), acting_for(by.pk):
        try:
            with transaction.atomic():
                _STEPS[row.work](row, by, now)
                _end(row)
                finish(job)
        except RuleError as error:
            with transaction.atomic():
                _end(row, refusal=str(error), confirmed_by=None)
                finish(job)


def _end(row: Reorganisation, **more: object) -> None:
    # Another worker may have done it meanwhile, when this one was slower than its lease.
    here = Reorganisation.objects.filter(pk=row.pk, work=row.work)
    here.update(work="", asked_by=None, asked_at=None, **more)


def _look(row: Reorganisation, by: User, now: datetime) -> None:
    look_ahead(row=row, by=by, now=now)


def _apply(row: Reorganisation, by: User, now: datetime) -> None:
    _check_nobody_lost(row)
    apply(reorganisation=row, by=by, now=now)
    _tell(row)


def _undo(row: Reorganisation, by: User, now: datetime) -> None:
    undo(reorganisation=row, by=by, now=now)
    _tell(row)


def _tell(row: Reorganisation) -> None:
    note_done(Reorganisation.objects.select_related("acted_by", "confirmed_by").get(pk=row.pk))


def _check_nobody_lost(row: Reorganisation) -> None:
    """Say by number what ``apply`` would refuse by name: whoever asked may see counts only."""
    with beyond_scope(Reach.REORGANISING):
        plan = plan_of(row)
        found = destinations(plan, posts_of(plan))
    if found.lost or found.unused:
        raise RuleError(_("Posts were given or ended since you looked. Look again."))


_STEPS: dict[str, Callable[[Reorganisation, User, datetime], None]] = {
    Work.LOOKING: _look,
    Work.APPLYING: _apply,
    Work.UNDOING: _undo,
}


def give_up() -> int:
    """Say of plans that no worker will move on any more that it failed; return how many."""
    jobs = Job.objects.filter(
        kind=JOB, state=Job.State.FAILED, subject=Cast(OuterRef("pk"), CharField())
    )
    stuck = Reorganisation.objects.exclude(work="").filter(Exists(jobs))
    return stuck.update(work="", asked_by=None, asked_at=None, refusal=_GIVEN_UP)
