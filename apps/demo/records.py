"""Made-up qualifications, trainings and ratings that go with careers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from apps.cadres.columns import day_number
from apps.demo.aims import NEVER, day_of, quantiles
from apps.demo.groups import Groups
from apps.demo.world import FIRST, YEAR

LEVELS = (
    ("professional", "college"),
    ("professional", "university"),
    ("professional", "master"),
    ("professional", "doctorate"),
    ("political_theory", "none"),
    ("political_theory", "elementary"),
    ("political_theory", "intermediate"),
    ("political_theory", "advanced"),
    ("state_management", "specialist"),
    ("state_management", "principal"),
    ("state_management", "senior"),
)
COLLEGE, UNIVERSITY, MASTER, DOCTOR, NO_THEORY, ELEMENTARY, INTERMEDIATE, ADVANCED = range(8)
SPECIALIST, PRINCIPAL, SENIOR_GRADE = 8, 9, 10
CATEGORIES = (
    "knowledge_update",
    "leadership_skills",
    "national_defence",
    "foreign_language",
    "it_skills",
    "job_position",
)
RATING_SHARES = (0.16, 0.72, 0.11, 0.01)
# Above this quantile it is the degree that is lacking, not the theory.
_NO_DEGREE = 0.988
_BEFORE_CURVES = day_number(FIRST)


@dataclass
class Rows:
    """Rows of a table as columns: person, code, day."""

    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)

    def add(self, which: np.ndarray, code: int | np.ndarray, day: np.ndarray) -> None:
        """Add a row for each chosen person."""
        people = np.flatnonzero(which)
        codes = np.broadcast_to(code, which.shape)[people]
        self.parts.append((people, codes, day[people]))

    def columns(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the rows, in the order of people."""
        person, code, day = (np.concatenate(part) for part in zip(*self.parts, strict=True))
        order = np.argsort(person, kind="stable")
        return person[order], code[order], day[order]


