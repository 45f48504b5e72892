"""The change history in words: what was changed, from what, to what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.fields import FieldClass, Reading, reading, rule_of
from apps.accounts.roles import ROLE_NAMES, Permission
from apps.audit.selectors import Change, FieldChange
from apps.cadres.models import Appointment, Cadre
from apps.common.dated import PartialDateField
from apps.common.partial import PartialDate
from apps.presentation import labels, numbers
from apps.targets.conditions import ConditionError, parse
from apps.targets.sentences import criterion_sentence
from apps.units.models import Unit

_ACTS: dict[str, str | Promise] = {
    "insert": gettext_lazy("added"),
    "update": gettext_lazy("changed"),
    "delete": gettext_lazy("deleted"),
}
# Columns that only point elsewhere or repeat what the row says of itself.
_SILENT = {"cadre_id", "target_id", "plan_id", "position"}
# What a row points to, in words.
_COLUMNS: dict[str, str | Promise] = {
    "unit_id": gettext_lazy("unit"),
    "parent_id": gettext_lazy("parent unit"),
    "category_id": gettext_lazy("kind of course"),
    "predecessor_id": gettext_lazy("predecessor"),
    "successor_id": gettext_lazy("successor"),
    "user_id": gettext_lazy("user"),
    "asked_by_id": gettext_lazy("asked for by"),
    "decided_by_id": gettext_lazy("decided by"),
}
USER_COLUMNS = ("user_id", "asked_by_id", "decided_by_id")
_LISTS = {
    "gender": "GENDERS",
    "managed_by": "MANAGED_BY",
    "rating": "RATINGS",
    "ended_by": "ENDINGS",
    "ground": "RETIREMENT_GROUNDS",
}


@dataclass(frozen=True)
class Line:
    """One column before and after, in words; an empty side is None."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Entry:
    """One change in words."""

    at: datetime
    who: str
    reason: str
    what: str
    act: str
    act_word: str | Promise
    about: str
    lines: list[Line]
    summary: list[str]


@dataclass(frozen=True)
class Names:
    """Names for the keys that changes mention: by id, training categories by code."""

    units: dict[int, str]
    users: dict[int, str]
    cadres: dict[int, str]
    categories: dict[str, str]


def entries(changes: list[Change], names: Names, held: frozenset[Permission]) -> list[Entry]:
    """Return changes in words, as far as somebody who holds some permissions may read them."""
    return [
        Entry(
            at=change.at,
            who=change.username or _("the system"),
            reason=change.reason,
            what=_what(change),
            act=change.act,
            act_word=_ACTS.get(change.act, change.act),
            about=_about(change, names),
            lines=_lines(change, names, held),
            summary=_summary(change, names, held),
        )
        for change in changes
    ]


def _what(change: Change) -> str:
    name = str(change.model._meta.verbose_name)
    kind = change.row.get("kind")
    if change.model._meta.model_name == "qualification" and kind:
        return labels.word(kind, "QUALIFICATION_KINDS")
    return name[:1].upper() + name[1:]


def _about(change: Change, names: Names) -> str:
    """Return whom or what a change is about, by key or name, where the row does not say it."""
    row = change.row
    if change.model is Cadre:
        return str(row.get("key", ""))
    if "cadre_id" in row:
        return names.cadres.get(row["cadre_id"], f"#{row['cadre_id']}")
    return str(row.get("code") or row.get("key") or "")


def _lines(change: Change, names: Names, held: frozenset[Permission]) -> list[Line]:
    shown = [field for field in change.fields if field.name not in _SILENT]
    lines = [_line(change, field, names, held) for field in shown]
    return [line for line in lines if line.old or line.new]


def _summary(change: Change, names: Names, held: frozenset[Permission]) -> list[str]:
    """Return the values of a whole row, as a phrase each."""
    said = [
        _phrase(change, column, names)
        for column in change.model._meta.concrete_fields
        if reading(change.model, column.attname, held, change.row) == Reading.WHOLE
    ]
    return [phrase for phrase in said if phrase]


def _phrase(change: Change, column: Any, names: Names) -> str:
    value = change.row.get(column.attname)
    is_said_above = column.attname in ("key", "kind") and change.model is not Unit
    if column.attname in _SILENT or is_said_above or value in (None, "", False):
        return ""
    if value is True:
        return str(column.verbose_name)
    text = _saying(change, column.attname, column, names)(value)
    if isinstance(column, PartialDateField | models.DateField):
        return f"{column.verbose_name} {text}"
    return text


def _line(change: Change, field: FieldChange, names: Names, held: frozenset[Permission]) -> Line:
    column = _column(change.model, field.name)
    word = str(_COLUMNS.get(field.name) or (column.verbose_name if column else field.name))
    rule = rule_of(change.model, field.name, change.row)
    if rule is not None and rule.field_class == FieldClass.SENSITIVE:
        word = _("sensitive item: %s") % word
    say = _saying(change, field.name, column, names)
    if rule is not None and rule.reading(held) != Reading.WHOLE:
        say = _withheld
    return Line(
        word[:1].upper() + word[1:],
        None if field.old in (None, "") else say(field.old),
        None if field.new in (None, "") else say(field.new),
    )


def _column(model: type[models.Model], name: str) -> Any:
    return next((f for f in model._meta.concrete_fields if f.attname == name), None)


def _saying(change: Change, name: str, column: Any, names: Names) -> Callable[[Any], str]:
    """Return how a column's values are said."""
    by_name: dict[str, Callable[[Any], str]] = {
        "level": lambda value: labels.level(value, change.row.get("kind", "professional")),
        "category_id": lambda value: names.categories.get(value, value),
        "threshold_bp": numbers.threshold,
        "kind": lambda value: labels.word(value, _kind_list(change.model)),
        "role": lambda value: str(ROLE_NAMES.get(value, value)),
        **dict.fromkeys(USER_COLUMNS, lambda value: names.users.get(value, f"#{value}")),
        "population": lambda value: _condition(value, names),
        "criterion": lambda value: _condition(value, names),
    }
    if name in by_name:
        return by_name[name]
    if name in _LISTS:
        return lambda value: labels.word(value, _LISTS[name])
    if isinstance(column, models.ForeignKey) and column.related_model is Unit:
        return lambda value: names.units.get(value, f"#{value}")
    return _by_type(column)


def _withheld(value: Any) -> str:
    return _("on record, not shown here")


def _condition(value: Any, names: Names) -> str:
    try:
        return criterion_sentence(parse(value), labels.language(), names.categories)
    except ConditionError:
        return str(value)


def _kind_list(model: type[models.Model]) -> str:
    return {Unit: "UNIT_KINDS", Appointment: "APPOINTMENT_KINDS"}.get(model, "QUALIFICATION_KINDS")


def _by_type(column: Any) -> Callable[[Any], str]:
    if isinstance(column, PartialDateField | models.DateField):
        return lambda value: numbers.partial(PartialDate.parse(str(value)[:10]))
    if isinstance(column, models.BooleanField):
        return lambda value: _("Yes") if value else _("No")
    choices = dict(getattr(column, "flatchoices", ()))

    def said(value: Any) -> str:
        if isinstance(value, list):
            return ", ".join(map(said, value))
        return str(choices.get(value, value) if isinstance(value, Hashable) else value)

    return said


def mentioned(changes: list[Change], columns: Collection[str]) -> set[int]:
    """Return the ids that changes hold in some columns, before and after."""
    rows = {change.row.get(column) for change in changes for column in columns}
    olds = {field.old for change in changes for field in change.fields if field.name in columns}
    return {value for value in rows | olds if isinstance(value, int)}
