"""Whether a plan is sound, and whether it is for the user to make or carry out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.cadres.models import Appointment, Cadre
from apps.common.errors import RuleError
from apps.common.months import day_before
from apps.reorganisation.plans import Open, Plan
from apps.reorganisation.reading import Fault, named_in
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
    "is named before": gettext_lazy("is named before"),
    "names nobody whose record you keep": gettext_lazy("names nobody whose record you keep"),
    "there is no unit %s": gettext_lazy("there is no unit %s"),
    "you do not answer for the unit %s on the day before": gettext_lazy(
        "you do not answer for the unit %s on the day before"
    ),
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
    faults = faults_of_units(plan, by)
    if faults:
        raise RuleError(said(faults[0]))


def faults_of_units(plan: Plan, by: User) -> list[Fault]:
    """Return where a plan names units that are not there, or not the user's on the day before."""
    opened = {act.unit for act in plan.of(Open)}
    named = plan.keys() - opened - {""}
    known = set(Unit.objects.filter(key__in=named).values_list("key", flat=True))
    day = day_before(plan.effective_on)
    seen = Unit.objects.visible_to(by, day, Permission.UNITS_EDIT).filter(key__in=known)
    own = set(seen.values_list("key", flat=True))
    faults = []
    for path, key in plan.places():
        if key in named - known:
            faults.append(Fault(path, "there is no unit %s", key))
        elif key in known - own:
            template = "you do not answer for the unit %s on the day before"
            faults.append(Fault(path, template, key))
    return faults


def faults_of_people(body: Any, plan: Plan, by: User) -> list[Fault]:
    """Return where a plan names people whose records the user does not keep on the day before."""
    places = named_in(body)
    keys = {str(part["cadre"]) for _path, part in places}
    kept = set(kept_people(plan, by).filter(key__in=keys).values_list("key", flat=True))
    return [
        Fault(f"{path}.cadre", "names nobody whose record you keep")
        for path, part in places
        if str(part["cadre"]) not in kept
    ]


def kept_people(plan: Plan, by: User) -> QuerySet[Cadre]:
    """Return the people with a post on the day or later in units whose records the user keeps."""
    day = plan.effective_on
    units = Unit.objects.visible_to(by, day_before(day), Permission.PEOPLE_EDIT)
    ahead = Q(end_day=None) | Q(end_day__gt=day)
    posts = Appointment.objects.filter(ahead, unit__in=units, cadre=OuterRef("pk"))
    return Cadre.objects.filter(Exists(posts))
