"""Inviting: a link, good once and for 72 hours, with which somebody sets their own password."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services import change_password, end_sessions
from apps.administration.models import Invitation
from apps.administration.selectors import accounts_kept_by, has_city_wide_role, keepers
from apps.administration.services import grant_role
from apps.audit.history import acting
from apps.common.errors import RuleError
from apps.common.text import clean
from apps.notices.services import tell
from apps.units.models import Unit

LASTS = timedelta(hours=72)
_BYTES = 32


@dataclass(frozen=True)
class Invited:
    """An invitation with what its link carries, which is kept nowhere."""

    invitation: Invitation
    code: str

    @property
    def address(self) -> str:
        """The address within the site; what follows the question mark stands in no log."""
        return f"{reverse('invitation')}?code={self.code}"


def digest_of(code: str) -> str:
    """Return what is kept of a code: it is long and random, so one round of hashing will do."""
    return hashlib.sha256(code.encode()).hexdigest()


@transaction.atomic
def open_account(*, username: str, full_name: str, email: str = "", by: User, reason: str) -> User:
    """Open an account that nobody can sign in to before its invitation is used."""
    user = User(username=username, full_name=clean(full_name), email=email)
    user.set_unusable_password()
    try:
        user.clean_fields(exclude=["password"])
        with transaction.atomic(), acting(by.username, reason=reason):
            user.save()
    except (ValidationError, IntegrityError) as error:
        taken = _("The user name %s is taken or not allowed.") % username
        raise RuleError(taken, field="username") from error
    return user


@transaction.atomic
def invite_newcomer(
    *,
    username: str,
    full_name: str,
    email: str,
    role: Role,
    unit: Unit,
    start_on: date,
    end_on: date | None,
    reason: str,
    by: User,
    today: date,
) -> Invited:
    """Open an account with a role, or a request for it, and invite whom it is for."""
    user = open_account(username=username, full_name=full_name, email=email, by=by, reason=reason)
    grant_role(
        user=user, role=role, unit=unit, start_on=start_on, end_on=end_on,
        reason=reason, by=by, today=today,
    )  # fmt: skip
    return make_invitation(user=user, by=by, reason=reason, needs_second=False)


@transaction.atomic
def invite_again(*, user: User, by: User, reason: str, today: date) -> Invited:
    """Invite somebody whose link ran out or whose password is lost; earlier links end.

    A link opens the account to whoever holds it, so one to city-wide rights takes two people.
    """
    _check_kept(user, by, today)
    if not clean(reason):
        raise RuleError(_("Say why."), field="reason")
    needs_second = has_city_wide_role(user, today)
    invited = make_invitation(user=user, by=by, reason=clean(reason), needs_second=needs_second)
    tell(users=[user], code="invited_again", values={"name": by.full_name}, link=reverse("notices"))
    if needs_second:
        unit = user.memberships.order_by("-start_on")[0].unit
        others = keepers(unit, today).exclude(pk__in=[by.pk, user.pk])
        link = f"{reverse('grant_requests')}?invitation={invited.invitation.pk}"
        tell(users=others, code="invitation_asked", values={"name": user.full_name}, link=link)
    return invited


def _check_kept(user: User, by: User, today: date) -> None:
    if user.pk == by.pk:
        raise RuleError(_("Change your own password instead."))
    if not accounts_kept_by(by, today).filter(pk=user.pk).exists():
        raise RuleError(_("The account has roles in units that are not yours to keep."))
    if not user.is_active:
        raise RuleError(_("The account is switched off."))


@transaction.atomic
def make_invitation(*, user: User, by: User | None, reason: str, needs_second: bool) -> Invited:
    """Make a link for a user; one made before no longer opens. ``by`` is empty at the shell."""
    User.objects.select_for_update().get(pk=user.pk)
    user.invitations.open().update(withdrawn_at=Now(), withdrawn_by=by)
    code = secrets.token_urlsafe(_BYTES)
    row = Invitation.objects.create(
        user=user, digest=digest_of(code), made_by=by, until=Now() + LASTS,
        reason=reason, needs_second=needs_second,
    )  # fmt: skip
    row.refresh_from_db()
    return Invited(row, code)


@transaction.atomic
def confirm_invitation(*, invitation: Invitation, by: User, today: date) -> None:
    """Let a link to city-wide rights open, as a second person."""
    row = _open(invitation)
    if by.pk in (row.made_by_id, row.user_id):
        raise RuleError(_("Nobody confirms what they asked for themselves or would get."))
    _check_kept(row.user, by, today)
    if row.confirmed_by_id:
        raise RuleError(_("%s has confirmed it already.") % row.confirmed_by)
    row.confirmed_by = by
    row.save(update_fields=["confirmed_by"])


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, today: date) -> None:
    """End a link before it is used."""
    row = _open(invitation)
    if not accounts_kept_by(by, today).filter(pk=row.user_id).exists():
        raise RuleError(_("The account has roles in units that are not yours to keep."))
    row.withdrawn_at, row.withdrawn_by = Now(), by
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])


def _open(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.open().select_for_update(of=("self",))
    row = rows.select_related("user", "confirmed_by").filter(pk=invitation.pk).first()
    if row is None:
        raise RuleError(_("The invitation was used or taken back meanwhile."))
    return row


def found(code: str) -> Invitation | None:
    """Return the invitation that a link carries, however it stands."""
    rows = Invitation.objects.select_related("user", "made_by")
    return rows.filter(digest=digest_of(code)).first()


def standing(invitation: Invitation | None) -> str:
    """Return how a link stands: unknown, used, withdrawn, late, off, unconfirmed, or open."""
    if invitation is None:
        return "unknown"
    for state, is_so in (
        ("used", invitation.used_at),
        ("withdrawn", invitation.withdrawn_at),
        ("off", not invitation.user.is_active),
        ("late", not Invitation.objects.alive().filter(pk=invitation.pk).exists()),
        ("unconfirmed", invitation.needs_second and not invitation.confirmed_by_id),
    ):
        if is_so:
            return state
    return "open"


@transaction.atomic
def accept(*, invitation: Invitation, password: str) -> User:
    """Set the password that the invited person chose; the link is used and all sessions end.

    Raises ValidationError when the password is too weak, RuleError when the link opens no more.
    """
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    user = User.objects.select_for_update().get(pk=row.user_id)
    row.user = user
    if standing(row) != "open":
        raise RuleError(_("The link was used or taken back meanwhile."))
    validate_password(password, user)
    row.used_at = Now()
    row.save(update_fields=["used_at"])
    change_password(user=user, password=password)
    with acting(user.username):
        end_sessions(user=user)
    return user


def mail_words(invited: Invited, site: str) -> dict[str, Any]:
    """Return the message that carries a link to whom it is for."""
    row = invited.invitation
    body = [
        _("Good day %s,") % row.user.full_name,
        _("You are invited to Cadre target tracking, Hà Nội. Your user name: %s")
        % row.user.username,
        _("Choose your password here within 72 hours. The link works once:"),
        site + invited.address,
        _("If you did not expect this, do not open the link and tell the coordinator."),
    ]
    subject = _("Your invitation to Cadre target tracking")
    return {"subject": subject, "body": "\n\n".join(body) + "\n", "to": [row.user.email]}
