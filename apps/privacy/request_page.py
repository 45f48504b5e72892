"""What the page of a request shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from apps.accounts.roles import Permission
from apps.audit.selectors import changes_of
from apps.jobs.models import Job
from apps.presentation.changes import in_words
from apps.presentation.history import Entry
from apps.privacy.clocks import CLOCKS, Clock
from apps.privacy.erasing import JOB, duty_to_keep
from apps.privacy.models import SubjectRequest
from apps.privacy.selectors import Listed, listed, requests_about, restricted_since

# Whoever may open the page keeps the person's record.
_KEEPS = frozenset({Permission.PEOPLE_VIEW, Permission.PEOPLE_EDIT})


@dataclass(frozen=True)
class RequestPage:
    """A request with its clock, its history, and what else the person has asked for."""

    listed: Listed
    clock: Clock
    history: Sequence[Entry]
    others: Sequence[SubjectRequest]
    restricted_since: date | None
    duty_to_keep: str
    erasure: Job | None


def request_page(asked: SubjectRequest, today: date) -> RequestPage:
    """Read everything that the page shows of a request which the user may see."""
    erasing = asked.cadre if asked.right == SubjectRequest.Right.ERASE else None
    others = requests_about(asked.cadre_id) if asked.cadre_id else []
    return RequestPage(
        listed=listed(asked, today),
        clock=CLOCKS[asked.right],
        history=in_words(changes_of(asked, limit=50), _KEEPS),
        others=[other for other in others if other.pk != asked.pk],
        restricted_since=restricted_since(asked.cadre_id),
        duty_to_keep=duty_to_keep(erasing, today) if erasing else "",
        erasure=_erasure(asked),
    )


def _erasure(asked: SubjectRequest) -> Job | None:
    """Return the last work on erasing whoever asked for it, if there was any."""
    return Job.objects.filter(kind=JOB, subject=str(asked.pk)).first()
