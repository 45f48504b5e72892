"""Changing a saved table column by column: one function for each act.

``seen`` is the mark of what the user looked at; when that is no longer there, nothing is changed.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.common.errors import RuleError
from apps.presentation import numbers
from apps.reports.models import TableTemplate
from apps.reports.saving import held_table, save_table
from apps.reports.table_columns import Placed, assembled, laid_out, mark_of, moved

# What of a definition stands on the page of its head.
HEAD = ("title", "orientation", "size")


@transaction.atomic
def put_column(
    *, template: TableTemplate, column: Placed, to: int, by: User, place: int | None, seen: str
) -> TableTemplate:
    """Add a column, or put another in place of one; it comes to stand at ``to``."""
    held = held_table(template)
    columns = columns_of(held)
    if place is None:
        columns.append(column)
        place = len(columns) - 1
    else:
        _check(held, mark_at(held, place), seen)
        columns[place] = column
    return _saved(held, moved(columns, place, to), by)


@transaction.atomic
def move_column(*, template: TableTemplate, place: int, step: int, by: User, seen: str) -> int:
    """Move a column to the left or to the right; return where it stands then."""
    held = held_table(template)
    _check(held, mark_of(held.definition), seen)
    columns = columns_of(held)
    to = max(0, min(place + step, len(columns) - 1))
    _saved(held, moved(columns, _known(columns, place), to), by)
    return to


@transaction.atomic
def drop_column(*, template: TableTemplate, place: int, by: User, seen: str) -> None:
    """Take a column out; a table keeps at least one."""
    held = held_table(template)
    _check(held, mark_of(held.definition), seen)
    columns = columns_of(held)
    if len(columns) == 1:
        raise RuleError(_("A table has at least one column."))
    del columns[_known(columns, place)]
    _saved(held, columns, by)


@transaction.atomic
def put_head(
    *, template: TableTemplate, name: str, head: dict[str, Any], by: User, seen: str
) -> TableTemplate:
    """Give a table another name, title or shape."""
    held = held_table(template)
    _check(held, head_mark(held), seen)
    definition = {**held.definition, **head}
    return save_table(unit=held.unit, name=name, definition=definition, by=by, template=held)


def columns_of(template: TableTemplate) -> list[Placed]:
    """Return the columns of a table from left to right."""
    return laid_out(template.definition["columns"])


def mark_at(template: TableTemplate, place: int) -> str:
    """Return the mark of a column; empty when there is none at that place."""
    columns = columns_of(template)
    return columns[place].mark if place < len(columns) else ""


def head_mark(template: TableTemplate) -> str:
    """Return the mark of name, title and shape."""
    return mark_of([template.name, [template.definition.get(name) for name in HEAD]])


def said_stale(template: TableTemplate) -> str:
    """Say who changed a table meanwhile."""
    said = {"who": template.saved_by.full_name, "when": numbers.moment(template.saved_at)}
    return _("%(who)s changed this table meanwhile (%(when)s).") % said


def _saved(held: TableTemplate, columns: list[Placed], by: User) -> TableTemplate:
    definition = {**held.definition, "columns": assembled(columns)}
    return save_table(unit=held.unit, name=held.name, definition=definition, by=by, template=held)


def _check(held: TableTemplate, present: str, seen: str) -> None:
    if not present or present != seen:
        nothing = _("Nothing was changed. Look at it again.")
        raise RuleError(f"{said_stale(held)} {nothing}")


def _known(columns: list[Placed], place: int) -> int:
    if not 0 <= place < len(columns):
        raise RuleError(_("There is no such column."))
    return place
