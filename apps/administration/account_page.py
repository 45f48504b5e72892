"""What the page of an account shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from apps.accounts.factors import has_factor
from apps.accounts.models import User
from apps.accounts.sessions import own
from apps.accounts.throttle import is_locked
from apps.administration.models import GrantRequest, Invitation
from apps.administration.selectors import (
    Account,
    Held,
    accounts_kept_by,
    keeps_all,
    listed,
    units_kept_by,
)
from apps.audit.selectors import changes_of
from apps.presentation.changes import in_words
from apps.presentation.history import Entry
from apps.units.models import Membership


@dataclass(frozen=True)
class Role:
    """A role of the account, and whether the reader may end it."""

    held: Held
    may_end: bool


@dataclass(frozen=True)
class AccountPage:
    """An account as one reader sees it."""

    account: Account
    roles: tuple[Role, ...]
    requests: tuple[GrantRequest, ...]
    invitation: Invitation | None
    is_late: bool
    history: list[Entry]
    sessions: int
    is_locked: bool
    has_factor: bool
    is_kept: bool
    is_own: bool

    @property
    def user(self) -> User:
        """Whose account it is."""
        return self.account.user


def account_page(user: User, reader: User, today: date, now: datetime) -> AccountPage:
    """Return what the reader may see of an account; ``user`` comes from ``with_roles``."""
    account = listed([user], today, now)[0]
    units = units_kept_by(reader, today)
    unit_ids = {held.membership.unit_id for held in account.roles}
    kept = set(units.filter(pk__in=unit_ids).values_list("pk", flat=True))
    sees_all = keeps_all(reader, today)
    roles = tuple(
        Role(held, held.membership.unit_id in kept and not held.is_over)
        for held in account.roles
        if sees_all or held.membership.unit_id in kept
    )
    requests = GrantRequest.objects.visible_to(reader, today).filter(user=user)
    changes = changes_of(user, (Membership, "user_id"), (GrantRequest, "user_id"), limit=50)
    return AccountPage(
        account=account,
        roles=roles,
        requests=tuple(requests.waiting().select_related("unit", "asked_by")),
        invitation=account.invitation,
        is_late=account.invitation is not None and account.invitation.until <= now,
        history=in_words(changes) if sees_all else [],
        sessions=len(own(user)),
        is_locked=is_locked(user),
        has_factor=has_factor(user),
        is_kept=accounts_kept_by(reader, today).filter(pk=user.pk).exists(),
        is_own=user.pk == reader.pk,
    )
