"""What the access log says was read, and how it was asked for, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.common.partial import PartialDate
from apps.presentation import labels, numbers
from apps.presentation.bridges import part_word
from apps.presentation.lists.cadre_words import choices
from apps.presentation.templatetags.quality import rule_word

_KINDS: dict[str, Any] = {
    "ahead": gettext_lazy("the people by whom a verdict turns"),
    "cadre": gettext_lazy("a cadre"),
    "cadres": gettext_lazy("the list of cadres"),
    "moves": gettext_lazy("the people behind a change"),
    "number": gettext_lazy("a personal identification number"),
    "lookup": gettext_lazy("somebody out of sight, to receive them"),
    "conditions": gettext_lazy("how many people conditions describe"),
    "population": gettext_lazy("the people behind a figure"),
    "quality": gettext_lazy("the list of records to mend"),
    "report": gettext_lazy("a report"),
    "extract": gettext_lazy("everything held of a person"),
    "request": gettext_lazy("requests on personal data"),
    "units": gettext_lazy("the table of units"),
}
_NAMES: dict[str, Any] = {
    "day": gettext_lazy("Day"),
    "since": gettext_lazy("From"),
    "part": gettext_lazy("What changed"),
    "page": gettext_lazy("Page number"),
    "count": gettext_lazy("Lines"),
    "group": gettext_lazy("List"),
    "rule": gettext_lazy("What is wrong"),
    "q": gettext_lazy("Words"),
    "words": gettext_lazy("Words"),
    "unit": gettext_lazy("Unit"),
    "reason": gettext_lazy("Reason"),
    "report": gettext_lazy("Report"),
    "format": gettext_lazy("Format"),
    "scope": gettext_lazy("Units"),
    "plan": gettext_lazy("Plan"),
    "show": gettext_lazy("Kind"),
    "unmet": gettext_lazy("Only not met"),
    "order": gettext_lazy("Order"),
    "list": gettext_lazy("Long list"),
    "staff_number": gettext_lazy("Staff number"),
    "personal_number": gettext_lazy("Personal number"),
    "name": gettext_lazy("Full name"),
    "born": gettext_lazy("Born"),
    "asked": gettext_lazy("Conditions"),
    "request": gettext_lazy("Request"),
    "narrow": gettext_lazy("Few people"),
    "confirmed_by": gettext_lazy("Confirmed by"),
}
_SCOPES: dict[str, Any] = {
    "own": gettext_lazy("the unit alone"),
    "subtree": gettext_lazy("with the units below it"),
}
_ORDERS: dict[str, Any] = {
    "name": gettext_lazy("by name"),
    "unmet": gettext_lazy("by targets not met"),
    "least": gettext_lazy("by persons short, the fewest first"),
}
_REPORTS: dict[str, Any] = {
    "progress": gettext_lazy("Progress report"),
    "bm01": gettext_lazy("Form BM01/BNV"),
    "table": gettext_lazy("Statistical table"),
}
_VALUES: dict[str, Callable[[Any], Any]] = {
    "day": lambda value: numbers.day(date.fromisoformat(value)),
    "since": lambda value: numbers.day(date.fromisoformat(value)),
    "part": part_word,
    "born": lambda value: numbers.partial(PartialDate.parse(value)),
    "count": numbers.whole,
    "group": lambda value: labels.COUNTS[value].word,
    "report": lambda value: _REPORTS.get(value, value),
    "rule": rule_word,
    "scope": lambda value: _SCOPES.get(value, value),
    "show": lambda value: labels.UNIT_KINDS_MANY.get(value, value),
    "unmet": lambda value: _("Yes"),
    "narrow": lambda value: _("Yes") if value else _("No"),
    "order": lambda value: _ORDERS.get(value, value),
}


def kinds() -> dict[str, Any]:
    """Return what can be read, by its code, in words."""
    return _KINDS


def kind(code: str) -> str:
    """Say what was read."""
    return str(_KINDS.get(code, code))


def key(code: str) -> str:
    """Say whose data were read: a key, or everybody's within the reader's units."""
    return _("all within their units") if code == "*" else code


def asked_for(detail: dict[str, Any]) -> str:
    """Say what was asked for in an access, in the reader's language."""
    return " · ".join(f"{name}: {value}" for name, value in _pairs(detail))


def _pairs(detail: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    filters = {choice["name"]: choice for choice in choices()}
    for name, value in detail.items():
        if isinstance(value, dict):
            yield from _pairs(value)
        elif name in filters:
            yield filters[name]["word"], dict(filters[name]["options"]).get(value, value)
        elif value not in ("", None):
            yield _NAMES.get(name, name), _VALUES[name](value) if name in _VALUES else value
