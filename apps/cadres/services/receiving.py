"""Taking a person over from a unit that the receiving officer does not answer for.

Two acts: a look, by exact number, that tells no more than whether it is the right person; and the
receipt, which only such a look entitles to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.cadres.models import Appointment, Cadre, CadreQuerySet, Lookup, Receipt
from apps.cadres.personal_numbers import masked
from apps.cadres.selectors import last_post
from apps.cadres.services.people import changing, needed
from apps.cadres.services.posts import Post, appoint, transfer
from apps.common.errors import RuleError
from apps.common.partial import PartialDate
from apps.common.reach import Reach, beyond_scope
from apps.common.sealing import blind_index
from apps.common.text import clean, search_key
from apps.units.models import Unit

# Enough for a day on which a unit is formed; far too few to try out numbers.
LOOKUPS_AN_HOUR = 20
_AN_HOUR = timedelta(hours=1)
_KEPT_FOR = timedelta(days=2)


@dataclass(frozen=True)
class Asked:
    """By what a person is looked for: a number, or the name with the whole birth date."""

    key: str = ""
    number: str = ""
    full_name: str = ""
    born: PartialDate | None = None

    def said(self) -> dict[str, str]:
        """Return it for the access log; of a personal number no more than may be shown."""
        said = {
            "staff_number": clean(self.key),
            "personal_number": masked(self.number) if self.number else "",
            "name": clean(self.full_name),
            "born": str(self.born or ""),
        }
        return {name: value for name, value in said.items() if value}


def look_up(*, asked: Asked, reason: str, by: User, now: datetime) -> Lookup:
    """Look for one person, whoever may see them; the look is counted and logged either way.

    Raises RuleError without a reason, when too many looks were made within the hour, or when
    several people fit: they are never listed.
    """
    reason = needed(reason)
    lookup = _counted(by, now)
    with beyond_scope(Reach.LOOKING_UP):
        fitting = list(_fitting(asked)[:2])
        found = fitting[0] if len(fitting) == 1 else None
        post = last_post(found) if found else None
    if found:
        lookup.cadre_id, lookup.unit = found.pk, post.unit if post else None
        lookup.save(update_fields=["cadre_id", "unit"])
    log_access(
        username=by.username,
        act=AccessLog.Act.READ,
        kind="lookup",
        key=found.key if found else "",
        reason=reason,
        asked=asked.said(),
    )
    if len(fitting) > 1:
        message = _("Several records fit. Look by staff number or by personal number instead.")
        raise RuleError(message)
    return lookup


def receive(*, lookup: Lookup, post: Post, by: User, now: datetime) -> Appointment:
    """Take over whom a look found: the post elsewhere ends, the one in the user's unit begins.

    Raises RuleError when the look has run out, the unit is not the user's, the person has moved
    since, or the day does not lie after everything recorded of the person's primary posts.
    """
    start = post.start_on.full_day if post.start_on and post.start_on.is_full else None
    if start is None:
        raise RuleError(_("Say from which day on: dd/mm/yyyy."), field="start_on")
    with beyond_scope(Reach.RECEIVING):
        cadre = _entitled(lookup, post.unit, start, by, now)
        return _taken_over(cadre, lookup, post, start, by, now)


def _taken_over(
    cadre: Cadre, lookup: Lookup, post: Post, start: date, by: User, now: datetime
) -> Appointment:
    with changing(cadre, by) as locked:
        last = last_post(locked)
        if (last.unit_id if last else None) != lookup.unit_id:
            raise RuleError(_("The person has moved meanwhile. Look them up again."))
        if last and last.start_day and last.start_day >= start:
            message = _(
                "A post from that day or later is on record already. Choose a later day, or ask"
                " the unit where the person serves."
            )
            raise RuleError(message, field="start_on")
        is_held = bool(last and last.is_in_force_on(start))
        act = transfer if is_held else appoint
        begun = act(cadre=locked, post=post, by=by)
        if last:
            _note(begun, last, start, by, now)
        return begun


def forget_lookups(now: datetime) -> int:
    """Forget who looked for whom; the access log keeps it. Return how many looks."""
    return Lookup.objects.filter(looked_at__lt=now - _KEPT_FOR).delete()[0]


@transaction.atomic
def _counted(by: User, now: datetime) -> Lookup:
    """Count a look, one at a time for a user; refuse it when there were too many."""
    User.objects.select_for_update().get(pk=by.pk)
    if Lookup.objects.filter(user=by, looked_at__gt=now - _AN_HOUR).count() >= LOOKUPS_AN_HOUR:
        message = _("You have looked for %s people within an hour. Wait a while, then go on.")
        raise RuleError(message % LOOKUPS_AN_HOUR)
    return Lookup.objects.create(user=by, looked_at=now)


def _fitting(asked: Asked) -> CadreQuerySet:
    """Return whom everything fits that was asked."""
    people = Cadre.objects.order_by("pk")
    if not (asked.key or asked.number or (asked.full_name and asked.born)):
        return people.none()
    if asked.key:
        people = people.filter(key=clean(asked.key))
    if asked.number:
        people = people.filter(personal_number_index=blind_index(asked.number))
    if asked.full_name:
        people = people.filter(name_key=search_key(asked.full_name))
    if asked.born:
        people = people.filter(born=asked.born)
    return people


def _entitled(lookup: Lookup, unit: Unit, start: date, by: User, now: datetime) -> Cadre:
    """Return whom the user may receive into the unit by a look of theirs."""
    if not Lookup.objects.open_to(by, now).filter(pk=lookup.pk).exists():
        raise RuleError(_("It is more than a day since you looked. Look the person up again."))
    mine = Unit.objects.visible_to(by, start, Permission.PEOPLE_EDIT)
    if not mine.filter(pk=unit.pk).exists():
        raise RuleError(_("You may receive people into your own units only."), field="unit")
    cadre = Cadre.objects.filter(pk=lookup.cadre_id or 0).first()
    if cadre is None:
        raise RuleError(_("The record is no longer there. Look the person up again."))
    return cadre


def _note(begun: Appointment, last: Appointment, start: date, by: User, now: datetime) -> None:
    """Leave a note for those who answer for the unit that the person came from."""
    Receipt.objects.create(
        cadre=begun.cadre,
        sent_from=last.unit,
        received_in=begun.unit,
        left_on=min(start, last.end_day or start),
        start_on=start,
        decision=begun.decision,
        by=by,
        received_at=now,
    )
