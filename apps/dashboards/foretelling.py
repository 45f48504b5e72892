"""Telling in the morning whose verdicts are about to be lost, and of which nobody was told yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from apps.accounts.roles import Permission
from apps.metrics.ahead.foresight import warnings
from apps.metrics.models import ForeseenLoss, Projection, Run
from apps.notices.models import Notice
from apps.notices.services import tell
from apps.notices.words import in_each_language
from apps.presentation import labels
from apps.units.models import Membership

CODE = "verdicts_lost"


def tell_of_losses() -> int:
    """Tell who may see the people of units of verdicts that will be lost; return how many users.

    Of a verdict that was foretold to somebody they are not told again.
    """
    last = Projection.objects.order_by("-pk").first()
    run = Run.objects.order_by("-as_of", "-pk").first()
    if last is None or run is None:
        return 0
    held = Membership.objects.in_force_now().holding(Permission.PEOPLE_VIEW)
    told = 0
    for member in held.filter(user__is_active=True).select_related("user", "unit"):
        found = warnings(member.user, run, member.unit, last.version_ids)
        if found:
            told += _tell(member, found)
    return told


def _tell(member: Membership, found: Sequence[ForeseenLoss]) -> bool:
    """Tell one user; return whether there was anything new."""
    link = reverse("unit", args=[member.unit.key])
    pairs = sorted(f"{loss.unit_id}:{loss.version_id}" for loss in found)
    before = Notice.objects.filter(user=member.user, code=CODE, link=link).first()
    if before and set(pairs) <= set(before.values.get("pairs", ())):
        return False
    first = found[0]
    values: dict[str, Any] = {
        "unit": member.unit.name,
        "count": len(found),
        "month": f"{first.day:%m/%Y}",
        "first": in_each_language(lambda: _said(first)),
        "pairs": pairs,
    }
    tell(users=[member.user], code=CODE, values=values, link=link)
    return True


def _said(loss: ForeseenLoss) -> str:
    return f"{labels.target_name(loss.version)}, {loss.unit.name}"
