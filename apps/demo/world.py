"""A made-up service that lives month by month: posts, their holders, and what was recorded."""

from __future__ import annotations

from datetime import date

import numpy as np

from apps.cadres.columns import day_number
from apps.cadres.retirement import retirement_month
from apps.demo.aims import FORTY_YEARS, share
from apps.demo.posts import DEPUTY, IS_COMMITTEE, LAYOUTS, NUMBER, RANK, SENIOR, STAFF
from apps.demo.structure import COMMUNES_DAY, ROOT, City

FIRST = date(2021, 1, 1)
FEMALE, MALE = 1, 2
OPEN = np.iinfo(np.int32).max
YEAR = 365.25
# By rank.
LEAST_AGE = np.array([23.0, 29, 30, 31, 32, 36])
MEAN_AGE = np.array([36.0, 41, 43.5, 46, 48.5, 52])
_EARLIEST_BIRTH = 1940


def _retirement_table() -> np.ndarray:
    """First day out of service, by gender and month of birth."""
    table = np.zeros((3, 12 * 80), dtype=np.int64)
    for gender in (FEMALE, MALE):
        for month in range(12 * 80):
            born = date(_EARLIEST_BIRTH + month // 12, month % 12 + 1, 1)
            out = retirement_month(born, gender) + 1
            table[gender, month] = day_number(date(out // 12, out % 12 + 1, 1))
    return table


_RETIRES = _retirement_table()


def retires(born: np.ndarray, gender: np.ndarray) -> np.ndarray:
    """Return the first day out of service by age."""
    months = born.astype("datetime64[D]").astype("datetime64[M]").astype(int)
    months += 12 * (1970 - _EARLIEST_BIRTH)
    return _RETIRES[gender, np.clip(months, 0, _RETIRES.shape[1] - 1)]


def layout_of(city: City, key: str) -> str:
    """Return the name of the layout of posts that a unit follows."""
    unit = city.units[key]
    return "old_commune" if unit.kind == "commune" and unit.end_on else unit.kind


class World:
    """Posts and people as columns; ``unit``, ``post``, ``holder`` and ``since`` are by post."""

    def __init__(self, city: City, rng: np.random.Generator, today: int) -> None:
        self.city, self.rng, self.today = city, rng, today
        self.keys = list(city.units)
        self.index = {key: i for i, key in enumerate(self.keys)}
        self.is_local = np.array([u.end_on == COMMUNES_DAY for u in city.units.values()])
        self.top = np.array([self._top(key, 0) for key in self.keys])
        layouts = [LAYOUTS[layout_of(city, key)] for key in self.keys]
        self.staff_post = np.array([NUMBER[layout.staff] for layout in layouts])
        self.senior_post = np.array([NUMBER[layout.senior] for layout in layouts])
        self.born = np.zeros(0, dtype=np.int64)
        self.gender = np.zeros(0, dtype=np.int8)
        self.rows: list[tuple[np.ndarray, ...]] = []

    def _top(self, key: str, place: int) -> int:
        """The department, district or commune that a unit belongs to at its n-th place."""
        parent = self.city.units[key].places[place].parent
        return self.index[key if parent in (None, ROOT) else parent]

    def regroup(self) -> None:
        """Let units belong to the bodies where they stand last."""
        self.top = np.array([self._top(key, -1) for key in self.keys])

    def settle(self, unit: np.ndarray, post: np.ndarray) -> None:
        """Fill the given posts with people as of the first day."""
        self.unit, self.post = unit, post
        start, rank = day_number(FIRST), RANK[post]
        bias = self.rng.normal(0, 1.8, len(self.keys))[self.top[unit]]
        ages = self.rng.normal(MEAN_AGE[rank] + bias, np.where(rank == STAFF, 8.5, 5.5))
        margin = self.rng.random(len(unit)) * 3
        ages = np.clip(ages, LEAST_AGE[rank] + margin, 54.8 + margin)
        self.holder = self.hire(ages, np.where(rank >= DEPUTY, 0.14, 0.36), start)
        # Women retire earlier: those who would be gone are men.
        self.gender[ages > 53.5] = MALE
        served = self.rng.exponential(4.5 * YEAR, len(unit))
        served = np.minimum(served, (ages - LEAST_AGE[rank]) * YEAR)
        self.since = (start - 30 - served).astype(np.int64)
        self.is_vacant = np.zeros(len(unit), dtype=bool)
        self._record_rises(rank)

    def _record_rises(self, rank: np.ndarray) -> None:
        """Record earlier posts, in the same unit, of those who hold more than the lowest."""
        age = (23 + 4 * self.rng.random(len(rank))) * YEAR
        entered = (self.born[self.holder] + age).astype(np.int64)
        has_risen = (rank > STAFF) & (entered < self.since - 700)
        part = 0.45 + 0.3 * self.rng.random(len(rank))
        middle = (entered + part * (self.since - entered)).astype(np.int64)
        twice = has_risen & (rank > SENIOR)
        until = np.where(twice, middle, self.since)
        self._record(has_risen, self.staff_post[self.unit], entered, until)
        self._record(twice, self.senior_post[self.unit], middle, self.since)

    def _record(
        self, which: np.ndarray, post: np.ndarray, since: np.ndarray, until: np.ndarray
    ) -> None:
        columns = (self.holder, self.unit, post, since, until)
        self.rows.append(tuple(column[which] for column in columns))

    def hire(
        self, ages: np.ndarray, female: np.ndarray | float, day: np.ndarray | int
    ) -> np.ndarray:
        """Add people of the given ages on a day and return their numbers."""
        first = len(self.born)
        born = (day - ages * YEAR).astype(np.int64)
        is_female = self.rng.random(len(ages)) < female
        self.born = np.concatenate([self.born, born])
        self.gender = np.concatenate(
            [self.gender, np.where(is_female, FEMALE, MALE).astype(np.int8)]
        )
        return np.arange(first, first + len(ages))

    def leave(self, slots: np.ndarray, day: np.ndarray | int) -> None:
        """End what the holders of some posts hold."""
        until = np.broadcast_to(np.asarray(day, dtype=np.int64), slots.shape)
        self.rows.append(
            (self.holder[slots], self.unit[slots], self.post[slots], self.since[slots], until)
        )

    def take(self, slots: np.ndarray, people: np.ndarray, day: np.ndarray) -> None:
        """Put people into posts whose holders have left."""
        self.holder[slots] = people
        self.since[slots] = day
        self.is_vacant[slots] = False

    def retire(self, first: int) -> None:
        """End the service of those whose age is reached by the first of a month."""
        due = np.flatnonzero(retires(self.born[self.holder], self.gender[self.holder]) <= first)
        self.leave(due, first)
        self.is_vacant[due] = True

    def rows_by_column(self) -> list[np.ndarray]:
        """Return person, unit, post, since and until of every post ever held."""
        everyone = np.arange(len(self.unit))
        self.leave(everyone, OPEN)
        return [np.concatenate(parts) for parts in zip(*self.rows, strict=True)]

    def committee_shares(self, day: int) -> tuple[float, float]:
        """Return the shares of young people and women among posts managed by committees."""
        people = self.holder[IS_COMMITTEE[self.post] & ~self.is_vacant]
        if not len(people):
            return 0.0, 0.0
        young = (self.born[people] > day - FORTY_YEARS).mean()
        return float(young), float((self.gender[people] == FEMALE).mean())

    def preferences(self, day: int) -> tuple[float, float]:
        """Return how much young people and women are preferred now, given where the city is."""
        young, female = self.committee_shares(day)
        lacking = share("young", day + 60) - young, share("female", day + 60) - female
        return tuple(float(np.clip(0.6 + 150 * gap, -2, 6)) for gap in lacking)  # type: ignore[return-value]
