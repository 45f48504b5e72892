"""Recording what people ask about their data, and what is answered."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.history import acting
from apps.cadres.models import Cadre, Restriction
from apps.common.errors import RuleError
from apps.common.text import clean
from apps.privacy.clocks import CLOCKS
from apps.privacy.models import SubjectRequest
from apps.units.models import Unit

State = SubjectRequest.State


def record_request(
    *, cadre: Cadre, right: str, way: str, received_on: date, words: str, by: User, today: date
) -> SubjectRequest:
    """Record what a person asks for; its clock runs from the day on which it came in."""
    if received_on > today:
        raise RuleError(_("This day has not come yet."), field="received_on")
    unit = _unit_of(cadre, today)
    if unit is None:
        raise RuleError(_("The person has never held a post, so no unit answers for the request."))
    with transaction.atomic(), acting(by.username):
        return SubjectRequest.objects.create(
            cadre=cadre,
            unit=unit,
            right=right,
            way=way,
            words=_text(words),
            received_on=received_on,
            due_on=CLOCKS[right].due_on(received_on),
        )


def take_up(*, request: SubjectRequest, by: User) -> None:
    """Say that a request is being worked on, and that the person was told that it came in."""
    with _changing(request, by, State.RECEIVED) as held:
        held.state = State.IN_WORK


def put_off(*, request: SubjectRequest, reason: str, by: User, today: date) -> None:
    """Put the answer off, once, by as many days as the law gives."""
    with _changing(request, by, *SubjectRequest.OPEN) as held:
        if held.put_off_because:
            raise RuleError(_("The answer was put off before; the law allows it once."))
        if held.due_on < today:
            raise RuleError(_("The last day has passed; the answer can no longer be put off."))
        held.put_off_because = _needed(clean(reason))
        held.due_on = CLOCKS[held.right].put_off(held.due_on)


def restrict(*, request: SubjectRequest, by: User, today: date) -> None:
    """Restrict processing of the data of whoever asked for it or objected."""
    with _changing(request, by, State.IN_WORK) as held:
        if held.cadre is None or held.right not in SubjectRequest.RESTRICTING:
            raise RuleError(_("This request does not ask for it."))
        Restriction.objects.get_or_create(cadre=held.cadre, defaults={"since": today})


def lift(*, request: SubjectRequest, by: User) -> None:
    """Lift the restriction that a request led to, whatever its state."""
    with transaction.atomic(), acting(by.username):
        Restriction.objects.filter(cadre=request.cadre_id).delete()


def answer(*, request: SubjectRequest, reply: str, by: User, today: date) -> None:
    """Say that what was asked for was done, and what the person was told."""
    _close(request, State.ANSWERED, reply, by, today)


def refuse(*, request: SubjectRequest, reply: str, by: User, today: date) -> None:
    """Refuse what was asked for, with the reason that the person was given."""
    _close(request, State.REFUSED, _needed(reply), by, today)


def _close(request: SubjectRequest, state: str, reply: str, by: User, today: date) -> None:
    with _changing(request, by, *SubjectRequest.OPEN) as held:
        held.state, held.reply, held.closed_on = state, _text(reply), today


@contextmanager
def _changing(request: SubjectRequest, by: User, *states: str) -> Iterator[SubjectRequest]:
    """Hold a request that is in one of the states, and save what was changed in it."""
    with transaction.atomic(), acting(by.username):
        held = SubjectRequest.objects.select_for_update().get(pk=request.pk)
        if held.state not in states:
            raise RuleError(_("Somebody else has dealt with this request meanwhile."))
        yield held
        held.save()


def _unit_of(cadre: Cadre, today: date) -> Unit | None:
    """Return where a person serves, or served last."""
    posts = cadre.appointments.select_related("unit").order_by(
        F("is_primary").desc(), F("end_day").desc(nulls_first=True), F("start_day").desc()
    )
    begun = [post for post in posts if post.start_day is None or post.start_day <= today]
    return next((post.unit for post in [*begun, *posts]), None)


def _needed(reason: str) -> str:
    if not reason.strip():
        raise RuleError(_("Say why."))
    return reason


def _text(words: str) -> str:
    return unicodedata.normalize("NFC", words).strip()
