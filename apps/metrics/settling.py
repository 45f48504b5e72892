"""The worklist of records to mend, weighed by the verdicts that hang on them.

Computed from the facts as they stand, with the conditions and the frame that the figures are
computed from. Only verdicts of units that the reader may see weigh: those of a person's own unit
and of the units above it, up to where the reader's scope ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from apps.accounts.models import User
from apps.cadres.contradictions import contradictions
from apps.cadres.models import Appointment
from apps.cadres.people import people_frame
from apps.cadres.quality import RULES, Rule, Severity
from apps.common.reach import Reach, beyond_scope
from apps.common.stream import one_snapshot
from apps.metrics.core.evaluate import Spec, all_codes, needs_of, own_counts, results
from apps.metrics.core.settling import WEIGHTS, Stakes, breaks, is_to_settle, outcomes
from apps.metrics.core.tally import roll_down, roll_up, rows_of
from apps.metrics.selectors import specs
from apps.units.models import Unit
from apps.units.selectors import units_frame


@dataclass(frozen=True)
class Worklist:
    """Every record to mend in a reader's scope on a day, those that weigh most first.

    ``records`` has one row for each rule that a person breaks: ``rule`` (its place in RULES),
    ``cadre_id``, ``unit_id`` and ``row`` (the place of the unit in ``stakes.units``), and the
    weights. ``codes`` and ``possible`` say by target how the person counts and could count.
    """

    day: date
    specs: Sequence[Spec]
    stakes: Stakes
    records: pd.DataFrame
    codes: np.ndarray
    possible: np.ndarray

    @cached_property
    def by_rule(self) -> np.ndarray:
        """How many people break each rule, by unit with everything below it."""
        own = np.zeros((len(self.stakes.units), len(RULES)), dtype=np.int64)
        np.add.at(own, (self.records["row"].to_numpy(), self.records["rule"].to_numpy()), 1)
        return roll_up(own, self.stakes.units)

    @cached_property
    def people(self) -> np.ndarray:
        """How many people break some rule, by unit with everything below it."""
        rows = self.records.drop_duplicates("cadre_id")["row"].to_numpy()
        size = len(self.stakes.units)
        return roll_up(np.bincount(rows, minlength=size)[:, np.newaxis], self.stakes.units)[:, 0]

    @cached_property
    def undetermined(self) -> np.ndarray:
        """How many verdicts are undetermined, of each unit and all below it together."""
        own = self.stakes.is_open.sum(axis=1)[:, np.newaxis]
        return roll_up(own, self.stakes.units)[:, 0]

    def decided(self, rule: int, row: int) -> int:
        """Return how many verdicts mending all of a rule's records decides, at or below a unit."""
        of_rule = self.records["rule"].to_numpy() == rule
        rows = self.records["row"].to_numpy()[of_rule]
        if not len(rows):
            return 0
        own = self.stakes.decided_together(rows, self.codes[of_rule], self.possible[of_rule])
        return int(roll_up(own[:, np.newaxis], self.stakes.units)[row, 0])

    def below(self, row: int) -> np.ndarray:
        """Return for each unit whether it is the unit of a row or below it."""
        mark = np.zeros((len(self.stakes.units), 1), dtype=np.int64)
        mark[row] = 1
        found: np.ndarray = roll_down(mark, self.stakes.units)[:, 0] > 0
        return found

    @cached_property
    def _parents(self) -> np.ndarray:
        """The row of each unit's parent, -1 at the top."""
        units = self.stakes.units
        parents = np.full(len(units), -1)
        is_below = units["parent_id"].to_numpy() != 0
        parents[is_below] = rows_of(units, units["parent_id"].to_numpy()[is_below])
        return parents

    def hanging(self, place: int) -> list[tuple[int, int, str]]:
        """Return the verdicts that hang on a record: target, unit id, and the greatest weight."""
        found = []
        unit_ids = self.stakes.units["unit_id"].to_numpy()
        for i, spec in enumerate(self.specs):
            effect = self.stakes.effect(i, int(self.codes[place, i]), int(self.possible[place, i]))
            row = int(self.records["row"].to_numpy()[place])
            while row >= 0:
                weights = [name for name, holds in zip(WEIGHTS, effect[row], strict=True) if holds]
                if weights:
                    found.append((spec.version_id, int(unit_ids[row]), weights[0]))
                row = int(self._parents[row])
        return sorted(found, key=lambda verdict: WEIGHTS.index(verdict[2]))


