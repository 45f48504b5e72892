"""What the pages of saved tables show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.entry.conditions import sentence
from apps.presentation.labels import language
from apps.reports.editing import columns_of
from apps.reports.forms.columns import MEASURES
from apps.reports.models import TableTemplate
from apps.reports.previewing import Preview, tried_out
from apps.reports.table_columns import texts_of
from apps.units.models import Unit
from apps.units.tree import two_levels


@dataclass(frozen=True)
class Listed:
    """A table on the list."""

    table: TableTemplate
    columns: int
    may_change: bool


@dataclass(frozen=True)
class Shown:
    """A column on the page of its table; ``counts`` says whom it counts."""

    place: int
    label: str
    over: str
    number: str
    counts: str
    is_first: bool
    is_last: bool


def listed(user: User, day: date) -> list[Listed]:
    """Return the tables that the user may fill, by name."""
    seen = TableTemplate.objects.visible_to(user, day).select_related("unit", "saved_by")
    kept = set(TableTemplate.objects.kept_by(user, day).values_list("pk", flat=True))
    return [Listed(table, len(columns_of(table)), table.pk in kept) for table in seen]


def columns(template: TableTemplate) -> Sequence[Shown]:
    """Return the columns of a table in words."""
    placed = columns_of(template)
    return [
        Shown(
            place=at,
            label=_said(one.column["label"]),
            over=" › ".join(_said(label) for label in one.over),
            number=one.column.get("number", ""),
            counts=_counts(one.column),
            is_first=at == 1,
            is_last=at == len(placed),
        )
        for at, one in enumerate(placed, 1)
    ]


def tried(template: TableTemplate, place: int | None, user: User, day: date) -> Preview | None:
    """Return what a column says of the first of the user's units, if there is such a column."""
    placed = columns_of(template)
    first = two_levels(user, day, Permission.EXPORT)[:1]
    if place is None or place >= len(placed) or not first:
        return None
    unit = Unit.objects.visible_to(user, day, Permission.EXPORT).get(key=first[0][0])
    return tried_out(template, placed[place], unit, day)


def _said(label: object) -> str:
    vi, en = texts_of(label)
    return en if en and language() == "en" else vi


def _counts(column: dict[str, object]) -> str:
    if "condition" in column:
        return sentence(column["condition"])
    return str(MEASURES[str(column["measure"])])
