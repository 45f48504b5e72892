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
    rows = [*_target_rows(problem), *_supply_rows(problem)]
    if most_acts is not None:
        acts = np.array([column.acts for column in problem.columns])
        rows.append((acts, -highspy.kHighsInf, float(most_acts)))
    matrix = np.array([row for row, _low, _high in rows])
    size, lp = len(problem.columns), highspy.HighsLp()
    lp.num_col_, lp.num_row_ = size, len(rows)
    lp.col_cost_ = np.array(costs, dtype=np.double)
    lp.col_lower_ = np.zeros(size)
    lp.col_upper_ = np.full(size, highspy.kHighsInf)
    lp.row_lower_ = np.array([low for _row, low, _high in rows])
    lp.row_upper_ = np.array([high for _row, _low, high in rows])
    lp.integrality_ = [highspy.HighsVarType.kInteger] * size
    places = [np.flatnonzero(row) for row in matrix]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(place) for place in places)])
    lp.a_matrix_.index_ = np.concatenate(places) if places else np.zeros(0, int)
    lp.a_matrix_.value_ = np.concatenate(
        [row[place] for row, place in zip(matrix, places, strict=True)]
    ).astype(np.double)
    return lp


_Row = tuple[np.ndarray, float, float]


def _target_rows(problem: Problem) -> list[_Row]:
    rows = []
    for place, bp in enumerate(problem.thresholds.tolist()):
        changes = [column.change[place] for column in problem.columns]
        gains = np.array([WHOLE * change[0] - bp * change.sum() for change in changes])
        counts = problem.before[place]
        lacking = bp * int(counts.sum()) - WHOLE * int(counts[0])
        # Smaller numbers are easier on the solver; the sense stays the same.
        common = int(np.gcd.reduce([*gains.tolist(), lacking])) or 1
        rows.append((gains // common, float(lacking // common), highspy.kHighsInf))
    return rows


def _supply_rows(problem: Problem) -> list[_Row]:
    return [
        (
            np.array([column.uses.get(name, 0) for column in problem.columns]),
            -highspy.kHighsInf,
            float(count),
        )
        for name, count in problem.supplies.items()
    ]
