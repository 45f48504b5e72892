"""What given numbers of acts would do for the counts of a unit: the numbers are not looked for.

A new person counts as the conditions tell. Who of those present is trained or reaches a level is
not said, so it is those for whom most is gained: first of all the fewest people are then short of
all targets together, and among ways of doing that the most come to count as met, taken from those
who do not count as met before those of whom it is not known. Acts that nobody needs change nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from apps.metrics.core.acts import Act, Newcomer, Question
from apps.metrics.core.mix import Profiles, one_of
from apps.metrics.core.solving import Column, Problem, UnprovenError, fewest


@dataclass(frozen=True)
class Numbers:
    """How many acts of each kind are tried, and how many new people of each kind."""

    acts: Mapping[Act, int] = field(default_factory=dict)
    newcomers: Mapping[Newcomer, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many acts these are together; a new person is one."""
        return sum(self.acts.values()) + sum(self.newcomers.values())


def tried(
    asked: Question, states: np.ndarray, thresholds: np.ndarray, numbers: Numbers
) -> np.ndarray:
    """Return the counts of each target after so many acts: met, not met, unknown.

    ``states`` say of each person present what each of the simple conditions is.
    """
    people = Profiles.of(asked, states)
    before = people.before + _joining(asked, numbers.newcomers)
    wanted = {act: count for act, count in numbers.acts.items() if count}
    ways = [way for way in asked.ways() if set(way) <= set(wanted)]
    gains = [_as_gain(column) for _doing, column in people.doings(asked, ways, _draws)]
    problem = Problem(before, thresholds, gains, people.supplies | wanted)
    wishes = [_wish(place, len(thresholds)) for place in range(len(thresholds))]
    times = fewest(replace(problem, columns=[*gains, *wishes]))
    if times is None:
        raise UnprovenError("wishing for one person more did not help")
    return problem.after(times[: len(gains)])


def _joining(asked: Question, newcomers: Mapping[Newcomer, int]) -> np.ndarray:
    """Return what new people add to the counts of each target."""
    total = np.zeros((len(asked.specs), 3), dtype=np.int64)
    for person, count in newcomers.items():
        (codes,) = asked.codes(asked.states_of(person)[np.newaxis, :])
        total += count * one_of(codes)
    return total


def _draws(way: Sequence[Act]) -> dict[object, int]:
    return dict(Counter(way))


def _as_gain(column: Column) -> Column:
    """Make an act cost nothing, and the more welcome the more targets it meets."""
    met, _not_met, unknown = column.change.sum(axis=0).tolist()
    return replace(column, acts=0, demands=-(len(column.change) + 1) * met - unknown)


def _wish(place: int, targets: int) -> Column:
    """Return what the solver pays with for each person short: one more who meets the target."""
    change = np.zeros((targets, 3), dtype=np.int64)
    change[place] = (1, -1, 0)
    return Column(change, acts=1, demands=0)