def worklist(user: User, day: date) -> Worklist:
    """Return every record to mend in the units whose figures the user may see on day."""
    with one_snapshot():
        units, is_whole = _scope(user, day)
        wanted = specs(day)
        ids = None if is_whole else _counted_in(units["unit_id"], day)
        people = people_frame(day, needs_of(wanted, day), cadre_ids=ids)
        people = people[people["unit_id"].isin(units["unit_id"])].reset_index(drop=True)
        wrong = contradictions(ids)
    return _weighed(day, wanted, units, people, wrong)


def _scope(user: User, day: date) -> tuple[pd.DataFrame, bool]:
    """Return the units in the user's scope, each under its parent there, and if they are all."""
    everything = units_frame(day)
    seen = list(Unit.objects.visible_to(user, day).order_by().values_list("pk", flat=True))
    units = everything[everything["unit_id"].isin(seen)].reset_index(drop=True)
    units.loc[~units["parent_id"].isin(units["unit_id"]), "parent_id"] = 0
    return units, len(units) == len(everything)


def _counted_in(unit_ids: Iterable[int], day: date) -> list[int]:
    posts = Appointment.objects.as_of(day).primary().filter(unit__in=list(map(int, unit_ids)))
    with beyond_scope(Reach.COUNTING):
        return list(posts.order_by().values_list("cadre_id", flat=True))


def _weighed(
    day: date,
    wanted: Sequence[Spec],
    units: pd.DataFrame,
    people: pd.DataFrame,
    wrong: dict[str, np.ndarray],
) -> Worklist:
    codes = all_codes(wanted, people, day)
    rows = rows_of(units, people["unit_id"].to_numpy())
    stakes = _stakes(wanted, units, codes, rows)
    parts = []
    for number, rule in enumerate(RULES):
        chosen = _who(rule, people, wrong)
        possible = outcomes(rule, people.iloc[chosen], wanted, day)
        if rule.severity == Severity.UNDECIDED:
            is_open = is_to_settle(codes[chosen], possible)
            chosen, possible = chosen[is_open], possible[is_open]
        parts.append((np.full(len(chosen), number), chosen, possible))
    rule_of, chosen, possible = (np.concatenate(part) for part in zip(*parts, strict=True))
    weights = stakes.weights(rows[chosen], codes[chosen], possible)
    records = pd.DataFrame(
        {
            "rule": rule_of,
            "cadre_id": people["cadre_id"].to_numpy()[chosen],
            "unit_id": people["unit_id"].to_numpy()[chosen],
            "row": rows[chosen],
            **dict(zip(WEIGHTS, weights.T, strict=True)),
        }
    )
    order = _heaviest_first(records)
    sorted_records = records.iloc[order].reset_index(drop=True)
    return Worklist(day, wanted, stakes, sorted_records, codes[chosen][order], possible[order])


def _who(rule: Rule, people: pd.DataFrame, wrong: dict[str, np.ndarray]) -> np.ndarray:
    if rule.severity == Severity.CONTRADICTION:
        return np.flatnonzero(np.isin(people["cadre_id"].to_numpy(), wrong[rule.code]))
    return np.flatnonzero(breaks(rule, people))


def _heaviest_first(records: pd.DataFrame) -> np.ndarray:
    """Order by what is settled, may turn and is shared in; equal ones by rule, unit and person."""
    keys = ["cadre_id", "row", "rule"]
    heaviest = [-records[name].to_numpy() for name in reversed(WEIGHTS)]
    return np.lexsort([*(records[key].to_numpy() for key in keys), *heaviest])


def _stakes(
    wanted: Sequence[Spec], units: pd.DataFrame, codes: np.ndarray, rows: np.ndarray
) -> Stakes:
    size = len(units)
    found = results(own_counts(codes, rows, size), units, wanted)
    shape = (len(wanted), size)
    counts = [found[name].to_numpy().reshape(shape).T for name in ("met", "not_met", "unknown")]
    thresholds = found["threshold_bp"].to_numpy().reshape(shape).T
    return Stakes(units, np.stack(counts, axis=2), thresholds)
