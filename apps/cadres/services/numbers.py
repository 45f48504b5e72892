"""Opening a sealed personal identification number for somebody to read."""

from __future__ import annotations

from apps.accounts.models import User
from apps.audit.models import AccessLog
from apps.audit.services import log_access
from apps.cadres.identity import number_of
from apps.cadres.models import Cadre
from apps.cadres.services.people import needed


def reveal(*, cadre: Cadre, reason: str, by: User) -> str:
    """Return a person's whole number; who asked and why is logged first.

    Raises RuleError without a reason, and SealError when the number cannot be opened.
    """
    log_access(
        username=by.username,
        act=AccessLog.Act.READ,
        kind="number",
        key=cadre.key,
        reason=needed(reason),
    )
    return number_of(cadre)
