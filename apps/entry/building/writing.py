"""From rows to the language of conditions, with every fault at its input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from apps.cadres.codes import GENDERS, LADDERS
from apps.entry.building.nodes import MODES, YES_OR_NO, Group, Node, Row, rows
from apps.entry.dates import read_date

_MOST = 1200


def written(root: Group) -> Any:
    """Return the group as JSON, or None when a row has a fault; faults stand in the rows.

    At the top a group of one row is that row.
    """
    if len(root.parts) == 1 and root.mode in ("all", "any"):
        value = _written(root.parts[0])
    else:
        value = _written(root)
    return None if any(row.faults for row in rows(root)) else value


def _written(node: Node) -> Any:
    if isinstance(node, Group):
        key, is_negated = MODES[node.mode]
        value: Any = {key: [_written(part) for part in node.parts]}
        return {"not": value} if is_negated else value
    node.faults.clear()
    if node.asks not in WRITERS and node.asks not in YES_OR_NO:
        node.faults["field"] = _("Choose what the row asks for, or remove the row.")
        return None
    if node.asks in YES_OR_NO:
        return {node.asks: not node.is_negated}
    value = {node.asks: WRITERS[node.asks](node)}
    return {"not": value} if node.is_negated else value


def _age(row: Row) -> Any:
    years = _number(row, "years")
    more: dict[str, Any] = {}
    if row.text("granularity") == "month":
        more["granularity"] = "month"
    if row.text("on"):
        more["on"] = _day(row, "on")
    return {"years": years, **more} if more else years


def _gender(row: Row) -> Any:
    if row.text("gender") not in GENDERS:
        row.faults["gender"] = _("Choose one.")
    return row.text("gender")


def _qualification(row: Row) -> Any:
    kind, _colon, level = row.text("level").partition(":")
    if level not in LADDERS.get(kind, ()):
        row.faults["level"] = _("Choose a level.")
    return {"kind": kind, "level": level}


def _trained(row: Row) -> Any:
    said: dict[str, Any] = {"category": row.text("category")}
    if not said["category"]:
        row.faults["category"] = _("Choose a kind of course.")
    if row.comparison == "within":
        return said | {"within_months": _number(row, "months")}
    said["since"] = _day(row, "since")
    if row.text("until"):
        said["until"] = _day(row, "until")
        if said["since"] and said["until"] and said["until"] < said["since"]:
            row.faults["until"] = _("The last day lies before the first.")
    return said


def _codes(row: Row) -> Any:
    return list(row.said.get("codes", []))


WRITERS: dict[str, Callable[[Row], Any]] = {
    "age_below": _age,
    "gender": _gender,
    "qualification_at_least": _qualification,
    "trained": _trained,
    "managed_by_in": _codes,
    "unit_kind_in": _codes,
}


def _number(row: Row, name: str) -> int | None:
    text = row.text(name)
    if not (text.isdecimal() and text.isascii()) or not 1 <= int(text[:9]) <= _MOST:
        row.faults[name] = _("Write a whole number from 1 to 1200.")
        return None
    return int(text)


def _day(row: Row, name: str) -> str | None:
    """Return a day as the language writes it; note what is wrong with it."""
    try:
        found = read_date(row.text(name))
    except ValueError as error:
        row.faults[name] = str(error)
        return None
    if not found.is_full:
        row.faults[name] = _("Write the day too: dd/mm/yyyy.")
        return None
    return found.full_day.isoformat()
