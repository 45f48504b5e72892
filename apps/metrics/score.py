"""How a unit stands on a target: counts with what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from apps.metrics.core.disclosure import FEW, STEP
from apps.metrics.core.verdict import WHOLE, Verdict, judge


@dataclass(frozen=True, slots=True)
class Range:
    """A count in fives, and the least and the most that it can be."""

    shown: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Score:
    """Counts, the threshold, and the judgement that follows from them.

    ``in_fives`` says that the counts are protected, and that nothing here tells more than they do:
    the verdict is the one that every count leaves that they may stand for, else undetermined.
    """

    met: int
    not_met: int
    unknown: int
    threshold_bp: int
    population: int
    verdict: Verdict
    gap_replace: int | None
    gap_add: int | None
    slack: int | None
    in_fives: bool = False

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

    @classmethod
    def of_ranges(cls, population: Range, met: Range, unknown: Range, threshold_bp: int) -> Self:
        """Judge protected counts. Of a few people nothing is said, nor that there are none."""
        if population.shown < FEW:
            few = Verdict.TOO_FEW
            return cls(0, 0, 0, threshold_bp, 0, few, None, None, None, in_fives=True)
        met_shown = min(met.shown, population.shown)
        unknown_shown = min(unknown.shown, population.shown - met_shown)
        not_met = population.shown - met_shown - unknown_shown
        verdict = Verdict.UNDETERMINED
        if met.low * WHOLE >= threshold_bp * population.high:
            verdict = Verdict.MET
        elif (met.high + unknown.high) * WHOLE < threshold_bp * population.low:
            verdict = Verdict.NOT_MET
        found = judge(
            met=met_shown, not_met=not_met, unknown=unknown_shown, threshold_bp=threshold_bp
        )
        is_short, is_met = verdict == Verdict.NOT_MET, verdict == Verdict.MET
        return cls(
            met_shown,
            not_met,
            unknown_shown,
            threshold_bp,
            population.shown,
            verdict,
            _about(found.gap_replace) if is_short else 0,
            _about(found.gap_add) if is_short else 0,
            _about(found.slack) if is_met else 0,
            in_fives=True,
        )

    @property
    def is_small(self) -> bool:
        """Whether too few are counted for a ratio to say much: no rank then."""
        return self.population < SMALL

    @property
    def rank(self) -> tuple[int, int]:
        """Sort by persons short, then undetermined, then least to spare; nobody to count last."""
        order = (
            Verdict.NOT_MET,
            Verdict.UNDETERMINED,
            Verdict.MET,
            Verdict.NO_POPULATION,
            Verdict.TOO_FEW,
        )
        size = (self.slack or 0) if self.verdict == Verdict.MET else -(self.gap_replace or 0)
        return order.index(self.verdict), size


SMALL = 7


def _about(count: int | None) -> int | None:
    """Return a number of persons in fives: five at least, where there are any."""
    return None if count is None else -(-count // STEP) * STEP
