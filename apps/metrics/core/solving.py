"""The fewest acts that meet all targets at once: an integer programme, solved and proven.

All arithmetic of thresholds is in integers, as in ``verdict``: met >= t * n is asked as
10 000 * met - bp * n >= 0, which is linear in how often each thing is done. What the solver finds
is checked again in integers; that fewer will not do is its proof of optimality without a gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import highspy
import numpy as np

from apps.metrics.core.verdict import WHOLE

_SECONDS = 20.0


@dataclass(frozen=True)
class Column:
    """Something that can be done any number of times.

    ``change`` says by how much it changes met, not met and unknown of each target; ``acts`` how
    many acts it takes, ``demands`` how much it asks among equals; ``uses`` what it draws on.
    """

    change: np.ndarray
    acts: int
    demands: int
    uses: Mapping[object, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """The counts of each target as they are, what can be done, and of what there is how much."""

    before: np.ndarray
    thresholds: np.ndarray
    columns: Sequence[Column]
    supplies: Mapping[object, int]

    def after(self, times: np.ndarray) -> np.ndarray:
        """Return the counts of each target when each thing is done so many times."""
        pairs = zip(self.columns, times.tolist(), strict=True)
        return self.before + sum(column.change * count for column, count in pairs)

    def lacking(self, counts: np.ndarray) -> np.ndarray:
        """Return by how much counts of each target miss the threshold."""
        return np.maximum(0, self.thresholds * counts.sum(axis=1) - WHOLE * counts[:, 0])

    def without(self, names: Sequence[object]) -> Problem:
        """Return the problem without some of what it is limited by."""
        return replace(self, supplies={k: n for k, n in self.supplies.items() if k not in names})

    def only(self, places: Sequence[int]) -> Problem:
        """Return the problem with some of the targets alone."""
        chosen = list(places)
        columns = [replace(column, change=column.change[chosen]) for column in self.columns]
        return replace(self, before=self.before[chosen], thresholds=self.thresholds[chosen],
                       columns=columns)  # fmt: skip

    def acts(self, times: np.ndarray) -> int:
        """Return how many acts it takes."""
        pairs = zip(self.columns, times.tolist(), strict=True)
        return sum(column.acts * count for column, count in pairs)


class UnprovenError(RuntimeError):
    """The solver stopped before it had proven anything."""


def fewest(problem: Problem) -> np.ndarray | None:
    """Return how often each thing is done in the smallest mix; None when no mix will do.

    Among mixes of as few acts it is one that asks for least.
    """
    first = _solved(problem, [column.acts for column in problem.columns], None)
    if first is None:
        return None
    least = problem.acts(first)
    second = _solved(problem, [column.demands for column in problem.columns], least)
    found = first if second is None else second
    if problem.lacking(problem.after(found)).any() or problem.acts(found) != least:
        raise UnprovenError("the mix does not stand up in integers")
    return found


def _solved(problem: Problem, costs: Sequence[int], most_acts: int | None) -> np.ndarray | None:
    """Minimise costs; with ``most_acts`` among mixes of no more acts than that."""
    if not problem.columns:
        return None if problem.lacking(problem.before).any() else np.zeros(0, dtype=np.int64)
    solver = highspy.Highs()
    for name, value in (
        ("output_flag", False),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.0),
        ("time_limit", _SECONDS),
        ("threads", 1),
    ):
        solver.setOptionValue(name, value)
    solver.passModel(_model(problem, costs, most_acts))
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise UnprovenError(str(status))
    return np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)


def _model(problem: Problem, costs: Sequence[int], most_acts: int | None) -> highspy.HighsLp:
    """Put the problem into the solver's terms: a row for each target, then for each supply."""
    gains, lacking = _target_rows(problem)
    names = {name: len(gains) + place for place, name in enumerate(problem.supplies)}
    low = [*lacking, *(-highspy.kHighsInf for _name in names)]
    high = [*(highspy.kHighsInf for _bound in lacking), *map(float, problem.supplies.values())]
    if most_acts is not None:
        low.append(-highspy.kHighsInf)
        high.append(float(most_acts))
    entries = [_entries(problem, at, gains, names) for at in range(len(problem.columns))]
    if most_acts is not None:
        for column, found in zip(problem.columns, entries, strict=True):
            found[len(low) - 1] = column.acts
    size, lp = len(problem.columns), highspy.HighsLp()
    lp.num_col_, lp.num_row_ = size, len(low)
    lp.col_cost_ = np.array(costs, dtype=np.double)
    lp.col_lower_, lp.col_upper_ = np.zeros(size), np.full(size, highspy.kHighsInf)
    lp.row_lower_, lp.row_upper_ = np.array(low, dtype=np.double), np.array(high, dtype=np.double)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * size
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.cumsum([0, *map(len, entries)])
    lp.a_matrix_.index_ = np.array([row for found in entries for row in found])
    values = [value for found in entries for value in found.values()]
    lp.a_matrix_.value_ = np.array(values, dtype=np.double)
    return lp


def _entries(
    problem: Problem, at: int, gains: np.ndarray, names: Mapping[object, int]
) -> dict[int, int]:
    """Return what stands in a column, by row."""
    found = {row: int(gain) for row, gain in enumerate(gains[:, at]) if gain}
    uses = problem.columns[at].uses.items()
    return found | {names[name]: count for name, count in uses if name in names}


def _target_rows(problem: Problem) -> tuple[np.ndarray, list[float]]:
    """Return what each column adds to ``met - threshold`` of each target, and what is lacking."""
    changes = np.stack([column.change for column in problem.columns])
    thresholds = problem.thresholds.astype(np.int64)
    gains = (WHOLE * changes[:, :, 0] - thresholds * changes.sum(axis=2)).T
    lacking = thresholds * problem.before.sum(axis=1) - WHOLE * problem.before[:, 0]
    # Smaller numbers are easier on the solver; the sense stays the same.
    common = np.maximum(1, np.gcd.reduce(np.column_stack([gains, lacking]), axis=1))
    return gains // common[:, np.newaxis], (lacking // common).astype(float).tolist()
