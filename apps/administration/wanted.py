"""What the list of accounts is narrowed to, as the address says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.administration.models import GrantRequest, Invitation
from apps.common.text import search_key
from apps.units.models import Membership, Unit

_LONGEST = 100


@dataclass(frozen=True)
class Wanted:
    """Words of a name, a state, a role, words of a unit's name; empty for all."""

    words: str = ""
    state: str = ""
    role: str = ""
    unit: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Wanted:
        """Read the address; what is not known is left aside."""
        state, role = asked.get("state", ""), asked.get("role", "")
        return cls(
            words=asked.get("q", "").strip()[:_LONGEST],
            state=state if state in STATES else "",
            role=role if role in set(Role) else "",
            unit=asked.get("unit", "").strip()[:_LONGEST],
        )

    def __bool__(self) -> bool:
        return bool(self.words or self.state or self.role or self.unit)

    def of(self, users: QuerySet[User], today: date) -> QuerySet[User]:
        """Return those of the users that are wanted, by user name."""
        if self.words:
            users = users.filter(
                Q(username__icontains=self.words) | Q(full_name__icontains=self.words)
            )
        if self.role or self.unit:
            users = users.filter(Exists(self._held(today)))
        if self.state:
            users = users.filter(STATES[self.state](today))
        return users.order_by("username")

    def _held(self, today: date) -> QuerySet[Membership]:
        held = Membership.objects.filter(user=OuterRef("pk"))
        if self.state != "ended":
            held = held.filter(_going_on(today))
        if self.role:
            held = held.filter(role=self.role)
        if self.unit:
            held = held.filter(unit__in=_units_called(self.unit, today))
        return held


def _units_called(words: str, today: date) -> QuerySet[Unit]:
    """Return units whose name holds every word, and those below them."""
    named = Unit.objects.all()
    for word in search_key(words).split():
        named = named.filter(Q(name_key__contains=word) | Q(key__iexact=word))
    return Unit.objects.filter(Q(pk__in=named) | Q(pk__in=Unit.objects.within(named, today)))


def _going_on(today: date) -> Q:
    return Q(end_on=None) | Q(end_on__gt=today)


def _roles() -> QuerySet[Membership]:
    return Membership.objects.filter(user=OuterRef("pk"))


def _invited(today: date) -> Exists:
    return Exists(Invitation.objects.open().filter(user=OuterRef("pk")))


def _waiting(today: date) -> Exists:
    return Exists(GrantRequest.objects.waiting().filter(user=OuterRef("pk")))


# What a state of the list holds on a day.
STATES: dict[str, Callable[[date], Q | Exists]] = {
    "active": lambda today: (
        Q(is_active=True, last_login__isnull=False) & Q(Exists(_roles().filter(_going_on(today))))
    ),
    "never": lambda today: Q(is_active=True, last_login=None),
    "invited": _invited,
    "waiting": _waiting,
    "ended": lambda today: (
        Q(is_active=True) & Q(Exists(_roles())) & ~Q(Exists(_roles().filter(_going_on(today))))
    ),
    "off": lambda today: Q(is_active=False),
}
