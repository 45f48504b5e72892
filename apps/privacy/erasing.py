"""Erasing a person everywhere, where no duty to keep stands against it."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.history import acting
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.cadres.models import Cadre
from apps.common.errors import RuleError
from apps.common.months import months_before
from apps.common.sealing import blind_index
from apps.jobs.models import Job
from apps.jobs.services import ask_again, finish
from apps.presentation import numbers
from apps.privacy import held
from apps.privacy.forgetting import forget_copies, forget_in_plans
from apps.privacy.models import SubjectRequest
from apps.privacy.unlogging import NOBODY, take_out_of_history, take_out_of_log
from apps.privacy.whose import Whose

JOB = "erase"
# So long a record is kept after the last post: provisional, for the owner to decide.
YEARS_AFTER_LEAVING = 5
_BASIS = "Law 91/2025/QH15, article 14"


def duty_to_keep(cadre: Cadre, today: date) -> str:
    """Return why the law lets a record not be erased yet, or an empty text."""
    ends = list(cadre.appointments.values_list("end_day", flat=True))
    if any(end is None or end > today for end in ends):
        return _(
            "The person holds a post. Their data serve the work of a state body and may not be"
            " erased (Law 91/2025/QH15, article 14 paragraph 2 and article 19)."
        )
    last = max((end for end in ends if end), default=None)
    if last and last > months_before(today, 12 * YEARS_AFTER_LEAVING):
        return _(
            "The person left on %(day)s. Records are kept for %(years)s years after the last post"
            " (provisional; Law 91/2025/QH15, article 14 paragraph 2)."
        ) % {"day": numbers.day(last), "years": YEARS_AFTER_LEAVING}
    return ""


@transaction.atomic
def ask_to_erase(*, request: SubjectRequest, by: User, today: date) -> None:
    """Ask a worker to erase whoever asked for it; RuleError while a duty to keep stands."""
    _check(request, today)
    ask_again(kind=JOB, day=today, by=by.username, subject=str(request.pk))


def _check(request: SubjectRequest, today: date) -> Cadre:
    is_asked = request.right == SubjectRequest.Right.ERASE
    if not is_asked or request.state != SubjectRequest.State.IN_WORK or request.cadre is None:
        raise RuleError(_("This request does not ask for it."))
    if reason := duty_to_keep(request.cadre, today):
        raise RuleError(reason)
    others = SubjectRequest.objects.filter(cadre=request.cadre).open().exclude(pk=request.pk)
    if others.exists():
        raise RuleError(_("Answer the other requests of the person first."))
    return request.cadre


def erase_for(job: Job, today: date) -> None:
    """Erase whom a job names, if whoever asked still keeps the record, and finish the job."""
    with transaction.atomic():
        by = User.objects.filter(username=job.asked_by, is_active=True).first()
        seen = SubjectRequest.objects.visible_to(by, today) if by else SubjectRequest.objects.none()
        request = seen.filter(pk=int(job.subject)).first()
        if by is None or request is None:
            raise RuleError(_("Whoever asked may no longer erase the record."))
        erase(request=request, by=by, today=today)
        finish(job)


@transaction.atomic
def erase(*, request: SubjectRequest, by: User, today: date) -> None:
    """Erase a person from every table, in one transaction; what stays is numbers and a trace.

    Only jobs may: nobody else can take rows out of the history.
    """
    cadre = Cadre.objects.select_for_update().get(pk=_check(request, today).pk)
    whose, reason = Whose.of(cadre), f"erasure, request {request.pk}, {_BASIS}"
    with acting(by.username, reason=reason):
        forget_copies(cadre, whose)
        forget_in_plans(whose, by=by.username, reason=reason)
        _close(cadre, request, today)
        _delete_facts(cadre)
        take_out_of_history(whose.pk, by=by.username, reason=reason)
        take_out_of_log(whose, by=by.username, reason=reason)
    # Whoever knows the staff number can ask later whether this was they; nobody else can tell.
    log_access(
        username=by.username,
        act=AccessLog.Act.ERASE,
        kind="cadre",
        key=NOBODY,
        request=request.pk,
        reason=_BASIS,
        digest=blind_index(cadre.key),
    )


def _close(cadre: Cadre, request: SubjectRequest, today: date) -> None:
    """Leave of the person's requests that they were made, and of this one that it was granted."""
    blank = {"cadre": None, "words": "", "put_off_because": ""}
    past = SubjectRequest.objects.filter(cadre=cadre).exclude(pk=request.pk)
    past.filter(state=SubjectRequest.State.REFUSED).update(**blank, reply="…")
    past.filter(cadre=cadre).update(**blank, reply="")
    SubjectRequest.objects.filter(pk=request.pk).update(
        **blank, state=SubjectRequest.State.ANSWERED, closed_on=today, reply=""
    )


def _delete_facts(cadre: Cadre) -> None:
    for label in held.FACTS:
        model = apps.get_model(label)
        if model not in (Cadre, SubjectRequest):
            held.rows_of(model, cadre).delete()
    cadre.delete()
