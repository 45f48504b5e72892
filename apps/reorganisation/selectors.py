"""Plans as they stand, with the people whom the reader of the database may see."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from apps.common.reach import Reach, beyond_scope
from apps.reorganisation.models import Reorganisation
from apps.reorganisation.moving import destinations, posts_in
from apps.reorganisation.plans import Named, Plan
from apps.reorganisation.reading import parse


def plan_of(row: Reorganisation) -> Plan:
    """Return the plan of a reorganisation, with those of its people who may be seen."""
    plan, _faults = parse(row.plan)
    going = row.destinations.order_by("pk").values_list("cadre__key", "to")
    return replace(plan, named=(*plan.named, *(Named(key, to or None) for key, to in going)))


def file_of(row: Reorganisation) -> tuple[dict[str, Any], list[int]]:
    """Return a plan as a file, and whom it names: those that may be seen."""
    going = list(row.destinations.order_by("pk").values_list("cadre", "cadre__key", "to"))
    named = [{"cadre": key, **({"to": to} if to else {"leaves": True})} for _pk, key, to in going]
    body = dict(row.plan) if isinstance(row.plan, dict) else {"acts": row.plan}
    if named:
        body["people"] = [*named, *body.get("people", [])]
    return body, [pk for pk, _key, _to in going]


def unassigned(row: Reorganisation) -> Counter[str]:
    """Count the posts that nothing sends anywhere yet, by the unit that ends, whoever asks."""
    with beyond_scope(Reach.REORGANISING):
        plan = plan_of(row)
        followed = plan.followed()
        alone = [key for key in plan.closing() if key not in followed]
        found = destinations(plan, posts_in(alone, plan.effective_on))
        return Counter(post.unit for post in found.lost)
