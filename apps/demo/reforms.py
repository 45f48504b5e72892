"""The two reorganisations of 2025: where the people of the bodies that ended went."""

from __future__ import annotations

import numpy as np

from apps.cadres.columns import day_number
from apps.demo.aims import FORTY_YEARS, share
from apps.demo.posts import IS_COMMITTEE, LAYOUTS, NUMBER, RANK, posts_of
from apps.demo.structure import COMMUNES_DAY, DEPARTMENTS_DAY
from apps.demo.world import FEMALE, YEAR, World


def merge_departments(world: World) -> None:
    """Give the people of bodies dissolved on 1 March 2025 posts in those that took over."""
    day = day_number(DEPARTMENTS_DAY)
    for before, after, since in world.city.successions:
        if since != DEPARTMENTS_DAY:
            continue
        slots = np.flatnonzero(world.unit == world.index[before])
        world.leave(slots[~world.is_vacant[slots]], day)
        world.unit[slots] = world.index[after]
        world.since[slots] = day
        if before not in world.city.keeping_heads:
            head, deputy = LAYOUTS[world.city.units[after].kind].leaders[:2]
            heads = slots[world.post[slots] == NUMBER[head]]
            world.post[heads] = NUMBER[deputy]
    _appoint_again(world, day)
    world.regroup()


def _appoint_again(world: World, day: int) -> None:
    """Appoint those who lead a department that got another name."""
    for key, unit in world.city.units.items():
        if len({place.name for place in unit.places}) > 1:
            slots = np.flatnonzero((world.unit == world.index[key]) & ~world.is_vacant)
            world.leave(slots, day)
            world.since[slots] = day


def merge_communes(world: World, *, keep: int, part: int, parts: int) -> None:
    """Send people of districts and old communes to the new communes on 1 July 2025.

    ``keep`` people stay; of the others the older ones go first. The world is one of ``parts``
    that are alike, so each fills its part of the leading posts.
    """
    day = day_number(COMMUNES_DAY)
    was_local = world.is_local[world.unit]
    local = np.flatnonzero(was_local & ~world.is_vacant)
    age = (day - world.born[world.holder[local]]) / YEAR
    ties = world.rng.random(len(local)) * 2 - np.maximum(0, age - 50) * 0.25
    slots = local[np.sort(np.argsort(-ties, kind="stable")[:keep])]
    world.leave(local, day)
    goes = _destinations(world, slots)
    post = _posts_in_communes(world, slots, goes, part, parts)
    world.unit[slots], world.post[slots], world.since[slots] = goes, post, day
    kept = ~was_local
    kept[slots] = True
    for name in ("unit", "post", "holder", "since", "is_vacant"):
        setattr(world, name, getattr(world, name)[kept])


def _destinations(world: World, slots: np.ndarray) -> np.ndarray:
    """Choose a successor for each person such that the new communes are of like size."""
    heirs = {unit: _heirs(world, unit) for unit in np.unique(world.unit[slots]).tolist()}
    load = np.zeros(len(world.keys))
    weight = world.rng.uniform(0.7, 1.4, len(world.keys))
    goes = np.zeros(len(slots), dtype=np.int64)
    units = world.unit[slots].tolist()
    # Those with the fewest choices come first.
    for i in np.argsort([len(heirs[unit]) for unit in units], kind="stable").tolist():
        options = heirs[units[i]]
        best = options[np.argmin(load[options] / weight[options])]
        load[best] += 1
        goes[i] = best
    return goes


def _heirs(world: World, unit: int) -> np.ndarray:
    """The successors of a commune or district; of its division, those of the district."""
    key = world.keys[unit]
    names = world.city.successors(key) or world.city.successors(key.partition(".")[0])
    return np.array([world.index[name] for name in names])


def _posts_in_communes(
    world: World, slots: np.ndarray, goes: np.ndarray, part: int, parts: int
) -> np.ndarray:
    """Give the posts of each new commune to its people by what they were before."""
    units, place = np.unique(goes, return_inverse=True)
    sizes = np.bincount(place)
    posts = [posts_of(LAYOUTS["commune"], size * parts)[part::parts] for size in sizes.tolist()]
    leading = np.array([IS_COMMITTEE[listed].sum() for listed in posts])
    worth = RANK[world.post[slots]] + world.rng.normal(0, 0.8, len(slots))
    order = _order_that_meets_aims(world, slots, place, worth, leading)
    post = np.zeros(len(slots), dtype=np.int64)
    post[order] = np.concatenate(posts)
    return post


def _order_that_meets_aims(
    world: World, slots: np.ndarray, place: np.ndarray, worth: np.ndarray, leading: np.ndarray
) -> np.ndarray:
    """Sort people within their commune, those first who lead it.

    How much young people and women are preferred is found by halving, so that the shares among
    those who lead are the city's aims on the day.
    """
    day = day_number(COMMUNES_DAY)
    people = world.holder[slots]
    traits = [world.born[people] > day - FORTY_YEARS, world.gender[people] == FEMALE]
    aims = [share("young", day), share("female", day)]
    start = np.concatenate([[0], np.cumsum(np.bincount(place))])
    bonus = [0.0, 0.0]

    def sort() -> tuple[np.ndarray, np.ndarray]:
        by = np.lexsort((-(worth + bonus[0] * traits[0] + bonus[1] * traits[1]), place))
        at = np.arange(len(by)) - start[place[by]]
        return by, by[at < leading[place[by]]]

    for i in (0, 1, 0, 1):
        low, high = -4.0, 8.0
        for _step in range(12):
            bonus[i] = (low + high) / 2
            leads = sort()[1]
            is_short = len(leads) > 0 and traits[i][leads].mean() < aims[i]
            low, high = (bonus[i], high) if is_short else (low, bonus[i])
    return sort()[0]
