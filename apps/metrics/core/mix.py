"""The smallest mix of acts for the people of a unit, or what stands in its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from apps.cadres.codes import GENDERS
from apps.metrics.core.acts import Act, Newcomer, PostKind, Question
from apps.metrics.core.solving import Column, Problem, fewest
from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN
from apps.targets.states import TRUE

# A limit is on what and, for acts on people, of which category or kind; "" is on all together.
Limit = tuple[str, str]
ON_NEW = (("vacancies", ""), ("recruits", ""))
Way = tuple[Act, ...]
_COUNTED = (MET, NOT_MET, UNKNOWN)


@dataclass(frozen=True)
class Doing:
    """Acts on somebody present, or a new person; ``helps`` are the targets that gain by it."""

    acts: tuple[Act, ...]
    newcomer: Newcomer | None
    helps: tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """Something to do, how often, and the targets (by place) that it is done for."""

    what: Act | Newcomer
    count: int
    helps: tuple[int, ...]


@dataclass(frozen=True)
class Mix:
    """What to do, and the counts of each target before and after: met, not met, unknown.

    ``binding`` are the limits without which fewer acts would do.
    """

    lines: Sequence[Line]
    acts: int
    before: np.ndarray
    after: np.ndarray
    binding: Sequence[Limit]


@dataclass(frozen=True)
class NoMix:
    """Why no mix will do.

    ``limits`` are those of which each is in the way alone; where there are none although without
    any limit it could be done, ``is_limited`` holds. Else ``targets`` (by place) cannot be met.
    """

    before: np.ndarray
    limits: Sequence[Limit]
    is_limited: bool
    targets: Sequence[int]


def smallest_mix(
    asked: Question,
    states: np.ndarray,
    posts: Sequence[PostKind],
    thresholds: np.ndarray,
    limits: Mapping[Limit, int],
) -> Mix | NoMix:
    """Return the fewest acts that meet all targets together, within limits.

    ``states`` say of each person what each of the simple conditions is.
    """
    doings, problem = _problem(asked, states, posts, thresholds, limits)
    times = fewest(problem)
    if times is None:
        return _no_mix(problem, list(limits))
    acts = problem.acts(times)
    binding = []
    for limit in limits if acts else ():
        free = fewest(problem.without([limit]))
        if free is not None and problem.acts(free) < acts:
            binding.append(limit)
    return Mix(_lines(asked, doings, times), acts, problem.before, problem.after(times), binding)


def _no_mix(problem: Problem, limits: list[Limit]) -> NoMix:
    alone = [limit for limit in limits if fewest(problem.without([limit])) is not None]
    free = problem.without(limits)
    if fewest(free) is not None:
        return NoMix(problem.before, alone, is_limited=True, targets=())
    places = range(len(problem.thresholds))
    impossible = [place for place in places if fewest(free.only([place])) is None]
    return NoMix(problem.before, (), is_limited=False, targets=impossible or list(places))


def _problem(
    asked: Question,
    states: np.ndarray,
    posts: Sequence[PostKind],
    thresholds: np.ndarray,
    limits: Mapping[Limit, int],
) -> tuple[list[Doing], Problem]:
    people = Profiles.of(asked, states)
    present = people.doings(asked, asked.ways(), lambda way: _seats(way, limits))
    found = [*present, *_new(asked, posts, limits)]
    columns = [column for _doing, column in found]
    return [doing for doing, _column in found], Problem(
        people.before, thresholds, columns, people.supplies | dict(limits)
    )


@dataclass(frozen=True)
class Profiles:
    """People with the same answers to all simple conditions are one profile, with their number."""

    states: np.ndarray
    codes: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, asked: Question, states: np.ndarray) -> Self:
        """Put people together by what each of the simple conditions says of them."""
        profiles, counts = np.unique(states, axis=0, return_counts=True)
        return cls(profiles, asked.codes(profiles), counts)

    @property
    def before(self) -> np.ndarray:
        """The counts of each target as they are: met, not met, unknown."""
        counts = self.counts[:, np.newaxis]
        parts = [((self.codes == code) * counts).sum(axis=0) for code in _COUNTED]
        return np.stack(parts, axis=1).astype(np.int64)

    @property
    def supplies(self) -> dict[object, int]:
        """How many there are of each profile."""
        return {("profile", place): int(n) for place, n in enumerate(self.counts)}

    def doings(
        self,
        asked: Question,
        ways: Sequence[Way],
        draws: Callable[[Way], dict[object, int]],
    ) -> Iterator[tuple[Doing, Column]]:
        """Yield what acts on one person change, without what does the same for more.

        ``draws`` says what each of the ways of acting draws on besides the person.
        """
        for profile, way, later in _changes(asked, self, [way for way in ways if way]):
            now = self.codes[profile]
            uses = draws(way) | {("profile", profile): 1}
            demands = sum(act.demands for act in way)
            doing = Doing(way, None, _helped(now, later))
            yield doing, Column(one_of(later) - one_of(now), len(way), demands, uses)


def _changes(
    asked: Question, people: Profiles, ways: Sequence[Way]
) -> Iterator[tuple[int, Way, np.ndarray]]:
    """Yield each profile, the acts on one of its people and how they count after that."""
    profiles, codes = people.states, people.codes
    found: dict[int, list[tuple[Way, np.ndarray]]] = {}
    for way in sorted(ways, key=len):
        effect = np.any([asked.effect(act) for act in way], axis=0)
        later = asked.codes(np.where(effect, TRUE, profiles).astype(np.int8))
        for profile in np.flatnonzero((later != codes).any(axis=1)).tolist():
            others = found.setdefault(profile, [])
            if not any(set(o) < set(way) and (c == later[profile]).all() for o, c in others):
                others.append((way, later[profile]))
    for profile, some in found.items():
        for way, later_codes in some:
            yield profile, way, later_codes


def _seats(way: Way, limits: Mapping[Limit, int]) -> dict[object, int]:
    """Return how much some acts on one person draw on each limit."""
    names = [name for act in way for name in (act.seat, (act.seat[0], ""))]
    return {limit: names.count(limit) for limit in limits if limit in names}


def _new(
    asked: Question, posts: Sequence[PostKind], limits: Mapping[Limit, int]
) -> Iterator[tuple[Doing, Column]]:
    """Yield the new people who count for something, of those who count alike the plainest."""
    people = list(asked.newcomers(posts))
    if not people:
        return
    codes = asked.codes(np.stack([asked.states_of(person) for person in people]))
    plainest: dict[bytes, int] = {}
    for place in sorted(range(len(people)), key=lambda place: people[place].demands):
        plainest.setdefault(codes[place].tobytes(), place)
    uses: dict[object, int] = {limit: 1 for limit in ON_NEW if limit in limits}
    at = {person: place for place, person in enumerate(people)}
    for place in plainest.values():
        if (codes[place] != OUTSIDE).any():
            person = people[place]
            twins = [at[replace(person, gender=g)] for g in GENDERS] if person.gender else []
            if twins and all((codes[twin] == codes[place]).all() for twin in twins):
                person = replace(person, gender="")
            none = np.full_like(codes[place], OUTSIDE)
            doing = Doing((), person, _helped(none, codes[place]))
            yield doing, Column(one_of(codes[place]), 1, person.demands, dict(uses))


def one_of(codes: np.ndarray) -> np.ndarray:
    """Return one person's counts of each target: met, not met, unknown."""
    return np.stack([codes == code for code in _COUNTED], axis=1).astype(np.int64)


def _helped(before: np.ndarray, after: np.ndarray) -> tuple[int, ...]:
    return tuple(np.flatnonzero((after == MET) & (before != MET)).tolist())


def _lines(asked: Question, doings: Sequence[Doing], times: np.ndarray) -> list[Line]:
    """Add up what is done by kind of act: whose several acts are, nobody needs to know."""
    counts: dict[Act | Newcomer, int] = {}
    helps: dict[Act | Newcomer, set[int]] = {}
    for doing, count in zip(doings, times.tolist(), strict=True):
        for what in (doing.newcomer,) if doing.newcomer else doing.acts:
            if count:
                counts[what] = counts.get(what, 0) + count
                touched = doing.helps if isinstance(what, Newcomer) else asked.touches(what)
                helps.setdefault(what, set()).update(set(doing.helps) & set(touched))
    return [Line(what, count, tuple(sorted(helps[what]))) for what, count in counts.items()]
