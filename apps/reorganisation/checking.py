"""Whether a plan is sound, and whether the user may carry it out."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.common.errors import RuleError
from apps.common.months import day_before
from apps.reorganisation.plans import Open, Plan
from apps.reorganisation.reading import Fault
from apps.units.models import Unit

# What may be wrong with a file, in the words of ``reading``.
_REASONS = {
    "expected an object": gettext_lazy("expected an object"),
    "is missing": gettext_lazy("is missing"),
    "is not known here": gettext_lazy("is not known here"),
    "expected a text": gettext_lazy("expected a text"),
    "expected a list of texts": gettext_lazy("expected a list of texts"),
    "expected a list": gettext_lazy("expected a list"),
    "“%s” is not a known code": gettext_lazy("“%s” is not a known code"),
    "expected a day as yyyy-mm-dd": gettext_lazy("expected a day as yyyy-mm-dd"),
    "expected true or false": gettext_lazy("expected true or false"),
    "expected one act: %s": gettext_lazy("expected one act: %s"),
    "name at least one act": gettext_lazy("name at least one act"),
    "%s is closed twice": gettext_lazy("%s is closed twice"),
    "%s is named twice": gettext_lazy("%s is named twice"),
    "say where the person goes, or that the person leaves": gettext_lazy(
        "say where the person goes, or that the person leaves"
    ),
}


class FaultyPlanError(RuleError):
    """A plan cannot be read; ``faults`` says where and why, in words."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = [said(fault) for fault in faults]
        super().__init__("\n".join(self.faults))


def said(fault: Fault) -> str:
    """Say a fault with its place in the file."""
    text = str(_REASONS[fault.template])
    return f"{fault.path}: {text % fault.value if fault.value else text}"


def check_sound(plan: Plan, faults: Sequence[Fault]) -> Plan:
    """Return a plan without faults; raise FaultyPlanError otherwise."""
    if faults:
        raise FaultyPlanError(faults)
    return plan


def check_rights(plan: Plan, by: User) -> None:
    """Refuse units that are not there, or that the user does not answer for on the day before."""
    opened = {act.unit for act in plan.of(Open)}
    known = set(Unit.objects.filter(key__in=plan.keys()).values_list("key", flat=True))
    for key in sorted(plan.keys() - known - opened):
        raise RuleError(_("There is no unit %s.") % key)
    day = day_before(plan.effective_on)
    own = Unit.objects.visible_to(by, day, Permission.UNITS_EDIT).filter(key__in=known)
    for key in sorted(known - opened - set(own.values_list("key", flat=True))):
        raise RuleError(_("You do not answer for the unit %s on the day before.") % key)
