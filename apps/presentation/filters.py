"""The query string as a dataclass. Bad input falls back to what is shown without it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict

_DAY = re.compile(
    r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2}))|(?:(?P<dd>\d{1,2})/(?P<mm>\d{1,2})/(?P<yy>\d{4}))"
)
_CODE = re.compile(r"[\w./-]{1,50}")


def read_day(text: str) -> date | None:
    """Read yyyy-mm-dd or dd/mm/yyyy; anything else, and days that no calendar has, are None."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return None
    parts = found.group("y", "m", "d") if found["y"] else found.group("yy", "mm", "dd")
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def _code(text: str) -> str:
    return text if _CODE.fullmatch(text) else ""


@dataclass(frozen=True)
class Filters:
    """What the address asks for; an empty value asks for nothing."""

    day: date | None = None
    plan: str = ""
    target: str = ""
    sort: str = ""
    show: str = ""
    unmet: bool = False
    # The tree on which a series is drawn: that of a day, "own" for each day's own.
    tree: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Read a query string."""
        codes = {
            name: _code(query.get(name, "")) for name in ("plan", "target", "sort", "show", "tree")
        }
        return cls(read_day(query.get("day", "")), unmet=query.get("unmet") == "1", **codes)

    def but(self, **changes: Any) -> Self:
        """Return the same with some values changed."""
        return replace(self, **changes)

    def query(self) -> str:
        """Return the query string, with its question mark, that asks for the same."""
        asked = {
            "day": self.day.isoformat() if self.day else "",
            "plan": self.plan,
            "target": self.target,
            "sort": self.sort,
            "show": self.show,
            "unmet": "1" if self.unmet else "",
            "tree": self.tree,
        }
        said = urlencode({name: value for name, value in asked.items() if value}, safe="/")
        return f"?{said}" if said else ""

    @property
    def place(self) -> Self:
        """What every page keeps: the day and the plan."""
        return replace(self, target="", sort="", show="", unmet=False, tree="")


def read_number(text: str) -> int:
    """Read a whole number from 0 up; anything else is 0."""
    return int(text) if text.isdecimal() and len(text) < 7 else 0
