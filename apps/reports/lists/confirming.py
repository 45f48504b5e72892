"""Lists of the people of the whole city: one asks, another confirms, then a worker writes."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.history import acting
from apps.common.errors import RuleError
from apps.common.text import clean
from apps.notices.services import tell
from apps.notices.words import in_each_language
from apps.reports.lists.answers import content_of
from apps.reports.lists.content import Content, Question
from apps.reports.lists.keeping import begin, is_open_to, wanted
from apps.reports.models import ListRequest
from apps.reports.models.wanted_lists import KINDS
from apps.units.models import Membership, Unit

State = ListRequest.State
VALID_FOR = timedelta(hours=72)


def may_confirm(user: User, request: ListRequest, today: date) -> bool:
    """Whether the user holds the right to confirm for every unit that a list covers, read anew."""
    units = Unit.objects.visible_to(user, today, Permission.EXPORT_CONFIRM)
    covered = set(request.covers)
    return user.is_active and units.filter(pk__in=covered).count() == len(covered)


@transaction.atomic
def ask_second(
    *, question: Question, content: Content, reason: str, by: User, today: date
) -> ListRequest:
    """Ask another to confirm that a list of the people of the whole city goes out."""
    reason = _said(reason)
    # The user's row is locked so that the same is not asked for twice at once.
    User.objects.select_for_update().get(pk=by.pk)
    fields = wanted(question, content)
    same = {name: fields[name] for name in ("kind", "key", "code", "query", "format")}
    if ListRequest.objects.waiting().filter(asked_by=by, **same).exists():
        raise RuleError(_("This list is asked for already and waits for a second person."))
    others = _others(content, by)
    if not others.exists():
        raise RuleError(_("There is nobody else who may confirm it. Ask for a part of the city."))
    with acting(by.username, reason=reason):
        row = ListRequest.objects.create(
            **fields, words=_words(question, by, today), reason=reason, asked_by=by,
            until=Now() + VALID_FOR,
        )  # fmt: skip
    tell(users=others, code="list_asked", values=_values(row), link=_address(row))
    return row


def _said(reason: str) -> str:
    if not (said := clean(reason)[:300]):
        raise RuleError(_("Say why."), field="reason")
    return said


def _others(content: Content, by: User) -> QuerySet[User]:
    held = Membership.objects.in_force_now().holding(Permission.EXPORT_CONFIRM)
    held = held.filter(user=OuterRef("pk"), unit__in=content.covers)
    return User.objects.filter(Exists(held), is_active=True).exclude(pk=by.pk)


def _words(question: Question, by: User, today: date) -> dict[str, str]:
    def lines() -> str:
        content = content_of(by, question, today)
        return "\n".join([content.title, *content.about])

    return in_each_language(lines)


def _values(row: ListRequest) -> dict[str, object]:
    said = in_each_language(lambda: str(KINDS[row.kind]))
    return {"list": said, "name": row.asked_by.full_name}


def _address(row: ListRequest) -> str:
    return f"{reverse('list_requests')}?request={row.pk}"


@transaction.atomic
def confirm_list(*, request: ListRequest, by: User, today: date) -> None:
    """Let a list go out that another asked for; a worker writes it for whoever asked."""
    row = _locked(request)
    if by.pk == row.asked_by_id:
        raise RuleError(_("Nobody confirms what they asked for themselves or would get."))
    _check_may(row, by, today)
    if not row.asked_by.is_active or not is_open_to(row.asked_by, row):
        raise RuleError(
            _("%s may no longer take this list out. Refuse the request.") % row.asked_by
        )
    _decide(row, State.CONFIRMED, by, "")


@transaction.atomic
def refuse_list(*, request: ListRequest, by: User, note: str, today: date) -> None:
    """Refuse a list that another asked for, saying why; nothing is written."""
    row, note = _locked(request), _said(note)
    if by.pk == row.asked_by_id:
        raise RuleError(_("Take your own request back instead."))
    _check_may(row, by, today)
    _decide(row, State.REFUSED, by, note)


@transaction.atomic
def withdraw_list(*, request: ListRequest, by: User) -> None:
    """Take one's own request back."""
    row = _locked(request)
    if by.pk != row.asked_by_id:
        raise RuleError(_("Only whoever asked takes a request back."))
    _decide(row, State.WITHDRAWN, by, "")


def _check_may(row: ListRequest, by: User, today: date) -> None:
    if not may_confirm(by, row, today):
        raise RuleError(_("You may not decide on lists of all these units."))


def _locked(request: ListRequest) -> ListRequest:
    """Return the request as it is now, for nobody else to decide meanwhile."""
    rows = ListRequest.objects.select_for_update(of=("self",)).select_related("asked_by")
    row = rows.filter(pk=request.pk).waiting().first()
    if row is None:
        raise RuleError(_("This request has been decided, or its time is over."))
    return row


def _decide(row: ListRequest, state: State, by: User, note: str) -> None:
    row.state, row.decided_by, row.note = state, by, note
    row.decided_at = Now()
    with acting(by.username, reason=note or row.reason):
        row.save(update_fields=["state", "decided_by", "note", "decided_at"])
    if by.pk != row.asked_by_id:
        _tell_asker(row)


def _tell_asker(row: ListRequest) -> None:
    said = {**_values(row), "state": in_each_language(lambda: str(State(row.state).label))}
    tell(users=[row.asked_by], code="list_decided", values=said, link=_address(row))


def begin_confirmed() -> int:
    """Give a worker the lists that were confirmed since; return how many."""
    rows = ListRequest.objects.filter(state=State.CONFIRMED, begun_at=None)
    return sum(_begin(pk) for pk in rows.values_list("pk", flat=True))


@transaction.atomic
def _begin(pk: int) -> bool:
    rows = ListRequest.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.filter(pk=pk, begun_at=None).select_related("asked_by", "decided_by").first()
    if row is None:
        return False
    fields = {name: getattr(row, name) for name in ListRequest.names()}
    begin(**fields, asked_by=row.asked_by, request=row, confirmed_by=row.decided_by)
    with acting(row.decided_by.username, reason=row.reason):  # type: ignore[union-attr]
        ListRequest.objects.filter(pk=pk).update(begun_at=Now())
    return True


@transaction.atomic
def expire_requests() -> int:
    """Let requests run out that nobody decided in time, and tell who asked; return how many."""
    late = list(ListRequest.objects.late().select_for_update(of=("self",), skip_locked=True))
    for row in late:
        row.state = State.EXPIRED
        with acting(row.asked_by.username, reason=row.reason):
            row.save(update_fields=["state"])
        _tell_asker(row)
    return len(late)
