"""The bridge between a unit's counts on two days: every person's way, cut into parts.

Who serves in the unit on both days is followed through the conditions one group of facts at a
time, so a person may stand in two parts: a degree was gained, then an age was passed. Each part
begins where the one before ended; therefore the parts sum to the change of each count, whatever
happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from apps.metrics.core.evaluate import Spec, codes, codes_by
from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN
from apps.targets.conditions import AgeBelow, Condition, PastRetirement, QualificationAtLeast
from apps.targets.conditions import Trained as TrainedIn
from apps.targets.states import States, leaf_states

# In the order in which a person's way is cut.
PARTS = (
    "corrected",
    "target_changed",
    "joined",
    "moved_in",
    "left",
    "moved_out",
    "reclassified",
    "qualified",
    "trained",
    "training_lapsed",
    "aged_out",
)
ABSENT = 4
_COUNTED = (MET, NOT_MET, UNKNOWN)

Counts = tuple[int, int, int]


@dataclass(frozen=True)
class Side:
    """One of the two days: who serves, who of them in the unit, and the target in force.

    ``people`` is the frame of everyone with a post in the tree on this day who serves in the unit
    on either, with what the targets of both days ask for. ``spec`` is None where there is none.
    """

    day: date
    people: pd.DataFrame
    is_inside: np.ndarray
    spec: Spec | None

    def inside(self) -> pd.DataFrame:
        """Return the people of the unit."""
        return self.people[self.is_inside].sort_values("cadre_id", ignore_index=True)


@dataclass(frozen=True)
class Bridge:
    """Met, not met and unknown on both days, and the moves that lead from one to the other.

    ``moves`` has a row for each person and part: ``cadre_id``, ``part`` (a name of ``PARTS``), and
    how the person counted before and after it, ``was`` and ``now``: a code of the tally or ABSENT.
    """

    before: Counts
    after: Counts
    moves: pd.DataFrame

    def parts(self) -> dict[str, Counts]:
        """Return by how much each part changes met, not met and unknown."""
        return {part: _change(self.moves[self.moves["part"] == part]) for part in PARTS}


def bridge(before: Side, after: Side) -> Bridge:
    """Cut the way from one day to a later one into parts; corrections are the caller's to add."""
    first, last = before.inside(), after.inside()
    was, now = _codes(before.spec, first, before.day), _codes(after.spec, last, after.day)
    seen_anew = _codes(after.spec, first, before.day)
    moves = [_moves("target_changed", first["cadre_id"].to_numpy(), was, seen_anew)]
    moves += [*_gone(first, seen_anew, after), *_come(last, now, before)]
    moves += _changed(first, last, before.day, after.day, after.spec)
    return Bridge(_counts(was), _counts(now), pd.concat(moves, ignore_index=True))


def corrections(ids: np.ndarray, was: np.ndarray, now: np.ndarray) -> pd.DataFrame:
    """Return the moves of people who count otherwise on one day as more became known of it."""
    return _moves("corrected", ids, was, now)


def _codes(spec: Spec | None, people: pd.DataFrame, day: date) -> np.ndarray:
    if spec is None:
        return np.full(len(people), OUTSIDE, dtype=np.int8)
    return codes(spec, people, day)


def _counts(found: np.ndarray) -> Counts:
    met, not_met, unknown = (int((found == code).sum()) for code in _COUNTED)
    return met, not_met, unknown


def _change(moves: pd.DataFrame) -> Counts:
    was, now = _counts(moves["was"].to_numpy()), _counts(moves["now"].to_numpy())
    return now[0] - was[0], now[1] - was[1], now[2] - was[2]


def _moves(part: str, ids: np.ndarray, was: np.ndarray, now: np.ndarray) -> pd.DataFrame:
    """Return the rows of those who count otherwise afterwards."""
    is_move = (was != now) & (np.isin(was, _COUNTED) | np.isin(now, _COUNTED))
    rows = {"cadre_id": ids[is_move], "part": part, "was": was[is_move], "now": now[is_move]}
    return pd.DataFrame(rows)


def _gone(first: pd.DataFrame, was: np.ndarray, after: Side) -> Iterator[pd.DataFrame]:
    """Yield those who left the city's service, and those who serve elsewhere now."""
    ids, everyone = first["cadre_id"].to_numpy(), after.people["cadre_id"].to_numpy()
    is_gone = ~np.isin(ids, everyone[after.is_inside])
    serves = np.isin(ids, everyone)
    for part, chosen in (("left", is_gone & ~serves), ("moved_out", is_gone & serves)):
        absent = np.full(int(chosen.sum()), ABSENT, dtype=np.int8)
        yield _moves(part, ids[chosen], was[chosen], absent)


def _come(last: pd.DataFrame, now: np.ndarray, before: Side) -> Iterator[pd.DataFrame]:
    """Yield those who are new in the city's service, and those who served elsewhere before."""
    ids, everyone = last["cadre_id"].to_numpy(), before.people["cadre_id"].to_numpy()
    is_new = ~np.isin(ids, everyone[before.is_inside])
    served = np.isin(ids, everyone)
    for part, chosen in (("joined", is_new & ~served), ("moved_in", is_new & served)):
        absent = np.full(int(chosen.sum()), ABSENT, dtype=np.int8)
        yield _moves(part, ids[chosen], absent, now[chosen])


_Pair = tuple[States, States]


def _better(before: States, after: States) -> States:
    return np.maximum(before, after)


def _later(_before: States, after: States) -> States:
    return after


# What each part takes over from the later day, in this order; other facts come with the post.
_STAGES: tuple[tuple[str, Mapping[type, Callable[[States, States], States]]], ...] = (
    ("reclassified", {}),
    ("qualified", {QualificationAtLeast: _later}),
    ("trained", {TrainedIn: _better}),
    ("training_lapsed", {TrainedIn: _later}),
    ("aged_out", {AgeBelow: _later, PastRetirement: _later}),
)
_IN_TURN = (QualificationAtLeast, TrainedIn, AgeBelow, PastRetirement)


def _changed(
    first: pd.DataFrame, last: pd.DataFrame, start: date, end: date, spec: Spec | None
) -> Iterator[pd.DataFrame]:
    """Yield what changed of those who serve in the unit on both days, group by group of facts."""
    if spec is None:
        return
    ids = np.intersect1d(first["cadre_id"].to_numpy(), last["cadre_id"].to_numpy())
    first, last = (side[side["cadre_id"].isin(ids)] for side in (first, last))
    pairs: dict[Condition, _Pair] = {}

    def pair(leaf: Condition) -> _Pair:
        if leaf not in pairs:
            pairs[leaf] = leaf_states(leaf, first, start), leaf_states(leaf, last, end)
        return pairs[leaf]

    taken: dict[type, Callable[[States, States], States]] = {}

    def of_leaf(leaf: Condition) -> States:
        before, after = pair(leaf)
        if type(leaf) in taken:
            return taken[type(leaf)](before, after)
        return before if isinstance(leaf, _IN_TURN) else after

    was = codes(spec, first, start)
    for part, takes in _STAGES:
        taken |= takes
        now = codes_by(spec, len(ids), of_leaf)
        yield _moves(part, ids, was, now)
        was = now
