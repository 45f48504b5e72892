"""The smallest mix of acts for the people of a unit, or what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from apps.cadres.codes import GENDERS
from apps.metrics.core.acts import Act, Newcomer, PostKind, Question
from apps.metrics.core.solving import Column, Problem, fewest
from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN
from apps.targets.states import TRUE

# A limit is on what and, for acts on people, of which category or kind; "" is on all together.
Limit = tuple[str, str]
ON_NEW = (("vacancies", ""), ("recruits", ""))
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
    profiles, counts = np.unique(states, axis=0, return_counts=True)
    codes = asked.codes(profiles)
    found = [*_present(asked, profiles, codes, limits), *_new(asked, posts, limits)]
    supplies: dict[object, int] = {("profile", p): int(n) for p, n in enumerate(counts)}
    before = np.stack(
        [((codes == code) * counts[:, np.newaxis]).sum(axis=0) for code in _COUNTED], axis=1
    )
    columns = [column for _doing, column in found]
    return [doing for doing, _column in found], Problem(
        before.astype(np.int64), thresholds, columns, supplies | dict(limits)
    )


def _present(
    asked: Question, profiles: np.ndarray, codes: np.ndarray, limits: Mapping[Limit, int]
) -> Iterator[tuple[Doing, Column]]:
    """Yield what can be done with people of each profile, without what does the same for more."""
    ways = [way for way in asked.ways() if way]
    found: dict[int, list[tuple[tuple[Act, ...], np.ndarray]]] = {}
    for way in sorted(ways, key=len):
        effect = np.any([asked.effect(act) for act in way], axis=0)
        later = asked.codes(np.where(effect, TRUE, profiles).astype(np.int8))
        for profile in np.flatnonzero((later != codes).any(axis=1)).tolist():
            others = found.setdefault(profile, [])
            if not any(set(o) < set(way) and (c == later[profile]).all() for o, c in others):
                others.append((way, later[profile]))
    for profile, some in found.items():
        for way, later_codes in some:
            uses = _seats(way, limits) | {("profile", profile): 1}
            change = _one(later_codes) - _one(codes[profile])
            doing = Doing(way, None, _helped(codes[profile], later_codes))
            yield doing, Column(change, len(way), sum(act.demands for act in way), uses)


def _seats(way: Sequence[Act], limits: Mapping[Limit, int]) -> dict[object, int]:
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
            yield doing, Column(_one(codes[place]), 1, person.demands, dict(uses))


def _one(codes: np.ndarray) -> np.ndarray:
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
