"""Appointing, moving, lending and ending: what is done to a person's posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cadres.models import Appointment, Cadre
from apps.cadres.services.closing import hold_open
from apps.cadres.services.people import changing
from apps.common.errors import RuleError
from apps.common.months import day_before, months_before
from apps.common.partial import PartialDate
from apps.common.text import clean
from apps.units.models import Unit
from apps.units.selectors import exists_throughout

# Nobody is employed below this age (Labour Code 45/2019/QH14, article 3, with 15 as the floor; the
# records of the city begin at 16).
LEAST_AGE = 16


@dataclass(frozen=True)
class Post:
    """What a decision says of a post: where, what, for how long, and by which paper."""

    unit: Unit
    title: str
    managed_by: str
    is_leadership: bool
    start_on: PartialDate | None
    end_on: PartialDate | None = None
    decision: str = ""
    signed_on: date | None = None


def appoint(*, cadre: Cadre, post: Post, by: User, is_primary: bool = True) -> Appointment:
    """Give the person a post. A primary one is refused beside another on the same day."""
    with changing(cadre, by) as locked:
        return _begin(locked, post, kind="appointment", is_primary=is_primary)


def transfer(*, cadre: Cadre, post: Post, by: User, kind: str = "transfer") -> Appointment:
    """Move the person's primary post from a day on: the present one ends, the new one begins.

    ``kind`` is "transfer" (điều động) or "rotation" (luân chuyển).
    """
    with changing(cadre, by) as locked:
        day = _first_day(post.start_on)
        present = locked.appointments.primary().as_of(day).first()
        if present is None:
            message = _("There is no primary post on that day to move from; appoint instead.")
            raise RuleError(message, field="start_on")
        _end(present, post.start_on or PartialDate.of(day), "moved")
        return _begin(locked, post, kind=kind, is_primary=True)


def second(*, cadre: Cadre, post: Post, by: User) -> Appointment:
    """Lend the person to another unit until a day; they are still counted where they belong."""
    with changing(cadre, by) as locked:
        if post.end_on is None:
            raise RuleError(_("A secondment has a day on which it ends."), field="end_on")
        home = locked.appointments.primary().as_of(_first_day(post.start_on)).first()
        if home is None:
            message = _("There is no primary post on that day from which to lend.")
            raise RuleError(message, field="start_on")
        if home.unit_id == post.unit.pk:
            raise RuleError(_("The person belongs to that unit already."), field="unit")
        return _begin(locked, post, kind="secondment", is_primary=False)


def end_appointment(*, appointment: Appointment, on: PartialDate, ended_by: str, by: User) -> None:
    """Let a post end: the day is the first on which it is no longer held."""
    with changing(appointment.cadre, by) as locked:
        _end(locked.appointments.get(pk=appointment.pk), on, ended_by)


def retire(*, cadre: Cadre, on: PartialDate, by: User) -> int:
    """End every post that the person holds, from the day on; return how many."""
    with changing(cadre, by) as locked:
        held = list(locked.appointments.as_of(day_before(on.earliest)))
        if not held:
            raise RuleError(_("There is no post on that day that could end."), field="on")
        if locked.appointments.filter(start_day__gte=on.earliest).exists():
            raise RuleError(_("A post begins on that day or later; correct it first."), field="on")
        for post in held:
            _end(post, on, "retired")
        return len(held)


def check_period(
    cadre: Cadre, unit: Unit, start: PartialDate | None, end: PartialDate | None
) -> None:
    """Refuse a post that ends before it starts, that its unit does not outlive, or of a child."""
    first, last = (bound.earliest if bound else None for bound in (start, end))
    if first and last and last <= first:
        raise RuleError(_("The end must lie after the start."), field="end_on")
    hold_open(unit)
    if not exists_throughout(unit, first, last):
        message = _(
            "%(unit)s does not exist in the whole of that time. Choose the unit that was there,"
            " or correct the dates."
        )
        raise RuleError(message % {"unit": unit.name}, field="unit")
    if start and cadre.born and _is_too_young(cadre.born, start):
        message = _("On that day the person was younger than %s. Look at the birth date.")
        raise RuleError(message % LEAST_AGE, field="start_on")


def check_overlap(
    cadre: Cadre, start: PartialDate | None, end: PartialDate | None, *, but: int | None = None
) -> None:
    """Refuse a second primary post on one day, naming the first; ``but`` is left out."""
    rows = cadre.appointments.primary().exclude(pk=but or 0).select_related("unit")
    if start:
        rows = rows.filter(Q(end_day=None) | Q(end_day__gt=start.earliest))
    if end:
        rows = rows.filter(Q(start_day=None) | Q(start_day__lt=end.earliest))
    other = rows.order_by("start_day").first()
    if other is None:
        return
    message = _(
        "In that time the person holds the primary post “%(title)s” in %(unit)s. Transfer from it,"
        " end it first, or enter this post as concurrent."
    )
    raise RuleError(message % {"title": other.title, "unit": other.unit.name}, field="start_on")


def _begin(cadre: Cadre, post: Post, *, kind: str, is_primary: bool) -> Appointment:
    check_period(cadre, post.unit, post.start_on, post.end_on)
    if is_primary:
        check_overlap(cadre, post.start_on, post.end_on)
    return Appointment.objects.create(
        cadre=cadre,
        unit=post.unit,
        title=clean(post.title),
        managed_by=post.managed_by,
        is_leadership=post.is_leadership,
        is_primary=is_primary,
        start_on=post.start_on,
        end_on=post.end_on,
        decision=clean(post.decision),
        signed_on=post.signed_on,
        kind=kind,
    )


def _end(post: Appointment, on: PartialDate, ended_by: str) -> None:
    if post.start_on and on.earliest <= post.start_on.earliest:
        message = _("The post “%s” begins on that day or later; it cannot end then.")
        raise RuleError(message % post.title, field="on")
    if post.end_on and post.end_on.earliest < on.earliest:
        raise RuleError(_("The post “%s” has ended before that day.") % post.title, field="on")
    post.end_on, post.ended_by = on, ended_by
    post.save(update_fields=["end_on", "ended_by"])


def _first_day(start: PartialDate | None) -> date:
    if start is None:
        raise RuleError(_("Say from which day on."), field="start_on")
    return start.earliest


def _is_too_young(born: PartialDate, start: PartialDate) -> bool:
    return months_before(start.latest, 12 * LEAST_AGE) < born.earliest
