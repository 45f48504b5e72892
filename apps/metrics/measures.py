"""What a column of a statistical table counts. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass

from apps.targets.conditions import Condition


@dataclass(frozen=True)
class Assigned:
    """The posts assigned to the units, instead of a condition on people."""


Measure = Condition | Assigned
