"""Made-up qualifications, trainings and ratings that go with careers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from apps.cadres.columns import day_number
from apps.demo.careers import OPEN, POSTS, YEAR, Careers


@dataclass
class Facts:
    """Rows by table as columns; days are numbers, 0 where the date is not recorded."""

    held: tuple[np.ndarray, np.ndarray, np.ndarray]
    """Person, index into LEVELS, day."""
    trained: tuple[np.ndarray, np.ndarray, np.ndarray]
    """Person, index into CATEGORIES, day."""
    rated: tuple[np.ndarray, np.ndarray, np.ndarray]
    """Person, year, index into RATINGS."""


LEVELS = (
    ("professional", "college"),
    ("professional", "university"),
    ("professional", "master"),
    ("professional", "doctorate"),
    ("political_theory", "elementary"),
    ("political_theory", "intermediate"),
    ("political_theory", "advanced"),
    ("state_management", "specialist"),
    ("state_management", "principal"),
    ("state_management", "senior"),
)
CATEGORIES = (
    "knowledge_update",
    "leadership_skills",
    "national_defence",
    "foreign_language",
    "it_skills",
    "job_position",
)
MISSING = np.iinfo(np.int32).min


def facts(careers: Careers, today: date, rng: np.random.Generator) -> Facts:
    """Return facts such that the city comes close to each target by its day."""
    count = len(careers.born)
    top = np.zeros(count, dtype=np.int8)
    np.maximum.at(top, careers.person, POSTS.rank[careers.post])
    entered = np.full(count, OPEN, dtype=np.int64)
    np.minimum.at(entered, careers.person, careers.since)
    left = np.zeros(count, dtype=np.int64)
    np.maximum.at(left, careers.person, careers.until)
    last = np.minimum(left, day_number(today))
    held = _held(careers, top, last, rng)
    trained = _trained(careers, top, entered, last, rng)
    rated = _rated(entered, last, rng)
    return Facts(held, trained, rated)


def _held(careers: Careers, top: np.ndarray, last: np.ndarray, rng: np.random.Generator):
    count = len(top)
    born = careers.born
    parts = []

    def award(which: np.ndarray, level: int, day: np.ndarray) -> None:
        which = which & (day <= last)
        people = np.flatnonzero(which)
        parts.append((people, np.full(len(people), level), day[people]))

    def at_age(low: float, high: float) -> np.ndarray:
        year = np.floor((born + (low + (high - low) * rng.random(count)) * YEAR) / YEAR)
        return (year * YEAR + 150 + 60 * rng.random(count)).astype(np.int64)

    degree = rng.random(count) < np.where(top > 0, 0.992, 0.9)
    award(degree, 1, at_age(22, 24))
    award(~degree, 0, at_age(21, 23))
    wish = rng.random(count)
    award(
        degree & (wish < np.where(top >= 4, 0.44, np.where(top > 0, 0.25, 0.12))), 2, at_age(27, 45)
    )
    award(wish < np.where(top >= 4, 0.06, 0.004), 3, at_age(36, 50))
    award((rng.random(count) < np.where(top > 0, 0.985, 0.35)), 5, at_age(28, 36))
    award(
        (rng.random(count) < np.where(top >= 4, 0.8, np.where(top > 2, 0.3, 0.02))),
        6,
        at_age(35, 46),
    )
    award(rng.random(count) < 0.8, 7, at_age(25, 31))
    award(rng.random(count) < np.where(top > 0, 0.7, 0.1), 8, at_age(33, 44))
    award(rng.random(count) < np.where(top >= 4, 0.35, 0.0), 9, at_age(44, 54))
    return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))


def _trained(careers, top, entered, last, rng):
    count = len(top)
    start, end = day_number(date(2020, 1, 1)), int(last.max(initial=0))
    parts = []
    for _course in range(2):
        day = (start + (end - start) * rng.random(count) ** 0.8).astype(np.int64)
        day = day + (rng.random(count) * 60).astype(np.int64)
        people = np.flatnonzero(
            (day <= last) & (day > entered) & (rng.random(count) < np.where(top > 1, 0.97, 0.4))
        )
        parts.append((people, np.zeros(len(people), dtype=np.int64), day[people]))
    day = (start + (end - start) * rng.random(count)).astype(np.int64)
    people = np.flatnonzero((day <= last) & (day > entered))
    parts.append((people, rng.integers(1, len(CATEGORIES), len(people)), day[people]))
    return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))


def _rated(entered: np.ndarray, last: np.ndarray, rng: np.random.Generator):
    parts = []
    for year in range(2021, 2027):
        day = day_number(date(year, 12, 1))
        people = np.flatnonzero((entered < day - 180) & (last > day + 15))
        rating = rng.choice(4, len(people), p=[0.17, 0.7, 0.12, 0.01])
        parts.append((people, np.full(len(people), year), rating))
    return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))
