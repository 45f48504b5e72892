"""What a command names by key or code."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from apps.targets.models import Target
from apps.units.models import Unit


def unit_named(key: str) -> Unit:
    """Return a unit by its key; raise CommandError when there is none."""
    unit = Unit.objects.filter(key=key).first()
    if unit is None:
        raise CommandError(_("There is no unit %s.") % key)
    return unit


def target_named(code: str, plan: str | None) -> Target:
    """Return a target by its code; raise CommandError unless exactly one plan has it."""
    found = Target.objects.filter(code=code).select_related("plan")
    if plan:
        found = found.filter(plan__code=plan)
    targets = list(found[:2])
    if not targets:
        raise CommandError(_("There is no target %s.") % code)
    if len(targets) > 1:
        raise CommandError(_("Several plans have a target %s. Name one with --plan.") % code)
    return targets[0]
