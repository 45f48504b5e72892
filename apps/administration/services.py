"""Granting and ending roles; what weighs on the whole city takes two people."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.factors import forget_factors
from apps.accounts.models import User
from apps.accounts.roles import ROLE_NAMES, Permission, Role, roles_with
from apps.administration.models import GrantRequest
from apps.administration.selectors import is_city_wide, keepers, keeps_accounts_for
from apps.audit.history import acting
from apps.common.errors import RuleError
from apps.common.text import clean
from apps.notices.services import tell
from apps.notices.words import in_each_language
from apps.units.models import Membership, Placement, Unit
from apps.units.services import grant_membership, revoke_membership

State = GrantRequest.State
# A role that lies further ahead is asked for again when it is nearer.
FURTHEST = timedelta(days=366)


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: Role,
    unit: Unit,
    start_on: date,
    end_on: date | None,
    reason: str,
    by: User,
    today: date,
) -> GrantRequest | Membership:
    """Grant a role, or ask a second person for it where it weighs on the whole city."""
    reason = _said(reason)
    _check_period(start_on, end_on, today)
    if not keeps_accounts_for(by, unit, max(start_on, today)):
        raise RuleError(_("You do not keep accounts for this unit."), field="unit")
    if not Unit.objects.placed_on(start_on).filter(pk=unit.pk).exists():
        raise RuleError(_("%s is not in the tree on that day.") % unit, field="unit")
    if not user.is_active:
        raise RuleError(_("The account is switched off."))
    if user.pk != by.pk and not is_city_wide(role, unit, (today, start_on)):
        return grant_membership(
            user=user, role=role, unit=unit, start_on=start_on, end_on=end_on, by=by, reason=reason
        )
    return _ask(user, role, unit, start_on, end_on, reason, by, today)


def _check_period(start_on: date, end_on: date | None, today: date) -> None:
    if start_on < today:
        raise RuleError(_("A role begins today at the earliest."), field="start_on")
    if start_on > today + FURTHEST:
        raise RuleError(_("A role begins within a year."), field="start_on")
    if end_on and end_on <= start_on:
        raise RuleError(_("The assignment must end after it starts."), field="end_on")


def _said(reason: str) -> str:
    if not (said := clean(reason)):
        raise RuleError(_("Say why."), field="reason")
    return said


def _ask(
    user: User,
    role: Role,
    unit: Unit,
    start_on: date,
    end_on: date | None,
    reason: str,
    by: User,
    today: date,
) -> GrantRequest:
    # The user's row is locked so that the same is not asked for twice at once.
    User.objects.select_for_update().get(pk=user.pk)
    if GrantRequest.objects.waiting().filter(user=user, role=role, unit=unit).exists():
        raise RuleError(_("This role is asked for already and waits for a second person."))
    with acting(by.username, reason=reason):
        row = GrantRequest.objects.create(
            asked_by=by, user=user, role=role, unit=unit,
            start_on=start_on, end_on=end_on, reason=reason,
        )  # fmt: skip
    others = keepers(unit, today).exclude(pk__in=[by.pk, user.pk])
    tell(users=others, code="grant_asked", values=_values(row), link=_address(row))
    return row


def _values(row: GrantRequest) -> dict[str, object]:
    return {
        "role": in_each_language(lambda: str(ROLE_NAMES[Role(row.role)])),
        "unit": row.unit.name,
    }


def _address(row: GrantRequest) -> str:
    return f"{reverse('grant_requests')}?request={row.pk}"


@transaction.atomic
def confirm_request(*, request: GrantRequest, by: User, today: date) -> Membership:
    """Grant what another asked for; of two who do so at once, one is told that it is done."""
    row = _locked(request)
    if by.pk in (row.asked_by_id, row.user_id):
        raise RuleError(_("Nobody confirms what they asked for themselves or would get."))
    _check_standing(row, by, today)
    start_on = max(row.start_on, today)
    if row.end_on and row.end_on <= start_on:
        raise RuleError(_("The period that was asked for is over. Refuse the request."))
    reason = f"{row.reason} ({row.asked_by.username})"
    granted = grant_membership(
        user=row.user, role=Role(row.role), unit=row.unit,
        start_on=start_on, end_on=row.end_on, by=by, reason=reason,
    )  # fmt: skip
    _decide(row, State.CONFIRMED, by, "")
    return granted


def _check_standing(row: GrantRequest, by: User, today: date) -> None:
    """Check that both still may, whatever they might when it was asked."""
    if not keeps_accounts_for(by, row.unit, today):
        raise RuleError(_("You do not keep accounts for this unit."))
    if not keeps_accounts_for(row.asked_by, row.unit, today):
        raise RuleError(
            _("%s no longer keeps accounts for this unit. Refuse the request.") % row.asked_by
        )
    if not row.user.is_active:
        raise RuleError(_("The account is switched off."))


@transaction.atomic
def refuse_request(*, request: GrantRequest, by: User, note: str, today: date) -> None:
    """Refuse what another asked for, saying why; nothing is granted."""
    row, note = _locked(request), _said(note)
    if by.pk == row.asked_by_id:
        raise RuleError(_("Take your own request back instead."))
    if not keeps_accounts_for(by, row.unit, today):
        raise RuleError(_("You do not keep accounts for this unit."))
    _decide(row, State.REFUSED, by, note)


@transaction.atomic
def withdraw_request(*, request: GrantRequest, by: User) -> None:
    """Take one's own request back."""
    row = _locked(request)
    if by.pk != row.asked_by_id:
        raise RuleError(_("Only whoever asked takes a request back."))
    _decide(row, State.WITHDRAWN, by, "")


