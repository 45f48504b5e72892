"""What a decision orders: units that open, merge, split, move and close, and where people go.

Whom nothing else sends somewhere follows a merged unit into the one that takes over. From units
that are split, closed or hand over a part, people go by name or by rule, never by guess. Pure: no
Django.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Open:
    """Set up a unit under a parent."""

    unit: str
    name: str
    kind: str
    parent: str
    code: str = ""


@dataclass(frozen=True)
class Rename:
    """Give a unit another name."""

    unit: str
    name: str


@dataclass(frozen=True)
class Move:
    """Put a unit, with everything below it, under another parent."""

    unit: str
    parent: str


@dataclass(frozen=True)
class Merge:
    """Close units and let another take over from them; it may be one of them."""

    units: tuple[str, ...]
    into: str


@dataclass(frozen=True)
class Split:
    """Close a unit and let several others take over from it."""

    unit: str
    into: tuple[str, ...]


@dataclass(frozen=True)
class Transfer:
    """Let another unit take over a part of one that stays."""

    unit: str
    into: str


@dataclass(frozen=True)
class Close:
    """Close a unit that nobody takes over from."""

    unit: str


Act = Open | Rename | Move | Merge | Split | Transfer | Close


@dataclass(frozen=True)
class Rule:
    """Send the posts of a unit, those that fit the description, to another."""

    source: str
    to: str
    title: str = ""
    managed_by: tuple[str, ...] = ()
    is_leadership: bool | None = None


@dataclass(frozen=True)
class Named:
    """Send one person's posts to a unit; None lets the person leave."""

    cadre: str
    to: str | None


@dataclass(frozen=True)
class Plan:
    """What a decision orders for a day."""

    name: str
    decision: str
    effective_on: date
    acts: tuple[Act, ...]
    rules: tuple[Rule, ...]
    named: tuple[Named, ...]

    def of(self, kind: type[Any]) -> Iterator[Any]:
        """Yield the acts of one kind in their order."""
        return (act for act in self.acts if isinstance(act, kind))

    def closing(self) -> list[str]:
        """Return the keys of the units that end."""
        merged = [key for act in self.of(Merge) for key in act.units if key != act.into]
        return [
            *merged,
            *(act.unit for act in self.of(Split)),
            *(act.unit for act in self.of(Close)),
        ]

    def followed(self) -> dict[str, str]:
        """Return into which unit the people of each merged unit go without being told."""
        return {key: act.into for act in self.of(Merge) for key in act.units if key != act.into}

    def successions(self) -> list[tuple[str, str]]:
        """Return each unit with one that takes over from it, or from a part of it."""
        merged = list(self.followed().items())
        split = [(act.unit, key) for act in self.of(Split) for key in act.into]
        return [*merged, *split, *((act.unit, act.into) for act in self.of(Transfer))]

    def sources(self) -> list[str]:
        """Return the keys of the units whose people may go elsewhere."""
        return [*self.closing(), *(act.unit for act in self.of(Transfer))]

    def places(self) -> Iterator[tuple[str, str]]:
        """Yield each unit that an act or a rule names, with its place: "acts[3].merge.into"."""
        for i, act in enumerate(self.acts):
            for name, value in vars(act).items():
                for key in sorted(_keys_of(name, value)):
                    yield f"acts[{i}].{type(act).__name__.lower()}.{name}", key
        for rule in self.rules:
            yield "people.from", rule.source
            yield "people.to", rule.to
        yield from (("people.to", named.to) for named in self.named if named.to)

    def keys(self) -> set[str]:
        """Return the keys of all units that the plan names."""
        return {key for _path, key in self.places()}


_KEYS = {"unit", "units", "parent", "into"}


def _keys_of(name: str, value: Any) -> set[str]:
    if name not in _KEYS:
        return set()
    return {value} if isinstance(value, str) else set(value)
