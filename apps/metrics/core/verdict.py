"""Judging counts against a threshold, in integers only.

Thresholds are in basis points: 1500 is 15 %. ``met >= t * n`` is asked as
``10_000 * met >= bp * n``, so that no ratio is ever rounded before it is compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

WHOLE = 10_000


class Verdict(StrEnum):
    """What a count says about a target."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"
    NO_POPULATION = "no_population"
    # Of protected counts: too few people to say anything, or nobody.
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Judgement:
    """The verdict with the gaps in people: None where the question does not arise.

    ``gap_replace`` people to be changed with the population fixed; ``gap_add`` the fewest new
    people who all meet the condition; ``slack`` people who can be lost by becoming not met.
    """

    verdict: Verdict
    gap_replace: int | None
    gap_add: int | None
    slack: int | None


def judge(*, met: int, not_met: int, unknown: int, threshold_bp: int) -> Judgement:
    """Judge one count of people against a threshold from 1 to 10 000 basis points."""
    population = met + not_met + unknown
    if population == 0:
        return Judgement(Verdict.NO_POPULATION, None, None, None)
    needed = -(-threshold_bp * population // WHOLE)
    if met >= needed:
        verdict = Verdict.MET
    elif met + unknown < needed:
        verdict = Verdict.NOT_MET
    else:
        verdict = Verdict.UNDETERMINED
    short, spare = max(0, needed - met), max(0, met - needed)
    return Judgement(verdict, short, _gap_add(met, population, threshold_bp), spare)


def _gap_add(met: int, population: int, threshold_bp: int) -> int | None:
    lacking = threshold_bp * population - WHOLE * met
    if lacking <= 0:
        return 0
    if threshold_bp == WHOLE:
        return None
    return -(-lacking // (WHOLE - threshold_bp))


def verdicts(
    met: np.ndarray, unknown: np.ndarray, population: np.ndarray, threshold_bp: np.ndarray
) -> np.ndarray:
    """Return the verdict on each of many counts, arrays of integers of one shape."""
    needed = _needed(population, threshold_bp)
    return np.select(
        [population == 0, met >= needed, met + unknown < needed],
        [Verdict.NO_POPULATION.value, Verdict.MET.value, Verdict.NOT_MET.value],
        default=Verdict.UNDETERMINED.value,
    )


def _needed(population: np.ndarray, threshold_bp: np.ndarray) -> np.ndarray:
    """Return how many of each population must meet the condition."""
    needed: np.ndarray = -(-threshold_bp * population // WHOLE)
    return needed


def judge_all(counts: pd.DataFrame) -> pd.DataFrame:
    """Judge every row of met, not_met, unknown and threshold_bp.

    Returns the same rows with population, verdict, gap_replace, gap_add and slack added; gaps are
    nullable integers.
    """
    met = counts["met"].to_numpy(dtype=np.int64)
    unknown = counts["unknown"].to_numpy(dtype=np.int64)
    bp = counts["threshold_bp"].to_numpy(dtype=np.int64)
    population = met + unknown + counts["not_met"].to_numpy(dtype=np.int64)
    needed = _needed(population, bp)
    lacking = np.maximum(0, bp * population - WHOLE * met)
    added = -(-lacking // np.maximum(1, WHOLE - bp))
    empty = population == 0
    return counts.assign(
        population=population,
        verdict=verdicts(met, unknown, population, bp),
        gap_replace=_nullable(np.maximum(0, needed - met), empty),
        gap_add=_nullable(added, empty | ((bp == WHOLE) & (lacking > 0))),
        slack=_nullable(np.maximum(0, met - needed), empty),
    )


def _nullable(values: np.ndarray, missing: np.ndarray) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(values.astype(np.int64), missing)
