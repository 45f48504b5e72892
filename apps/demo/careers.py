"""Made-up careers: who held which post when, since 2021 and before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from apps.cadres.columns import day_number
from apps.demo.aims import DUE, nudge_births, share
from apps.demo.months import live
from apps.demo.posts import IS_COMMITTEE, LAYOUTS, posts_of
from apps.demo.reforms import merge_communes, merge_departments
from apps.demo.structure import COMMUNES_DAY, DEPARTMENTS_DAY, ROOT, City
from apps.demo.world import FIRST, World, layout_of

# How many people are simulated at a time.
_PART = 60_000
_COMMUNES = 0.6
# Before the reorganisation there were more of them.
_BEFORE = 1.13
_WEIGHTS = {
    "department": 4.5,
    "division": 14.0,
    "public_service_unit": 16.0,
    "old_commune": 4.1,
    "district": 7.0,
}


@dataclass
class Careers:
    """People, and the posts that they held, by person and day.

    Days are numbers; ``until`` is OPEN at the end.
    """

    born: np.ndarray
    gender: np.ndarray
    person: np.ndarray
    unit: np.ndarray
    post: np.ndarray
    since: np.ndarray
    until: np.ndarray

    def on(self, day: int) -> np.ndarray:
        """Return the rows in force on a day."""
        return np.flatnonzero((self.since <= day) & (self.until > day))


@dataclass(frozen=True)
class Scale:
    """How many people serve where, by unit at first; ``communes`` is for the new ones."""

    city_hall: int
    communes: int
    sizes: dict[str, int]


def scale(city: City, people: int, rng: np.random.Generator) -> Scale:
    """Share out the people: six of ten to the communes, the others to the city's departments."""
    city_hall = min(7, people // 100)
    communes = round(people * _COMMUNES)
    departments = [k for k, u in city.units.items() if k.startswith("S") and not u.start_on]
    local = [key for key, unit in city.units.items() if unit.end_on == COMMUNES_DAY]
    sizes = {ROOT: city_hall}
    for keys, total in (
        (departments, people - communes - city_hall),
        (local, round(communes * _BEFORE)),
    ):
        factor = rng.uniform(0.75, 1.3, len(keys))
        weights = np.array([_weight(city, key) for key in keys]) * factor
        sizes |= dict(zip(keys, _shares(total, weights).tolist(), strict=True))
    return Scale(city_hall, communes, sizes)


def _weight(city: City, key: str) -> float:
    return 5.0 if key.startswith("D") and "." in key else _WEIGHTS[layout_of(city, key)]


def _shares(total: int, weights: np.ndarray) -> np.ndarray:
    """Split a total by weights into whole numbers, the largest remainders rounded up."""
    exact = total * weights / weights.sum()
    parts = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - parts), kind="stable")
    parts[order[: total - parts.sum()]] += 1
    return parts


def simulate(city: City, *, people: int, today: date, number: int) -> Iterator[Careers]:
    """Yield careers, a part of the city's people at a time, with ``people`` serving today."""
    plan = scale(city, people, np.random.default_rng([number, 0]))
    keys = list(city.units)
    posts = [posts_of(LAYOUTS[layout_of(city, k)], size) for k, size in plan.sizes.items()]
    unit = np.repeat([keys.index(key) for key in plan.sizes], [len(p) for p in posts])
    post = np.concatenate(posts)
    parts = max(1, -(-people // _PART))
    for part in range(parts):
        rng = np.random.default_rng([number, 1, part])
        world = World(city, rng, day_number(today))
        world.settle(unit[part::parts], post[part::parts])
        keep = plan.communes // parts + (part < plan.communes % parts)
        yield _live_until(world, today, keep=keep, part=part, parts=parts)


def _live_until(world: World, today: date, *, keep: int, part: int, parts: int) -> Careers:
    start = day_number(FIRST)
    leaders = world.holder[IS_COMMITTEE[world.post]]
    young = round(share("young", start) * len(leaders))
    world.born = nudge_births(world.born, leaders, day=start, young=young)
    month = FIRST
    while month <= today:
        following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        first = day_number(month)
        world.retire(first)
        if month == DEPARTMENTS_DAY:
            merge_departments(world)
        if month == COMMUNES_DAY:
            merge_communes(world, keep=keep, part=part, parts=parts)
        live(world, first, min(day_number(following) - 1, world.today))
        month = following
    columns = world.rows_by_column()
    order = np.lexsort((columns[3], columns[0]))
    return Careers(world.born, world.gender, *(column[order] for column in columns))


def judged_on(today: date) -> int:
    """Return the day on which the city comes close to its targets."""
    return day_number(min(DUE, today))
