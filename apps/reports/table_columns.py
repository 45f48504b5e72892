"""The columns of a table one after the other, each with the headings over it. Pure: no Django."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any


@dataclass(frozen=True)
class Placed:
    """A column as JSON, with the labels of the headings over it from the top down."""

    column: dict[str, Any]
    over: tuple[Any, ...] = ()

    @property
    def mark(self) -> str:
        """What tells whether it is still the same."""
        return mark_of([self.column, list(self.over)])


def laid_out(columns: Sequence[dict[str, Any]], over: tuple[Any, ...] = ()) -> list[Placed]:
    """Return the columns of a definition from left to right."""
    found: list[Placed] = []
    for part in columns:
        if "columns" in part:
            found += laid_out(part["columns"], (*over, part["label"]))
        else:
            found.append(Placed(part, over))
    return found


def assembled(placed: Iterable[Placed]) -> list[dict[str, Any]]:
    """Return the columns of a definition; neighbours under the same heading share it."""
    parts: list[dict[str, Any]] = []
    for first, run in groupby(placed, key=lambda one: one.over[:1]):
        if not first:
            parts += [one.column for one in run]
            continue
        inner = assembled(replace(one, over=one.over[1:]) for one in run)
        parts.append({"label": first[0], "columns": inner})
    return parts


def moved(placed: Sequence[Placed], place: int, to: int) -> list[Placed]:
    """Return the columns with one of them at another place, as near as there is one."""
    kept = list(placed)
    one = kept.pop(place)
    kept.insert(max(0, min(to, len(kept))), one)
    return kept


def label_of(vi: str, en: str) -> Any:
    """Return a label as JSON: one text where it reads the same in both languages."""
    return {"vi": vi, "en": en} if en and en != vi else vi


def texts_of(label: Any) -> tuple[str, str]:
    """Return what a label says in Vietnamese, and in English where that differs."""
    return (label["vi"], label["en"]) if isinstance(label, dict) else (label, "")


def mark_of(value: Any) -> str:
    """Return a short text that is another one for another value."""
    said = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:24]
