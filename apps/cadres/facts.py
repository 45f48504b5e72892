"""What is recorded of a person, as plain values. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass

from apps.common.partial import PartialDate

Award = tuple[str, str, PartialDate | None]
Completion = tuple[str, PartialDate | None]


@dataclass(frozen=True)
class Facts:
    """What conditions look at: awards are (kind, level, day), completions (category, day)."""

    born: PartialDate | None = None
    gender: str = ""
    qualifications: tuple[Award, ...] = ()
    trainings: tuple[Completion, ...] = ()
    is_leadership: bool = False
    managed_by: str = "unit"
    unit_kind: str = "division"
