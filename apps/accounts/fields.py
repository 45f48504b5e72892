"""What kind of data a field of a person's record is, and which permissions read and write it.

Models of people declare a rule for each of their fields; every door asks here. The classes are
those of Law 91/2025/QH15 and Decree 356/2025/NĐ-CP, articles 3 and 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models

from apps.accounts.roles import Permission


class FieldClass(StrEnum):
    """How much a field says of a person."""

    OPEN = "open"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Reading(StrEnum):
    """How a field is shown to somebody."""

    WHOLE = "whole"
    MASKED = "masked"
    NOTHING = "nothing"


@dataclass(frozen=True)
class FieldRule:
    """The class of a field, and who reads and writes it: a permission for the record's unit.

    Without a permission nobody does through the site; an open field is read by whoever may open
    the page on which it stands. ``shown`` says how those who read it see it.
    """

    field_class: FieldClass
    read: Permission | None = None
    write: Permission | None = None
    shown: Reading = Reading.WHOLE

    def reading(self, held: frozenset[Permission]) -> Reading:
        """Return how somebody who holds some permissions for the record's unit sees the field."""
        if self.field_class == FieldClass.OPEN or self.read in held:
            return self.shown
        return Reading.NOTHING


P = Permission
FieldRules = Mapping[str, FieldRule]
# Tells rows apart and says nothing.
KEY = FieldRule(FieldClass.OPEN)
# The staff number, by which addresses and logs name a record.
OPEN = FieldRule(FieldClass.OPEN, write=P.PEOPLE_EDIT)
PERSONAL = FieldRule(FieldClass.PERSONAL, P.PEOPLE_VIEW, P.PEOPLE_EDIT)
# Made from other fields for sorting and finding; never shown.
DERIVED = FieldRule(FieldClass.PERSONAL)
# Kept for statistical forms of the State alone: only who keeps the record sees it.
SENSITIVE = FieldRule(FieldClass.SENSITIVE, P.PEOPLE_EDIT, P.PEOPLE_EDIT)
# Says something of political views, but a target asks for it: who answers for it must see it.
VIEWS = FieldRule(FieldClass.SENSITIVE, P.PEOPLE_VIEW, P.PEOPLE_EDIT)
# What passes between a person and whoever keeps their record.
KEEPERS = FieldRule(FieldClass.PERSONAL, P.PEOPLE_EDIT, P.PEOPLE_EDIT)
# The key to everything else: masked. Shown whole once, for a reason that is logged.
SEALED = FieldRule(FieldClass.SENSITIVE, P.PEOPLE_EDIT, P.PEOPLE_EDIT, Reading.MASKED)


def rule_of(
    model: type[models.Model], name: str, row: Mapping[str, Any] | None = None
) -> FieldRule | None:
    """Return the rule of a field, by its name or its column's; None where a model has no rules.

    A field may have a rule of its own for one kind of row, as ``level:political_theory``.
    """
    rules: FieldRules | None = getattr(model, "field_rules", None)
    if rules is None:
        return None
    own = f"{name}:{(row or {}).get('kind', '')}"
    return rules.get(own) or rules.get(name) or rules[name.removesuffix("_id")]


def reading(
    model: type[models.Model],
    name: str,
    held: frozenset[Permission],
    row: Mapping[str, Any] | None = None,
) -> Reading:
    """Return how a field is shown to somebody who holds some permissions for the record's unit."""
    rule = rule_of(model, name, row)
    return Reading.WHOLE if rule is None else rule.reading(held)


def models_of_people() -> list[type[models.Model]]:
    """Return the models that declare rules for their fields."""
    from django.apps import apps

    return [model for model in apps.get_models() if "field_rules" in vars(model)]