class Records:
    """Draws what people have learned, so that the city comes close to each target by its day."""

    def __init__(self, born: np.ndarray, groups: Groups, rng: np.random.Generator) -> None:
        self.born, self.groups, self.rng = born, groups, rng
        self.count = len(born)
        self.ever_middle = groups.middle.ever | groups.city.ever

    def at_age(self, low: float, high: float) -> np.ndarray:
        """A day in early summer, at an age between two."""
        age = low + (high - low) * self.rng.random(self.count)
        year = np.floor((self.born + age * YEAR) / YEAR)
        return (year * YEAR + 150 + 60 * self.rng.random(self.count)).astype(np.int64)

    def quantile(self, members: np.ndarray) -> np.ndarray:
        """Spread people from 0 to 1, those of good bodies low, evenly among members."""
        score = self.rng.normal(0, 1, self.count) + self.groups.bias
        return quantiles(score, members)

    def qualifications(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return person, place in LEVELS and day of each qualification."""
        rows = Rows()
        place = self.quantile(self.groups.middle.members)
        lacks_degree = np.where(self.ever_middle, place > _NO_DEGREE, self._chance(0.12))
        self._degrees(rows, lacks_degree)
        self._theory(rows, place)
        self._state_management(rows)
        return rows.columns()

    def _chance(self, share: float) -> np.ndarray:
        return self.rng.random(self.count) < share

    def _award(self, rows: Rows, which: np.ndarray, level: int, day: np.ndarray) -> None:
        rows.add(which & (day <= self.groups.last), level, day)

    def _degrees(self, rows: Rows, lacks_degree: np.ndarray) -> None:
        is_recorded = ~self._chance(0.008)
        first = self.at_age(21.5, 22.9)
        self._award(rows, is_recorded & lacks_degree, COLLEGE, first)
        self._award(rows, is_recorded & ~lacks_degree, UNIVERSITY, first)
        place = self.quantile(self.groups.city.members)
        natural = self.at_age(26, 40)
        early = np.minimum(natural, _BEFORE_CURVES - 200)
        wished = day_of("postgraduate", place)
        of_city = np.where(wished <= _BEFORE_CURVES, early, wished)
        share = np.where(self.ever_middle, 0.27, 0.1)
        of_others = np.where(self.rng.random(self.count) < share, natural, NEVER)
        day = np.where(self.groups.city.ever, of_city, of_others)
        has = is_recorded & ~lacks_degree & (day < NEVER)
        self._award(rows, has, MASTER, day)
        rises = np.where(self.groups.city.ever, 0.12, 0.02) > self.rng.random(self.count)
        later = day + (1500 + 2500 * self.rng.random(self.count)).astype(np.int64)
        self._award(rows, has & rises, DOCTOR, later)

    def _theory(self, rows: Rows, place: np.ndarray) -> None:
        is_recorded = ~self._chance(0.007)
        natural = self.at_age(28, 36)
        wished = day_of("qualified", place)
        before_rise = np.minimum(self.groups.middle.since, self.groups.city.since) - 60
        early = np.minimum(natural, before_rise)
        of_middle = np.where(wished <= _BEFORE_CURVES, early, wished)
        of_middle = np.where(place > _NO_DEGREE, early, of_middle)
        of_others = np.where(self._chance(0.3), natural, NEVER)
        day = np.where(self.ever_middle, of_middle, of_others)
        self._award(rows, is_recorded & (day < NEVER), INTERMEDIATE, day)
        rises = np.where(self.groups.city.ever, 0.9, 0.2) > self.rng.random(self.count)
        later = np.maximum(self.at_age(36, 45), day + 400)
        self._award(rows, is_recorded & (day < NEVER) & rises, ADVANCED, later)
        lower = is_recorded & (day >= NEVER)
        knows = self._chance(0.55)
        self._award(rows, lower & knows, ELEMENTARY, self.at_age(24, 30))
        unrecorded = ~self.ever_middle & self._chance(0.06)
        rows.add(lower & ~knows & ~unrecorded, NO_THEORY, np.full(self.count, NEVER))

    def _state_management(self, rows: Rows) -> None:
        self._award(rows, self._chance(0.85), SPECIALIST, self.at_age(25, 31))
        self._award(rows, self.ever_middle & self._chance(0.6), PRINCIPAL, self.at_age(33, 44))
        top = self.groups.city.ever & self._chance(0.45)
        self._award(rows, top, SENIOR_GRADE, self.at_age(43, 54))

    def trainings(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return person, place in CATEGORIES and day of each training."""
        rows = Rows()
        leads = self.groups.leaders.ever
        for curve, share in (("trained", 0.4), ("trained_again", 0.3)):
            day = day_of(curve, self.quantile(self.groups.leaders.members))
            arrived = self.groups.entered + 60
            late = day < arrived
            day[late] = arrived[late] + self.rng.integers(0, 300, int(late.sum()))
            self._attend(rows, (leads | self._chance(share)) & (day < NEVER), 0, day)
        years = np.clip((self.groups.last - _BEFORE_CURVES) / YEAR + 2, 0, None)
        often = self.rng.poisson(0.16 * years)
        for turn in range(3):
            span = np.maximum(1, self.groups.last - np.maximum(self.groups.entered, 17_500))
            day = self.groups.last - (span * self.rng.random(self.count)).astype(np.int64)
            category = self.rng.integers(np.where(leads, 1, 2), len(CATEGORIES))
            self._attend(rows, (often > turn) & (span > 60), category, day)
        return rows.columns()

    def _attend(
        self, rows: Rows, which: np.ndarray, category: int | np.ndarray, day: np.ndarray
    ) -> None:
        """Add courses that people who serve completed on a working day."""
        weekday = (day + 3) % 7
        day = np.where(weekday > 4, day - weekday + 4, day)
        rows.add(which & (day <= self.groups.last), category, day)

    def ratings(self, until: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return person, year and place in RATINGS for each year from 2021 before a year."""
        rows = Rows([(np.zeros(0, dtype=np.int64),) * 3])
        for year in range(FIRST.year, until):
            day = day_number(date(year, 12, 1))
            served = (self.groups.entered < day - 180) & (self.groups.last > day + 15)
            rating = self.rng.choice(len(RATING_SHARES), self.count, p=RATING_SHARES)
            rows.add(served, year, rating)
        return rows.columns()
