"""Who belongs to which population, and how well the body does that each person belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apps.demo.careers import Careers
from apps.demo.posts import CITY, COMMITTEE, DEPARTMENT, POSTS
from apps.demo.structure import ROOT, City

NOT_YET = np.iinfo(np.int32).max
_IS_CITY = np.array([post.managed_by == CITY for post in POSTS])
_IS_MIDDLE = np.array([post.managed_by in (COMMITTEE, DEPARTMENT) for post in POSTS])
_IS_LEADER = np.array([post.is_leadership for post in POSTS])


@dataclass(frozen=True)
class Group:
    """A population: since when each person has belonged to it, and who belongs to it on a day."""

    since: np.ndarray
    members: np.ndarray

    @property
    def ever(self) -> np.ndarray:
        """Who has ever belonged to it."""
        return self.since < NOT_YET


@dataclass(frozen=True)
class Groups:
    """The populations of the targets; when each person entered and left; the body's standing."""

    city: Group
    middle: Group
    leaders: Group
    entered: np.ndarray
    last: np.ndarray
    bias: np.ndarray


def groups(city: City, careers: Careers, *, day: int, today: int, biases: np.ndarray) -> Groups:
    """Return who belongs where. ``biases`` has one number for each unit."""
    count = len(careers.born)
    entered = _first(careers, np.ones(len(careers.post), dtype=bool), count)
    left = np.zeros(count, dtype=np.int64)
    np.maximum.at(left, careers.person, careers.until)
    latest = np.argsort(careers.since, kind="stable")
    unit = np.zeros(count, dtype=np.int64)
    unit[careers.person[latest]] = careers.unit[latest]
    return Groups(
        city=_group(careers, _IS_CITY, day, count),
        middle=_group(careers, _IS_MIDDLE, day, count),
        leaders=_group(careers, _IS_LEADER, day, count),
        entered=entered,
        last=np.minimum(left - 1, today),
        bias=biases[_bodies(city)][unit],
    )


def draw_biases(city: City, rng: np.random.Generator) -> np.ndarray:
    """Draw how far each unit is behind the others: some are far ahead, some far behind."""
    count = len(city.units)
    biases = rng.normal(0, 0.8, count)
    biases += rng.choice([0.0, -4.0, 2.2], count, p=[0.62, 0.28, 0.1])
    return biases


def _group(careers: Careers, has: np.ndarray, day: int, count: int) -> Group:
    which = has[careers.post]
    rows = careers.on(day)
    return Group(_first(careers, which, count), careers.person[rows[which[rows]]])


def _first(careers: Careers, which: np.ndarray, count: int) -> np.ndarray:
    since = np.full(count, NOT_YET, dtype=np.int64)
    np.minimum.at(since, careers.person[which], careers.since[which])
    return since


def _bodies(city: City) -> np.ndarray:
    """The department, district or commune of each unit."""
    index = {key: i for i, key in enumerate(city.units)}
    parents = [unit.places[-1].parent for unit in city.units.values()]
    return np.array(
        [i if p in (None, ROOT) else index[p] for i, p in enumerate(parents)], dtype=np.int64
    )
