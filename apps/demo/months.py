"""What happens in an ordinary month: people leave, rise, enter and change places."""

from __future__ import annotations

import numpy as np

from apps.demo.aims import FORTY_YEARS
from apps.demo.posts import CHIEF, RANK
from apps.demo.world import FEMALE, LEAST_AGE, YEAR, World

_LEAVE_EARLY = 0.0022
_CHANGE_PLACES = 0.004
# Nobody rises again within a year and a half.
_SETTLED = 540


def live(world: World, first: int, last: int) -> None:
    """Live through the days of a month from the first to the last, after its retirements."""
    retired = np.flatnonzero(world.is_vacant)
    others = np.flatnonzero(~world.is_vacant & (world.since < first - 60))
    gone = others[world.rng.random(len(others)) < _LEAVE_EARLY]
    day = world.rng.integers(first, last + 1, len(gone))
    world.leave(gone, day)
    vacant = np.concatenate([retired, gone])
    world.is_vacant[vacant] = True
    left_on = np.concatenate([np.full(len(retired), first), day])
    filled_on = np.minimum(left_on + world.rng.integers(0, 20, len(vacant)), last)
    _fill(world, vacant, filled_on)
    _swap(world, first, last)


def _fill(world: World, vacant: np.ndarray, filled_on: np.ndarray) -> None:
    """Fill vacancies from below, the highest first; what is left at the end by new people."""
    due = np.zeros(len(world.unit), dtype=np.int64)
    due[vacant] = filled_on
    for rank in range(CHIEF, 0, -1):
        slots = np.flatnonzero(world.is_vacant & (RANK[world.post] == rank))
        if not len(slots):
            continue
        slots, movers = _match(world, slots, rank, int(due[slots].max()))
        people = world.holder[movers]
        world.leave(movers, due[slots])
        world.take(slots, people, due[slots])
        world.is_vacant[movers] = True
        due[movers] = due[slots]
    slots = np.flatnonzero(world.is_vacant)
    ages = LEAST_AGE[RANK[world.post[slots]]] + world.rng.gamma(2.0, 2.2, len(slots))
    people = world.hire(np.minimum(ages, 50), 0.4, due[slots])
    world.take(slots, people, due[slots])


def _match(world: World, slots: np.ndarray, rank: int, day: int) -> tuple[np.ndarray, np.ndarray]:
    """Pair vacancies with people one or two ranks below, of the same body as far as there are."""
    people = world.holder
    age = (day - world.born[people]) / YEAR
    is_woman = world.gender[people] == FEMALE
    ranks = RANK[world.post]
    fit = ~world.is_vacant & (ranks < rank) & (ranks >= rank - 2)
    fit &= (world.since < day - _SETTLED) & (age >= LEAST_AGE[rank])
    fit &= age < np.where(is_woman, 51, 55)
    candidates = np.flatnonzero(fit)
    young, female = world.preferences(day)
    score = world.rng.random(len(candidates)) + 0.5 * (rank - ranks[candidates])
    is_young = world.born[people[candidates]] > day - FORTY_YEARS + 730
    score -= young * is_young + female * is_woman[candidates]
    a, b = _pair(
        world.top[world.unit[slots]],
        world.top[world.unit[candidates]],
        world.rng.random(len(slots)),
        score,
    )
    left = np.setdiff1d(np.arange(len(slots)), a)
    rest = np.setdiff1d(np.arange(len(candidates)), b)
    rest = rest[np.argsort(score[rest], kind="stable")][: len(left)]
    return slots[np.append(a, left[: len(rest)])], candidates[np.append(b, rest)]


def _ranked(pool: np.ndarray, order: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sort by pool and order; return the sorting and a key of pool and place in it."""
    by = np.lexsort((order, pool))
    in_order = pool[by]
    place = np.arange(len(by)) - np.searchsorted(in_order, in_order)
    return by, in_order.astype(np.int64) << 32 | place


def _pair(
    pool_a: np.ndarray, pool_b: np.ndarray, order_a: np.ndarray, order_b: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Match the n-th of each pool in a with the n-th of the same pool in b; return both places."""
    by_a, key_a = _ranked(pool_a, order_a)
    by_b, key_b = _ranked(pool_b, order_b)
    __, at_a, at_b = np.intersect1d(key_a, key_b, assume_unique=True, return_indices=True)
    return by_a[at_a], by_b[at_b]


def _swap(world: World, first: int, last: int) -> None:
    """Let some people with like posts change places."""
    settled = np.flatnonzero((world.since < first - 700) & (RANK[world.post] < CHIEF))
    chosen = settled[world.rng.random(len(settled)) < _CHANGE_PLACES]
    chosen = world.rng.permutation(chosen)
    top = world.top[world.unit[chosen]]
    chosen = chosen[np.lexsort((top, world.post[chosen]))]
    one, other = chosen[: len(chosen) // 2 * 2 : 2], chosen[1::2]
    fits = (world.post[one] == world.post[other]) & (world.unit[one] != world.unit[other])
    one, other = one[fits], other[fits]
    day = world.rng.integers(first, last + 1, len(one))
    slots, days = np.append(one, other), np.append(day, day)
    people = world.holder[np.append(other, one)]
    world.leave(slots, days)
    world.take(slots, people, days)