def _locked(request: GrantRequest) -> GrantRequest:
    """Return the request as it is now, for nobody else to decide meanwhile."""
    rows = GrantRequest.objects.select_for_update(of=("self",))
    row = rows.select_related("user", "unit", "asked_by").get(pk=request.pk)
    if row.state != State.WAITING:
        said = {"name": row.decided_by, "state": row.get_state_display()}
        raise RuleError(_("%(name)s was there before you: %(state)s.") % said)
    return row


def _decide(row: GrantRequest, state: State, by: User, note: str) -> None:
    row.state, row.decided_by, row.note = state, by, note
    row.decided_at = Now()
    with acting(by.username, reason=note or row.reason):
        row.save(update_fields=["state", "decided_by", "note", "decided_at"])
    if by.pk != row.asked_by_id:
        said = {**_values(row), "state": in_each_language(lambda: str(state.label))}
        tell(users=[row.asked_by], code="grant_decided", values=said, link=_address(row))


@transaction.atomic
def end_role(*, membership: Membership, on: date, reason: str, by: User, today: date) -> None:
    """End a role on a day, today at the earliest; one to come can be taken back."""
    reason = _said(reason)
    # Roles that keep accounts end one after another, so that the last of them is noticed.
    keeping = Membership.objects.filter(role__in=roles_with(Permission.USERS_EDIT))
    list(keeping.select_for_update().values_list("pk", flat=True))
    row = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if not keeps_accounts_for(by, row.unit, today):
        raise RuleError(_("You do not keep accounts for this unit."))
    if on < today:
        raise RuleError(_("A role ends today at the earliest."), field="on")
    if row.end_on and on >= row.end_on:
        raise RuleError(
            _("It ends before that day already; a longer period is a new role."), field="on"
        )
    keep_a_keeper(without=row, today=today)
    revoke_membership(membership=row, on=on, by=by, reason=reason)


def keep_a_keeper(
    *, today: date, without: Membership | None = None, off: User | None = None
) -> None:
    """Refuse what would leave nobody who keeps everybody's accounts."""
    tops = Placement.objects.as_of(today).filter(parent=None).values("unit")
    held = Membership.objects.in_force_now().holding(Permission.USERS_EDIT)
    whole = held.filter(unit__in=tops, user__is_active=True).exclude(user__password__startswith="!")
    lost = whole.filter(pk=without.pk) if without else whole.filter(user=off)
    if lost.exists() and not whole.exclude(pk__in=lost).exists():
        raise RuleError(
            _("Nobody would be left who keeps accounts. Grant the role to another first.")
        )


@transaction.atomic
def drop_factors(*, user: User, by: User, reason: str) -> None:
    """Take the second factors from somebody who lost them, and tell them; sessions end."""
    with acting(by.username, reason=_said(reason)):
        forget_factors(user=user)
    link = reverse("notices")
    tell(users=[user], code="factors_dropped", values={"name": by.full_name}, link=link)
