"""The units of the tree with their people, as the reader may see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from apps.accounts.models import User
from apps.metrics.headcounts import protected_headcounts
from apps.units import tree
from apps.units.models import Unit
from apps.units.tree import Node

Branch = tuple[Node, list[Node]]


def branches(user: User, day: date) -> list[Branch]:
    """Return the highest units that the user may see on day, each with those directly below."""
    return [
        (node, below(user, node.unit, day)) for node in _shown(user, tree.roots(user, day), day)
    ]


def below(user: User, unit: Unit, day: date) -> list[Node]:
    """Return the units directly below a unit that the user may see on day."""
    return _shown(user, tree.children(user, unit, day), day)


def _shown(user: User, nodes: list[Node], day: date) -> list[Node]:
    people = protected_headcounts(user, [node.unit.pk for node in nodes], day)
    return [
        replace(node, people=people[node.unit.pk], in_fives=True)
        if node.unit.pk in people
        else node
        for node in nodes
    ]
