"""Targets as they might be: with other thresholds, with another age. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from apps.metrics.core.evaluate import Spec
from apps.targets.conditions import AgeBelow, AllOf, AnyOf, Condition, Not


@dataclass(frozen=True)
class Supposed:
    """What is supposed: thresholds by version, and the years below which people are young."""

    thresholds: Mapping[int, int] = field(default_factory=dict)
    years: int | None = None

    def of(self, spec: Spec) -> Spec:
        """Return a target as it is supposed to be; a threshold so holds for every unit."""
        if spec.version_id in self.thresholds:
            bp = self.thresholds[spec.version_id]
            spec = replace(spec, threshold_bp=bp, own_thresholds={})
        if self.years is None:
            return spec
        return replace(spec, criterion=_aged(spec.criterion, self.years))


AS_THEY_ARE = Supposed()


def _aged(condition: Condition, years: int) -> Condition:
    if isinstance(condition, AgeBelow):
        return replace(condition, years=years)
    if isinstance(condition, Not):
        return Not(_aged(condition.part, years))
    if isinstance(condition, AllOf | AnyOf):
        return type(condition)(tuple(_aged(part, years) for part in condition.parts))
    return condition
