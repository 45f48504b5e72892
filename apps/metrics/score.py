"""How a unit stands on a target: counts with what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from apps.metrics.core.verdict import Verdict, judge


@dataclass(frozen=True, slots=True)
class Score:
    """Counts, the threshold, and the judgement that follows from them."""

    met: int
    not_met: int
    unknown: int
    threshold_bp: int
    population: int
    verdict: Verdict
    gap_replace: int | None
    gap_add: int | None
    slack: int | None

    @classmethod
    def of(cls, met: int, not_met: int, unknown: int, threshold_bp: int) -> Self:
        """Judge counts against a threshold."""
        found = judge(met=met, not_met=not_met, unknown=unknown, threshold_bp=threshold_bp)
        return cls(
            met,
            not_met,
            unknown,
            threshold_bp,
            met + not_met + unknown,
            found.verdict,
            found.gap_replace,
            found.gap_add,
            found.slack,
        )

    @property
    def is_small(self) -> bool:
        """Whether too few are counted for a ratio to say much: no rank then."""
        return self.population < SMALL

    @property
    def rank(self) -> tuple[int, int]:
        """Sort by persons short, then undetermined, then least to spare; nobody to count last."""
        order = (Verdict.NOT_MET, Verdict.UNDETERMINED, Verdict.MET, Verdict.NO_POPULATION)
        size = (self.slack or 0) if self.verdict == Verdict.MET else -(self.gap_replace or 0)
        return order.index(self.verdict), size


SMALL = 7
