"""Acts and rules of a plan in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.common.months import day_before
from apps.presentation import labels
from apps.reorganisation.plans import Act, Merge, Open, Plan, Rule
from apps.units.models import Placement, Unit

KINDS: Mapping[str, str | Promise] = {
    "open": gettext_lazy("Open"),
    "rename": gettext_lazy("Rename"),
    "move": gettext_lazy("Move"),
    "merge": gettext_lazy("Merge"),
    "split": gettext_lazy("Split"),
    "transfer": gettext_lazy("Hand over a part"),
    "close": gettext_lazy("Dissolve"),
}
Names = Mapping[str, str]


def kind_of(act: Act) -> str:
    """Return the word of a plan's file for an act."""
    return type(act).__name__.lower()


def names_of(plan: Plan, keys: Collection[str], day: date | None) -> dict[str, str]:
    """Return what units are called the day before the plan, or will be when it opens them."""
    units = Unit.objects.filter(key__in=keys)
    found = dict(units.values_list("key", "name"))
    if day:
        placed = Placement.objects.as_of(day_before(day)).filter(unit__in=units)
        found |= dict(placed.values_list("unit__key", "name"))
    return {key: key for key in keys} | {act.unit: act.name for act in plan.of(Open)} | found


def sentence(act: Act, names: Names) -> str:
    """Say what an act does."""
    said = {
        name: _listed(value, names) if name in ("units", "into", "unit", "parent") else value
        for name, value in vars(act).items()
    }
    if isinstance(act, Open):
        said["unit"] = f"{act.name} ({act.unit})"
    if isinstance(act, Merge) and act.into in act.units:
        others = [key for key in act.units if key != act.into]
        said["units"] = _listed(others, names)
    return _SAID[kind_of(act)]() % said


def _listed(keys: str | Iterable[str], names: Names) -> str:
    listed = [keys] if isinstance(keys, str) else keys
    return ", ".join(f"{names.get(key, key)} ({key})" if key else "…" for key in listed)


_SAID: dict[str, Callable[[], str]] = {
    "open": lambda: _("%(unit)s is set up under %(parent)s."),
    "rename": lambda: _("%(unit)s is called %(name)s."),
    "move": lambda: _("%(unit)s, with everything below it, goes under %(parent)s."),
    "merge": lambda: _("%(units)s merge into %(into)s."),
    "split": lambda: _("%(unit)s ends; its work goes to %(into)s."),
    "transfer": lambda: _("%(unit)s hands over a part to %(into)s and stays."),
    "close": lambda: _("%(unit)s ends, and nobody takes over from it."),
}


def rule_sentence(rule: Rule, names: Names) -> str:
    """Say whose posts a rule sends where."""
    parts = [_("title with “%s”") % rule.title] if rule.title else []
    if rule.managed_by:
        managers = ", ".join(str(labels.word(code, "MANAGED_BY")) for code in rule.managed_by)
        parts.append(_("managed by %s") % managers)
    if rule.is_leadership is not None:
        parts.append(_("leading posts") if rule.is_leadership else _("posts that do not lead"))
    said: dict[str, Any] = {
        "source": _listed(rule.source, names),
        "to": _listed(rule.to, names),
        "which": "; ".join(parts),
    }
    if not parts:
        return _("All posts of %(source)s go to %(to)s.") % said
    return _("Posts of %(source)s go to %(to)s: %(which)s.") % said
