"""Keeping scenarios: one function for each act of whoever made them."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.common.errors import RuleError
from apps.common.text import clean
from apps.scenarios.models import LONGEST_NAME, LONGEST_WORDS, Scenario
from apps.targets.models import Plan
from apps.units.models import Unit

Numbers = dict[str, list[str]]
# So many scenarios of one unit may somebody keep.
MOST = 100


@transaction.atomic
def save_scenario(
    *, unit: Unit, plan: Plan, name: str, words: str, numbers: Numbers, by: User
) -> Scenario:
    """Keep a question under a name of its maker's; raises RuleError when the name is taken."""
    held = Scenario(unit=unit, plan=plan, made_by=by)
    if Scenario.objects.filter(unit=unit, made_by=by).count() >= MOST:
        message = _("You keep %s scenarios of this unit. Delete some first.")
        raise RuleError(message % MOST, field="name")
    return _written(held, name, words, numbers)


@transaction.atomic
def change_scenario(
    *, scenario: Scenario, plan: Plan, name: str, words: str, numbers: Numbers
) -> Scenario:
    """Give a scenario another name, other words, other numbers or another plan."""
    held = _held(scenario)
    held.plan, held.changed_at = plan, Now()
    return _written(held, name, words, numbers)


@transaction.atomic
def share_scenario(*, scenario: Scenario, is_shared: bool) -> None:
    """Let everybody see a scenario who may see the people of its unit, or no longer."""
    held = _held(scenario)
    held.is_shared = is_shared
    held.save(update_fields=["is_shared"])


@transaction.atomic
def remove_scenario(*, scenario: Scenario) -> None:
    """Delete a scenario; what others copied from it stays theirs."""
    _held(scenario).delete()


def _held(scenario: Scenario) -> Scenario:
    """Lock a scenario; raises RuleError when it was deleted."""
    found = Scenario.objects.select_for_update().filter(pk=scenario.pk).first()
    if found is None:
        raise RuleError(_("This scenario was deleted meanwhile."))
    return found


def _written(held: Scenario, name: str, words: str, numbers: Numbers) -> Scenario:
    held.name, held.words, held.numbers = _free_name(held, name), words.strip(), numbers
    if len(held.words) > LONGEST_WORDS:
        raise RuleError(_("The words are too long: 1,000 characters at most."), field="words")
    held.save()
    held.refresh_from_db()
    return held


def _free_name(held: Scenario, name: str) -> str:
    name = clean(name)
    if not name:
        raise RuleError(_("Give the scenario a name."), field="name")
    if len(name) > LONGEST_NAME:
        raise RuleError(_("The name is too long: 120 characters at most."), field="name")
    # Held so that of two windows that save at once one is told.
    User.objects.select_for_update().get(pk=held.made_by_id)
    others = Scenario.objects.filter(unit=held.unit_id, made_by=held.made_by_id)
    taken = others.exclude(pk=held.pk).values_list("name", flat=True)
    if name.casefold() in {other.casefold() for other in taken}:
        raise RuleError(_("You have a scenario of this name for the unit already."), field="name")
    return name
