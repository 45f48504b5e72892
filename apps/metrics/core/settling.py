"""What settling one fact of one person would make of the verdicts.

A fact can turn out in so many ways: a birth on either side of every age that a target asks
about, each sex, a level below or above each one asked about, a course inside or outside each
window. For each way the person is judged anew by the targets' own conditions. Then each verdict,
of a unit with everything below it, is asked for again with that one person counted so:

- the fact *settles* the verdict when it is undetermined now and decided in whichever way the
  fact turns out;
- it *may turn* the verdict when some way gives another verdict than now: undetermined becomes
  decided, or what is decided by a value in doubt becomes something else;
- it *shares in* the verdict when it is undetermined and the person is one of the unknown people
  and would be known.

A record weighs as many verdicts as it settles, then may turn, then shares in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from apps.cadres.codes import LADDERS
from apps.cadres.columns import EVER, NEVER, day_number, trained_columns
from apps.cadres.quality import Fact, Rule, Severity
from apps.metrics.core.evaluate import Spec, codes
from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN, roll_down, roll_up
from apps.metrics.core.verdict import Verdict, verdicts
from apps.targets.conditions import AgeBelow, Condition, QualificationAtLeast, Trained, leaves
from apps.targets.states import age_cut

WEIGHTS = ("settles", "may_turn", "shares")
_BIT = {code: 1 << code for code in (OUTSIDE, NOT_MET, UNKNOWN, MET)}
_KNOWN = _BIT[MET] | _BIT[NOT_MET]

Way = tuple[dict[str, int], np.ndarray]


def outcomes(rule: Rule, people: pd.DataFrame, specs: Sequence[Spec], day: date) -> np.ndarray:
    """Return for each person and target the codes that are possible, as bits (1 << code).

    Nothing is possible (0) where no target looks at the fact.
    """
    found = np.zeros((len(people), len(specs)), dtype=np.uint8)
    if rule.fact == Fact.PERSON:
        for i, spec in enumerate(specs):
            found[:, i] = _BIT[OUTSIDE] | 1 << codes(spec, people, day)
        return found
    for columns, is_possible in _ways(rule, people, specs, day):
        supposed = people.assign(**columns)
        for i, spec in enumerate(specs):
            bits = (1 << codes(spec, supposed, day)).astype(np.uint8)
            found[:, i] |= np.where(is_possible, bits, 0).astype(np.uint8)
    return found


def _ways(rule: Rule, people: pd.DataFrame, specs: Sequence[Spec], day: date) -> Iterator[Way]:
    tips = [tip for spec in specs for tip in leaves(spec.criterion)]
    if rule.fact == Fact.BORN:
        yield from _births(rule, people, tips, day)
    elif rule.fact == Fact.GENDER:
        for gender in (1, 2):
            yield {"gender": gender}, np.ones(len(people), dtype=bool)
    elif rule.fact == Fact.QUALIFICATION:
        yield from _awards(rule, people, tips)
    elif rule.fact == Fact.TRAINING:
        yield from _courses(people, tips, day)


def _intervals(
    cuts: set[int], low: np.ndarray, high: np.ndarray
) -> Iterator[tuple[int, np.ndarray]]:
    """Yield a value of each interval between cuts, and whose values from low to high reach it.

    A cut is the last value of its interval.
    """
    if not cuts:
        return
    ordered = sorted(cuts)
    yield ordered[0], low <= ordered[0]
    for before, last in zip(ordered, ordered[1:], strict=False):
        yield last, (low <= last) & (high > before)
    yield ordered[-1] + 1, high > ordered[-1]


def _births(rule: Rule, people: pd.DataFrame, tips: list[Condition], day: date) -> Iterator[Way]:
    cuts = {day_number(age_cut(tip, day)) for tip in tips if isinstance(tip, AgeBelow)}
    low, high = people["born_from"].to_numpy(), people["born_to"].to_numpy()
    if rule.severity == Severity.CONTRADICTION:
        low, high = np.full_like(low, NEVER), np.full_like(high, EVER)
    for born, is_possible in _intervals(cuts, low, high):
        yield {"born_from": born, "born_to": born}, is_possible


def _awards(rule: Rule, people: pd.DataFrame, tips: list[Condition]) -> Iterator[Way]:
    kind = rule.kind
    asked = [t for t in tips if isinstance(t, QualificationAtLeast) and t.kind == kind]
    if not asked:
        return
    low = people[f"{kind}_certain"].to_numpy()
    high = people[f"{kind}_possible"].to_numpy()
    if rule.severity == Severity.MISSING:
        low, high = np.zeros_like(low), np.full_like(high, len(LADDERS[kind]) - 1)
    for rank, is_possible in _intervals({tip.rank - 1 for tip in asked}, low, high):
        names = (f"{kind}_certain", f"{kind}_possible")
        yield {**dict.fromkeys(names, rank), f"{kind}_recorded": True}, is_possible


def _courses(people: pd.DataFrame, tips: list[Condition], day: date) -> Iterator[Way]:
    starts: dict[tuple[str, str], set[int]] = {}
    for tip in tips:
        if isinstance(tip, Trained):
            since, until = tip.window(day)
            columns = trained_columns(tip.category, until)
            starts.setdefault(columns, set()).add(day_number(since) - 1)
    for (certain, possible), cuts in starts.items():
        low, high = people[certain].to_numpy(), people[possible].to_numpy()
        for done, is_possible in _intervals(cuts, low, high):
            yield {certain: done, possible: done}, is_possible


def breaks(rule: Rule, people: pd.DataFrame) -> np.ndarray:
    """Return who lacks a rule's fact, or of whom it is not fully known; for those two severities.

    A kind of qualification that no target asks about is not in the frame: nobody breaks its rule.
    """
    is_missing = rule.severity == Severity.MISSING
    if rule.fact == Fact.BORN:
        first, last = people["born_from"].to_numpy(), people["born_to"].to_numpy()
        return first == NEVER if is_missing else (first < last) & (first != NEVER)
    if rule.fact == Fact.GENDER:
        return people["gender"].to_numpy() == 0
    stem = "trained_" if rule.fact == Fact.TRAINING else f"{rule.kind}_"
    if not is_missing:
        return _is_looser(people, stem)
    recorded = f"{rule.kind}_recorded"
    return ~people[recorded].to_numpy() if recorded in people else np.zeros(len(people), dtype=bool)


def _is_looser(people: pd.DataFrame, stem: str) -> np.ndarray:
    """Return where a column of what is possible says more than its column of what is certain."""
    looser = np.zeros(len(people), dtype=bool)
    for name in people:
        if str(name).startswith(stem) and str(name).endswith("_possible"):
            certain = people[f"{str(name).removesuffix('_possible')}_certain"]
            looser |= people[name].to_numpy() > certain.to_numpy()
    return looser


def is_to_settle(person_codes: np.ndarray, possible: np.ndarray) -> np.ndarray:
    """Return who is unknown for some target and would be known for it in some way."""
    found: np.ndarray = ((person_codes == UNKNOWN) & (possible & _KNOWN > 0)).any(axis=1)
    return found


@dataclass(frozen=True)
class Stakes:
    """The verdicts on a day: counts by unit, target and met, not met, unknown; the thresholds."""

    units: pd.DataFrame
    counts: np.ndarray
    thresholds: np.ndarray

    @cached_property
    def verdicts(self) -> np.ndarray:
        """The verdict by unit and target."""
        return _judged(self.counts, self.thresholds)

    @cached_property
    def is_open(self) -> np.ndarray:
        """Whether the verdict is undetermined, by unit and target."""
        found: np.ndarray = self.verdicts == Verdict.UNDETERMINED.value
        return found

    def effect(self, target: int, code: int, possible: int) -> np.ndarray:
        """Return by unit whether one such person settles, may turn and shares in the verdict."""
        now, is_open = self.verdicts[:, target], self.is_open[:, target]
        settles, may_turn = is_open.copy(), np.zeros(len(now), dtype=bool)
        for other, bit in _BIT.items():
            if possible & bit:
                then = self._with_one_moved(target, code, other)
                settles &= then != Verdict.UNDETERMINED.value
                may_turn |= then != now
        shares = is_open & (code == UNKNOWN and bool(possible & _KNOWN))
        return np.stack([settles & (possible > 0), may_turn, shares], axis=1)

    def _with_one_moved(self, target: int, code: int, other: int) -> np.ndarray:
        counts = self.counts[:, target].copy()
        for place, step in ((code, -1), (other, 1)):
            if place != OUTSIDE:
                counts[:, (MET, NOT_MET, UNKNOWN).index(place)] += step
        return _judged(counts, self.thresholds[:, target])

    def weights(
        self, rows: np.ndarray, person_codes: np.ndarray, possible: np.ndarray
    ) -> np.ndarray:
        """Return for each record how many verdicts it settles, may turn and shares in.

        ``rows`` is the place of each person's unit: its verdict and those of all units above
        count. Codes and what is possible are by record and target.
        """
        total = np.zeros((len(rows), len(WEIGHTS)), dtype=np.int64)
        for target in range(person_codes.shape[1]):
            cases = person_codes[:, target].astype(np.int64) * 16 + possible[:, target]
            for case in np.unique(cases).tolist():
                of_case = cases == case
                effect = self.effect(target, *divmod(case, 16)).astype(np.int64)
                total[of_case] += roll_down(effect, self.units)[rows[of_case]]
        return total

    def decided_together(
        self, rows: np.ndarray, person_codes: np.ndarray, possible: np.ndarray
    ) -> np.ndarray:
        """Return by unit how many open verdicts are decided once all these records are settled."""
        is_sure = (person_codes == UNKNOWN) & (possible > 0) & (possible & _BIT[UNKNOWN] == 0)
        sure = np.zeros(self.is_open.shape, dtype=np.int64)
        np.add.at(sure, rows, is_sure.astype(np.int64))
        decided = self.is_open & (roll_up(sure, self.units) == self.counts[:, :, 2])
        count: np.ndarray = decided.sum(axis=1)
        return count


def _judged(counts: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    return verdicts(counts[..., 0], counts[..., 2], counts.sum(axis=-1), thresholds)
