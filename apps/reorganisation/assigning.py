"""Sending people of units that end, or hand over a part, elsewhere: by rule and by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.cadres.models import Cadre
from apps.common.errors import RuleError
from apps.common.months import day_before
from apps.common.text import search_key
from apps.reorganisation.drafting import change, editable, looked_at_before, put
from apps.reorganisation.models import Destination, Reorganisation
from apps.reorganisation.moving import Post, destinations, posts_in
from apps.reorganisation.plans import Plan
from apps.reorganisation.reading import parse
from apps.reorganisation.selectors import plan_of
from apps.units.models import Unit

# What may be chosen besides a unit.
LEAVES, BY_RULE = "-", "*"


@dataclass(frozen=True)
class Assigned:
    """A post, whose it is, and where it goes; ``to`` is empty while nothing sends it anywhere."""

    post: Post
    full_name: str
    to: str
    is_by_hand: bool


def goals_of(plan: Plan, source: str) -> list[str]:
    """Return the units to which people of a unit may go: those that take over, or any that stay."""
    own = [to for unit, to in plan.successions() if unit == source]
    return own or sorted(plan.keys() - set(plan.closing()))


def kept_source(row: Reorganisation, key: str, by: User) -> Unit | None:
    """Return a unit whose people may go elsewhere, if the user keeps its records."""
    if row.effective_on is None or not row.is_editable:
        return None
    units = Unit.objects.visible_to(by, day_before(row.effective_on), Permission.PEOPLE_EDIT)
    return units.filter(pk__in=row.sources, key=key).first()


def assigned(row: Reorganisation, source: str) -> list[Assigned]:
    """Return the posts of a unit that the reader may see, by name, and where each goes."""
    plan = plan_of(row)
    posts = posts_in([source], plan.effective_on)
    found = destinations(plan, posts)
    to = {post.pk: key for post, key in found.going} | {post.pk: LEAVES for post in found.leaving}
    if source not in plan.closing():
        to = {post.pk: source for post in posts} | to
    names = dict(
        Cadre.objects.filter(pk__in=[p.cadre_id for p in posts]).values_list("pk", "full_name")
    )
    named = {part.cadre for part in plan.named}
    rows = [
        Assigned(post, names[post.cadre_id], to.get(post.pk, ""), post.cadre in named)
        for post in posts
        if post.cadre_id in names
    ]
    return sorted(rows, key=lambda row: (search_key(row.full_name).split()[-1:], row.post.pk))


@transaction.atomic
def assign(
    *, row: Reorganisation, source: Unit, cadre_ids: Collection[int], to: str, by: User
) -> int:
    """Send people of a unit to one that takes over, out of service, or where the rules say.

    Returns how many. RuleError when nobody is chosen or people do not go there.
    """
    held = editable(row)
    plan, _faults = parse(held.plan)
    if kept_source(held, source.key, by) is None:
        raise RuleError(_("You do not keep the records of this unit."))
    if to not in (LEAVES, BY_RULE, source.key, *goals_of(plan, source.key)):
        raise RuleError(_("Choose where they go."))
    there = {post.cadre_id for post in posts_in([source.key], plan.effective_on)}
    chosen = sorted(there & set(cadre_ids))
    if not chosen:
        raise RuleError(_("Tick at least one person."))
    held.destinations.filter(cadre__in=chosen).delete()
    if to != BY_RULE:
        unit = "" if to == LEAVES else to
        Destination.objects.bulk_create(
            Destination(reorganisation=held, cadre_id=pk, to=unit, sent_by=by) for pk in chosen
        )
    looked_at_before(held)
    return len(chosen)


def add_rule(*, row: Reorganisation, part: Mapping[str, Any], by: User) -> Reorganisation:
    """Add a rule for a unit that the user runs, or whose records the user keeps."""
    plan, _faults = parse(row.plan)
    _check_rule(row, plan, part["from"], by)
    if part["to"] not in (part["from"], *goals_of(plan, part["from"])):
        raise RuleError(_("Choose where they go."))
    return change(row=row, edit=put("people", part, None), by=by, runs_units=False)


def check_may_rule(row: Reorganisation, source: str, by: User) -> None:
    """RuleError unless the user may say by rule where the posts of a unit go."""
    _check_rule(row, parse(row.plan)[0], source, by)


def _check_rule(row: Reorganisation, plan: Plan, source: str, by: User) -> None:
    day = day_before(plan.effective_on)
    is_run = Unit.objects.visible_to(by, day, Permission.UNITS_EDIT).filter(key=source).exists()
    if source not in plan.sources() or not (is_run or kept_source(row, source, by)):
        raise RuleError(_("You do not keep the records of this unit."))
