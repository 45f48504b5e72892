"""Reading requests for their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from apps.accounts.models import User
from apps.cadres.models import Restriction
from apps.privacy.models import SubjectRequest

# So many days before the last one, a request is said to be due soon.
SOON = timedelta(days=3)


@dataclass(frozen=True)
class Listed:
    """A request as lists show it: how many days are left, fewer than none when it is late."""

    request: SubjectRequest
    days_left: int

    @property
    def is_late(self) -> bool:
        """Whether its last day has passed and it is still open."""
        return self.request.is_open and self.days_left < 0

    @property
    def days_late(self) -> int:
        """How many days ago its last day was."""
        return -self.days_left

    @property
    def is_soon(self) -> bool:
        """Whether its last day is near."""
        return self.request.is_open and 0 <= self.days_left <= SOON.days


def listed(request: SubjectRequest, today: date) -> Listed:
    """Return a request with its clock on a day."""
    return Listed(request, (request.due_on - today).days)


def open_requests(user: User, today: date) -> Sequence[Listed]:
    """Return the requests that the user has to answer, the most urgent first."""
    found = SubjectRequest.objects.visible_to(user, today).open().select_related("cadre", "unit")
    return [listed(request, today) for request in found]


def restricted_since(cadre_id: int | None) -> date | None:
    """Return since when processing of a person's data is restricted, if it is."""
    return Restriction.objects.filter(cadre=cadre_id).values_list("since", flat=True).first()


def requests_about(cadre_id: int | None) -> Sequence[SubjectRequest]:
    """Return all that a person has asked for, the latest first."""
    return list(SubjectRequest.objects.filter(cadre=cadre_id).order_by("-received_on", "-pk"))
