"""Words of the list of cadres: its columns, its cells, its filters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cadres.codes import GENDERS, LADDERS, MANAGED_BY
from apps.presentation import labels, numbers

COLUMN_WORDS: dict[str, Any] = {
    "post": gettext_lazy("Post"),
    "unit": gettext_lazy("Unit"),
    "born": gettext_lazy("Born"),
    "gender": gettext_lazy("Gender"),
    "professional": gettext_lazy("Degree"),
    "political_theory": gettext_lazy("Political theory"),
    "state_management": gettext_lazy("State management"),
    "managed_by": gettext_lazy("Managed by"),
    "leads": gettext_lazy("Leads or manages"),
    "key": gettext_lazy("Staff number"),
}


def _highest(kind: str) -> Callable[[Any, date], str]:
    def cell(row: Any, day: date) -> str:
        ranks = LADDERS[kind].index
        held = [
            award
            for award in row.facts.qualifications
            if award[0] == kind and (award[2] is None or award[2].latest <= day)
        ]
        if not held:
            return ""
        return labels.level(max(held, key=lambda award: ranks(award[1]))[1], kind)

    return cell


def _born(row: Any, day: date) -> str:
    return numbers.partial(row.cadre.born)


_CELLS: dict[str, Callable[[Any, date], str]] = {
    "post": lambda row, day: row.post.title if row.post else _("concurrent post only"),
    "unit": lambda row, day: row.post.unit_name if row.post else "",
    "born": _born,
    "gender": lambda row, day: labels.word(row.cadre.gender, "GENDERS") if row.cadre.gender else "",
    "professional": _highest("professional"),
    "political_theory": _highest("political_theory"),
    "state_management": _highest("state_management"),
    "managed_by": lambda row, day: (
        labels.word(row.post.managed_by, "MANAGED_BY") if row.post else ""
    ),
    "leads": lambda row, day: _("Yes") if row.post and row.post.is_leadership else _("No"),
    "key": lambda row, day: row.cadre.key,
}


def cell(name: str, row: Any, day: date) -> str:
    """Return the text of a column of a row; empty when nothing is recorded."""
    return _CELLS[name](row, day)


def _ages() -> list[tuple[str, str]]:
    return [
        ("under-30", _("under 30")),
        ("30-39", _("30 to 39")),
        ("40-49", _("40 to 49")),
        ("50-59", _("50 to 59")),
        ("60-up", _("60 or over")),
    ]


def _lacks() -> list[tuple[str, str]]:
    return [
        ("born", _("no birth date")),
        ("born_day", _("birth date only partly known")),
        ("gender", _("no gender")),
        ("professional", _("no degree on record")),
        ("political_theory", _("no political theory on record")),
    ]


def _from(kind: str) -> list[tuple[str, str]]:
    ladder = LADDERS[kind][1:]
    return [
        (level, _("%(level)s or above") % {"level": labels.level(level, kind)})
        if level != ladder[-1]
        else (level, labels.level(level, kind))
        for level in ladder
    ]


def choices() -> list[dict[str, Any]]:
    """Return the filters of the list: name, words and options."""
    return [
        {"name": "age", "word": _("Age"), "options": _ages()},
        {
            "name": "gender",
            "word": _("Gender"),
            "options": [(code, labels.word(code, "GENDERS")) for code in GENDERS],
        },
        {
            "name": "leads",
            "word": _("Leads or manages"),
            "options": [("yes", _("Yes")), ("no", _("No"))],
        },
        {
            "name": "managed_by",
            "word": _("Managed by"),
            "options": [(code, labels.word(code, "MANAGED_BY")) for code in MANAGED_BY],
        },
        {"name": "degree", "word": _("Degree"), "options": _from("professional")},
        {"name": "theory", "word": _("Political theory"), "options": _from("political_theory")},
        {"name": "lacks", "word": _("Missing data"), "options": _lacks()},
    ]


def chips(wanted: Any) -> list[tuple[str, str]]:
    """Return the filters that are set: name and words."""
    found = []
    for choice in choices():
        value = getattr(wanted, choice["name"])
        if value:
            said = dict(choice["options"])[value]
            found.append((choice["name"], f"{choice['word']}: {said}"))
    return found
