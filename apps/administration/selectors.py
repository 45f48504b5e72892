"""Whose accounts a user keeps, and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from apps.accounts.models import User
from apps.accounts.roles import Permission, Role
from apps.administration.models import GrantRequest, Invitation
from apps.units.models import Membership, Placement, Unit

# Whoever holds one of these acts for the whole city, or reads what everybody did.
CITY_ROLES = (Role.LEADER, Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR)


def keeps_accounts_for(user: User, unit: Unit, day: date) -> bool:
    """Whether the user may grant and end roles for a unit, read anew."""
    return user.is_active and units_kept_by(user, day).filter(pk=unit.pk).exists()


def units_kept_by(user: User, day: date) -> QuerySet[Unit]:
    """Return the units whose accounts the user keeps; of a whole tree those closed by now too."""
    if keeps_all(user, day):
        return Unit.objects.all()
    return Unit.objects.visible_to(user, day, Permission.USERS_EDIT)


def keeps_all(user: User, day: date) -> bool:
    """Whether the user keeps the accounts of a whole tree, and so of everybody."""
    held = Membership.objects.in_force_now().holding(Permission.USERS_EDIT).filter(user=user)
    tops = Placement.objects.as_of(day).filter(parent=None)
    return tops.filter(unit__in=held.values("unit")).exists()


def is_city_wide(role: str, unit: Unit, days: Sequence[date]) -> bool:
    """Whether a role for a unit weighs so much that two people must want it."""
    if role in CITY_ROLES:
        return True
    return any(Placement.objects.as_of(day).filter(unit=unit, parent=None).exists() for day in days)


def has_city_wide_role(user: User, today: date) -> bool:
    """Whether the user holds, will hold or is to get a role of city-wide weight."""
    tops = Placement.objects.as_of(today).filter(parent=None).values("unit")
    weighty = Q(role__in=CITY_ROLES) | Q(unit__in=tops)
    held = user.memberships.filter(Q(end_on=None) | Q(end_on__gt=today))
    return held.filter(weighty).exists()


def accounts_of(user: User, day: date) -> QuerySet[User]:
    """Return the accounts that the user may see: of a whole tree, or with roles in their units."""
    if keeps_all(user, day):
        return User.objects.all()
    units = units_kept_by(user, day)
    held = Membership.objects.filter(user=OuterRef("pk"), unit__in=units)
    asked = GrantRequest.objects.waiting().filter(user=OuterRef("pk"), unit__in=units)
    return User.objects.filter(Exists(held) | Exists(asked))


def accounts_kept_by(user: User, day: date) -> QuerySet[User]:
    """Return the accounts that the user may close, open and invite: no role lies elsewhere."""
    seen = accounts_of(user, day)
    if keeps_all(user, day):
        return seen
    units = units_kept_by(user, day)
    going_on = Membership.objects.filter(Q(end_on=None) | Q(end_on__gt=day), user=OuterRef("pk"))
    return seen.exclude(Exists(going_on.exclude(unit__in=units)))


def keepers(unit: Unit, day: date) -> QuerySet[User]:
    """Return the active users who keep accounts for a unit."""
    above = unit.lineage.as_of(day).values("ancestor")
    held = Membership.objects.in_force_now().holding(Permission.USERS_EDIT)
    return User.objects.filter(
        Exists(held.filter(user=OuterRef("pk"), unit__in=above)), is_active=True
    )


@dataclass(frozen=True)
class Held:
    """A role of a user: in force, to come, or over."""

    membership: Membership
    state: str

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.state == "over"


@dataclass(frozen=True)
class Account:
    """A user with roles, and the one word that says how the account stands."""

    user: User
    roles: tuple[Held, ...]
    state: str
    invitation: Invitation | None = None


def listed(users: Sequence[User], today: date, now: datetime) -> list[Account]:
    """Return accounts with their roles and states; ``users`` come from ``with_roles``."""
    return [_account(user, today, now) for user in users]


def with_roles(users: QuerySet[User]) -> QuerySet[User]:
    """Fetch what the list of accounts shows of each."""
    held = Membership.objects.select_related("unit").order_by("start_on", "pk")
    return users.prefetch_related(
        Prefetch("memberships", held),
        Prefetch("invitations", Invitation.objects.open(), to_attr="open_invitations"),
        Prefetch("grant_requests", GrantRequest.objects.waiting(), to_attr="waiting_requests"),
    )


def _account(user: User, today: date, now: datetime) -> Account:
    roles = tuple(Held(row, _state_of(row, today)) for row in user.memberships.all())
    found = user.open_invitations  # type: ignore[attr-defined]
    invitation = found[0] if found else None
    return Account(user, roles, _standing(user, roles, invitation, now), invitation)


def _state_of(row: Membership, today: date) -> str:
    if row.end_on and row.end_on <= today:
        return "over"
    return "to_come" if row.start_on > today else "in_force"


def _standing(
    user: User, roles: Sequence[Held], invitation: Invitation | None, now: datetime
) -> str:
    if not user.is_active:
        return "off"
    if invitation is not None and not user.has_usable_password():
        return "invited" if invitation.until > now else "late"
    if user.waiting_requests:  # type: ignore[attr-defined]
        return "waiting"
    if all(held.is_over for held in roles):
        return "ended" if roles else "none"
    return "active" if user.last_login else "never"
