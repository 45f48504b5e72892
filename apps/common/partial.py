"""Dates of which only the year, or the year and month, may be known."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date as far as it is known: a year, a month of a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse a date that no calendar has."""
        if self.day is not None and self.month is None:
            raise ValueError("a day without its month")
        month, day = (1 if part is None else part for part in (self.month, self.day))
        date(self.year, month, day)

    @classmethod
    @lru_cache(maxsize=65536)
    def parse(cls, text: str) -> PartialDate:
        """Read YYYY, YYYY-MM or YYYY-MM-DD; raise ValueError for anything else."""
        found = _ISO.fullmatch(text)
        if not found:
            raise ValueError(f"not YYYY, YYYY-MM or YYYY-MM-DD: {text!r}")
        return cls(*(int(part) if part else None for part in found.groups()))  # type: ignore[arg-type]

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """Return a fully known day."""
        return cls(day.year, day.month, day.day)

    @property
    def earliest(self) -> date:
        """The first day that the date can stand for."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that the date can stand for."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def is_full(self) -> bool:
        """Whether the day itself is known."""
        return self.day is not None

    @property
    def full_day(self) -> date:
        """The day, which must be known; raise ValueError when it is not."""
        if not self.is_full:
            raise ValueError(f"not a full date: {self}")
        return self.earliest

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)
