"""Asking a worker to look at a plan, to carry it out or to undo it; the last two take two people.

A plan that lies below one unit other than the root takes one person, like roles of that unit.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.audit.history import acting
from apps.common.errors import RuleError
from apps.common.months import day_before
from apps.common.text import clean
from apps.jobs.services import ask_again
from apps.notices.services import tell
from apps.reorganisation.checking import check_rights, check_sound
from apps.reorganisation.drafting import editable
from apps.reorganisation.models import Outlook, Reorganisation
from apps.reorganisation.plans import Move, Rename
from apps.reorganisation.reading import parse
from apps.units.models import Lineage, Membership, Placement, Unit

JOB = "reorganise"
State, Work = Reorganisation.State, Reorganisation.Work


def runs(user: User, row: Reorganisation) -> bool:
    """Whether the user may change all units of a plan, on the day before it."""
    if row.effective_on is None:
        return row.prepared_by_id == user.pk
    units = Unit.objects.visible_to(user, day_before(row.effective_on), Permission.UNITS_EDIT)
    return units.filter(pk__in=row.covers).count() == len(row.covers)


def takes_two(row: Reorganisation) -> bool:
    """Whether a second person confirms: unless one unit below the root holds all that changes."""
    plan, _faults = parse(row.plan)
    day = day_before(plan.effective_on)
    changed = {*plan.sources(), *(act.unit for kind in (Move, Rename) for act in plan.of(kind))}
    roots = Placement.objects.as_of(day).filter(parent=None).values("unit")
    above = Lineage.objects.as_of(day).filter(unit__in=row.covers).exclude(ancestor__in=roots)
    above = above.exclude(ancestor__key__in=changed).order_by()
    over = above.values("ancestor").annotate(n=Count("unit", distinct=True))
    return not over.filter(n=len(row.covers)).exists()


@transaction.atomic
def look(*, row: Reorganisation, by: User) -> None:
    """Have a worker say what a draft would do."""
    held = editable(row)
    check_sound(*parse(held.plan))
    _begin(held, Work.LOOKING, by)


@transaction.atomic
def ask(*, row: Reorganisation, by: User) -> None:
    """Ask for a draft to be carried out, as it was looked at."""
    held = editable(row)
    check_rights(check_sound(*parse(held.plan)), by)
    outlook = Outlook.objects.filter(reorganisation=held).first()
    if outlook is None or not outlook.is_current:
        raise RuleError(_("Look at what the plan would do first; it has changed since."))
    if outlook.counts["blocking"]:
        raise RuleError(_("Some posts of units that end go nowhere yet. Say where they go."))
    _ask(held, Work.APPLYING, by)


@transaction.atomic
def ask_to_undo(*, row: Reorganisation, by: User) -> None:
    """Ask for everything to be put back as it stood before."""
    held = _held(row)
    if held.state != State.APPLIED or held.asked_by_id or held.work:
        raise RuleError(_("It cannot be undone now: look at its page."))
    check_rights(check_sound(*parse(held.plan)), by)
    _ask(held, Work.UNDOING, by)


def _ask(held: Reorganisation, work: Reorganisation.Work, by: User) -> None:
    held.asked_by, held.asked_at, held.confirmed_by, held.refusal = by, timezone.now(), None, ""
    if not takes_two(held):
        _begin(held, work, by)
        return
    others = _others(held, by)
    if not others.exists():
        raise RuleError(_("There is nobody else who may confirm it."))
    with acting(by.username):
        held.save()
    said = {"decision": held.decision, "name": by.full_name}
    tell(users=others, code="reorganisation_asked", values=said, link=_address(held))


def _others(held: Reorganisation, by: User) -> QuerySet[User]:
    day = day_before(_day(held))
    above = Lineage.objects.as_of(day).filter(unit__in=held.covers).order_by().values("ancestor")
    over_all = above.annotate(n=Count("unit", distinct=True)).filter(n=len(held.covers))
    roles = Membership.objects.in_force_now().holding(Permission.UNITS_EDIT)
    roles = roles.filter(user=OuterRef("pk"), unit__in=over_all.values("ancestor"))
    return User.objects.filter(Exists(roles), is_active=True).exclude(pk=by.pk)


@transaction.atomic
def confirm(*, row: Reorganisation, by: User) -> None:
    """Confirm what another asked for; a worker does it."""
    held = _waiting(row)
    if by.pk == held.asked_by_id:
        raise RuleError(_("Nobody confirms what they asked for themselves or would get."))
    check_rights(check_sound(*parse(held.plan)), by)
    held.confirmed_by = by
    asker: User = held.asked_by  # type: ignore[assignment]
    _begin(held, Work.UNDOING if held.state == State.APPLIED else Work.APPLYING, asker)


@transaction.atomic
def take_back(*, row: Reorganisation, by: User, note: str = "") -> None:
    """Take one's own request back, or refuse that of another, saying why."""
    held = _waiting(row)
    if by.pk != held.asked_by_id:
        check_rights(check_sound(*parse(held.plan)), by)
        if not (note := clean(note)[:300]):
            raise RuleError(_("Say why."), field="note")
        held.refusal = _("%(name)s refused: %(why)s") % {"name": by.full_name, "why": note}
    asker, held.asked_by, held.asked_at = held.asked_by, None, None
    with acting(by.username, reason=note):
        held.save()
    if asker and asker.pk != by.pk:
        said = {"decision": held.decision}
        tell(users=[asker], code="reorganisation_refused", values=said, link=_address(held))


def _begin(held: Reorganisation, work: Reorganisation.Work, by: User) -> None:
    held.work, held.refusal, held.language = work, "", get_language() or "vi"
    with acting(by.username):
        held.save()
    ask_again(kind=JOB, day=job_day(held), by=by.username, subject=str(held.pk))


def job_day(row: Reorganisation) -> date:
    """Return the day under which the work on a plan is asked for."""
    return timezone.localdate(row.prepared_at)


def _day(held: Reorganisation) -> date:
    if held.effective_on is None:
        raise RuleError(_("The plan has no day yet."))
    return held.effective_on


def _address(held: Reorganisation) -> str:
    return reverse("reorganisation", args=[held.pk])


def _held(row: Reorganisation) -> Reorganisation:
    rows = Reorganisation.objects.select_for_update(of=("self",)).select_related("asked_by")
    return rows.get(pk=row.pk)


def _waiting(row: Reorganisation) -> Reorganisation:
    held = _held(row)
    if held.asked_by_id is None or held.work:
        raise RuleError(_("This request has been decided already."))
    return held


def note_done(held: Reorganisation) -> None:
    """Tell whoever asked, and whoever confirmed, that it was carried out or undone."""
    told = [user for user in (held.acted_by, held.confirmed_by) if user]
    code = "reorganisation_done" if held.state == State.APPLIED else "reorganisation_undone"
    tell(users=told, code=code, values={"decision": held.decision}, link=_address(held))
