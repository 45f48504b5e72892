"""Reading the parts of a condition from JSON, each with the path of the fault. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from apps.common.partial import PartialDate


class ConditionError(ValueError):
    """A condition is malformed. ``path`` says where ("$.all[1].age_below"), ``reason`` why."""

    def __init__(self, path: str, template: str, **said: object) -> None:
        self.path, self.template, self.said = path, template, said
        self.reason = template % said if said else template
        super().__init__(f"{path}: {self.reason}")


def only(body: Any, needed: set[str], optional: set[str], path: str) -> None:
    """Refuse what is no object, lacks a needed key, or has an unknown one."""
    if not isinstance(body, dict):
        raise ConditionError(path, "expected an object")
    if missing := needed - body.keys():
        raise ConditionError(path, "missing %(keys)s", keys=", ".join(sorted(missing)))
    if unknown := body.keys() - needed - optional:
        raise ConditionError(path, "unknown key %(keys)s", keys=", ".join(sorted(unknown)))


def a_list(body: Any, path: str) -> list[Any]:
    """Return a list."""
    if not isinstance(body, list):
        raise ConditionError(path, "expected a list")
    return body


def a_count(body: Any, path: str) -> int:
    """Return a whole number from 1 to 1200."""
    if isinstance(body, bool) or not isinstance(body, int) or not 1 <= body <= 1200:
        raise ConditionError(path, "expected a whole number from 1 to 1200")
    return body


def a_text(body: Any, path: str) -> str:
    """Return a code that is not empty."""
    if not isinstance(body, str) or not body:
        raise ConditionError(path, "expected a code")
    return body


def a_date(body: Any, path: str) -> date:
    """Return a full date."""
    try:
        return PartialDate.parse(body).full_day
    except (TypeError, ValueError) as error:
        raise ConditionError(path, "expected a date YYYY-MM-DD") from error


def a_code(body: Any, known: Iterable[str], path: str) -> str:
    """Return one of the known codes."""
    if not isinstance(body, str) or body not in known:
        reason = "unknown value %(value)s; known are %(known)s"
        raise ConditionError(path, reason, value=repr(body), known=", ".join(known))
    return body


def some_codes(body: Any, known: Iterable[str], path: str) -> tuple[str, ...]:
    """Return a list of known codes."""
    codes = a_list(body, path)
    return tuple(a_code(code, known, f"{path}[{i}]") for i, code in enumerate(codes))


def a_boolean(body: Any, path: str) -> bool:
    """Return true or false."""
    if not isinstance(body, bool):
        raise ConditionError(path, "expected true or false")
    return body
