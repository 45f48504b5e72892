"""What auditors are told of roles and accounts each morning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.administration.models import GrantRequest, Invitation
from apps.units.models import Membership

SOON = timedelta(days=14)
IDLE = timedelta(days=90)
_SETTLING = timedelta(hours=72)


@dataclass(frozen=True)
class Line:
    """One version of an assignment: what it became, who wrote it, and why."""

    row: Any
    by: str
    reason: str


@dataclass(frozen=True)
class Watched:
    """Roles and accounts as auditors look at them: what a day changed, and what is left over."""

    day: date
    made: tuple[Line, ...]
    ended: tuple[Line, ...]
    run_out: tuple[Membership, ...]
    ending: tuple[Membership, ...]
    requests: tuple[GrantRequest, ...]
    invitations: tuple[Invitation, ...]
    switched: tuple[Line, ...]
    never: tuple[User, ...]
    idle: tuple[User, ...]
    bare: tuple[User, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, for a notice."""
        return {
            "made": len(self.made),
            "ended": len(self.ended) + len(self.run_out),
            "ending": len(self.ending),
            "switched": len(self.switched),
            "unused": len(self.never) + len(self.idle) + len(self.bare),
        }

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not any(self.counts.values()) and not self.requests and not self.invitations


def watched(day: date, today: date) -> Watched:
    """Return what a day changed, and what stands today."""
    lines = _versions(day)
    held = Membership.objects.select_related("user", "unit").order_by("end_on", "pk")
    asked = GrantRequest.objects.select_related("user", "unit", "asked_by", "decided_by")
    links = Invitation.objects.select_related("user", "made_by", "confirmed_by")
    users = User.objects.filter(is_active=True).order_by("username")
    return Watched(
        day=day,
        made=tuple(line for line in lines if line.row.pgh_label == "insert"),
        ended=tuple(line for line in lines if line.row.pgh_label != "insert"),
        run_out=tuple(held.filter(end_on=day)),
        ending=tuple(held.filter(end_on__gt=today, end_on__lte=today + SOON)),
        requests=tuple(asked.filter(Q(asked_at__date=day) | Q(decided_at__date=day))),
        invitations=tuple(links.filter(made_at__date=day)),
        switched=tuple(_switched(day)),
        never=tuple(users.filter(last_login=None, created_at__lt=Now() - _SETTLING)),
        idle=tuple(users.filter(last_login__lt=Now() - IDLE)),
        bare=tuple(_without_role(users, today)),
    )


def _versions(day: date) -> Iterable[Line]:
    event = apps.get_model("units", "MembershipEvent")
    rows = event.objects.filter(pgh_created_at__date=day).order_by("pgh_id")
    return [_line(row) for row in rows.select_related("user", "unit", "pgh_context")]


def _switched(day: date) -> Iterable[Line]:
    """Return accounts that were switched off or on, though they may be back by the evening."""
    event = apps.get_model("accounts", "UserEvent")
    earlier = event.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
    former = Subquery(earlier.order_by("-pgh_id").values("is_active")[:1])
    rows = event.objects.filter(pgh_created_at__date=day, pgh_label="update")
    changed = rows.annotate(was_active=former).exclude(is_active=F("was_active"))
    return [_line(row) for row in changed.select_related("pgh_context").order_by("pgh_id")]


def _line(row: Any) -> Line:
    said = row.pgh_context.metadata if row.pgh_context else {}
    return Line(row, said.get("username", ""), said.get("reason", ""))


def _without_role(users: QuerySet[User], today: date) -> QuerySet[User]:
    """Return accounts all of whose roles have ended."""
    held = Membership.objects.filter(user=OuterRef("pk"))
    going_on = held.filter(Q(end_on=None) | Q(end_on__gt=today))
    return users.filter(Exists(held)).exclude(Exists(going_on))


def auditors() -> QuerySet[User]:
    """Return the active users who read the logs."""
    held = Membership.objects.in_force_now().holding(Permission.LOGS_VIEW)
    return User.objects.filter(Exists(held.filter(user=OuterRef("pk"))), is_active=True)
