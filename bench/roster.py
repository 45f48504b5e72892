"""A synthetic roster of any size: the same people and seed always give the same rows.

Everything is drawn from NumPy generators, in parts of at most ``PART`` people, so that memory does
not grow with the roster. Nobody and no unit in it is real.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import pandas as pd

from apps.cadres.codes import LADDERS, MANAGED_BY
from apps.common.text import search_key, sort_key

SEED = 177
PART = 150_000
END = np.datetime64("2025-12-31")
# How many units each level of the tree has.
HANOI = (1, 150, 849, 2000)
NATIONAL = (1, 60, 3939, 12_000, 22_000, 12_000)
KIND_BY_LEVEL = ("city", "department", "division", *["public_service_unit"] * 4)
CATEGORIES = (
    "knowledge_update",
    "leadership_skills",
    "national_defence",
    "foreign_language",
    "it_skills",
    "job_position",
)
_FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
_MIDDLES = "Văn Thị Minh Đức Ngọc Thanh Hồng Quang Hữu Thu Xuân Gia Bảo Khánh Anh Mai".split()
_GIVEN = (
    "An Bình Chi Dũng Giang Hà Hải Hạnh Hiếu Hoa Hòa Hùng Hương Khoa Lan Linh Long Mai Minh Nam "
    "Nga Ngân Phong Phúc Phương Quân Quyên Sơn Tâm Thảo Thắng Thủy Trang Trung Tú Tuấn Vân Yến"
).split()


@dataclass(frozen=True)
class Tree:
    """Units numbered from 1, each with its parent's number (0 at the root) and its level."""

    parents: np.ndarray
    levels: np.ndarray

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The units as a table: id, key, name, kind and parent_id."""
        ids = np.arange(1, len(self.parents) + 1)
        return pd.DataFrame(
            {
                "id": ids,
                "key": [f"U{i:06d}" for i in ids],
                "name": [f"Đơn vị {i}" for i in ids],
                "kind": np.asarray(KIND_BY_LEVEL, dtype=object)[self.levels],
                "parent_id": self.parents,
            }
        )


def tree(sizes: tuple[int, ...], seed: int = SEED) -> Tree:
    """Return a random tree with so many units a level; siblings get neighbouring numbers."""
    rng = np.random.default_rng(seed)
    parents, above, first = [np.zeros(1, int)], np.array([1]), 2
    for size in sizes[1:]:
        parents.append(np.sort(rng.choice(above, size)))
        above = np.arange(first, first + size)
        first += size
    return Tree(np.concatenate(parents), np.repeat(np.arange(len(sizes)), sizes))


@dataclass(frozen=True)
class Facts:
    """A part of the roster: four tables shaped like ours, texts as they are stored."""

    cadres: pd.DataFrame
    appointments: pd.DataFrame
    qualifications: pd.DataFrame
    trainings: pd.DataFrame


def parts(people: int, units: Tree, seed: int = SEED) -> Iterator[Facts]:
    """Yield the roster in parts, people numbered from 1 on."""
    weights = np.random.default_rng(seed).gamma(0.6, 1.0, len(units.parents))
    weights[0] = 0.0
    shares = np.cumsum(weights / weights.sum())
    for first in range(0, people, PART):
        rng = np.random.default_rng([seed, first])
        yield _Part(rng, first + 1, min(PART, people - first), shares).facts()


class _Part:
    """Draws the facts of neighbouring people."""

    def __init__(self, rng: np.random.Generator, first: int, size: int, shares: np.ndarray):
        self.rng, self.shares, self.size = rng, shares, size
        self.ids = np.arange(first, first + size)
        age = np.clip(rng.normal(42, 9, size), 22, 62)
        self.birth = END - (age * 365.25).astype("timedelta64[D]")
        began = self.birth + self._days(22 * 365.25 + rng.integers(0, 8 * 365, size))
        self.began = np.minimum(began, END - np.timedelta64(30, "D"))
        self.career = (END - self.began).astype(np.int64)

    def facts(self) -> Facts:
        """Draw every table."""
        return Facts(
            self._cadres(), self._appointments(), self._qualifications(), self._trainings()
        )

    @staticmethod
    def _days(count: np.ndarray) -> np.ndarray:
        return count.astype("timedelta64[D]")

    def _chance(self, share: float, size: int) -> np.ndarray:
        return self.rng.random(size) < share

    def _text(self, days: np.ndarray, missing: float, year_only: float) -> np.ndarray:
        """Return dates as text, some empty, some with the year alone."""
        text = days.astype("datetime64[D]").astype(str).astype(object)
        years = self._chance(year_only, len(days))
        text[years] = days[years].astype("datetime64[Y]").astype(str)
        text[self._chance(missing, len(days))] = ""
        return text

    def _cadres(self) -> pd.DataFrame:
        genders = np.where(self._chance(0.34, self.size), "female", "male").astype(object)
        genders[self._chance(0.005, self.size)] = ""
        names = _names()
        chosen = self.rng.integers(0, len(names), self.size)
        people = names.take(chosen).reset_index(drop=True)
        people.insert(0, "id", self.ids)
        people.insert(1, "key", [f"C{i:08d}" for i in self.ids])
        people["born"] = self._text(self.birth, 0.01, 0.02)
        people["gender"] = genders
        return people

    def _units(self, size: int) -> np.ndarray:
        at = np.searchsorted(self.shares, self.rng.random(size), side="right")
        return np.minimum(at, len(self.shares) - 1) + 1

    def _appointments(self) -> pd.DataFrame:
        """One to five posts, one after the other; 4 % have left, 2 % hold a concurrent post."""
        posts = self.rng.integers(1, 6, self.size)
        who = np.repeat(np.arange(self.size), posts)
        is_first = np.r_[True, who[1:] != who[:-1]]
        is_last = np.r_[who[1:] != who[:-1], True]
        at = self.rng.random(len(who))
        at[is_first] = 0.0
        at = at[np.lexsort((at, who))]
        starts = self.began[who] + self._days(self.career[who] * at)
        # Two posts that would begin on one day begin on following days.
        starts += self._days(np.arange(len(who)) - np.flatnonzero(is_first)[who])
        stays = ~self._chance(0.04, self.size)
        ends = np.r_[starts[1:], END].astype(str).astype(object)
        ends[is_last] = np.where(
            stays, "", (starts[is_last] + np.timedelta64(300, "D")).astype(str)
        )
        second = np.flatnonzero(self._chance(0.02, self.size) & stays)
        rows = pd.DataFrame(
            {
                "cadre_id": self.ids[np.r_[who, second]],
                "start_on": np.r_[starts, self.began[second]].astype(str),
                "end_on": np.r_[ends, np.full(len(second), "", object)],
                "is_primary": np.r_[np.full(len(who), "t"), np.full(len(second), "f")],
            }
        )
        return self._with_offices(rows).sort_values("cadre_id", kind="stable", ignore_index=True)

    def _with_offices(self, rows: pd.DataFrame) -> pd.DataFrame:
        size = len(rows)
        bodies = np.asarray(MANAGED_BY, dtype=object)
        return rows.assign(
            unit_id=self._units(size),
            title=np.where(self._chance(0.5, size), "Chuyên viên", "Chuyên viên chính"),
            is_leadership=np.where(self._chance(0.18, size), "t", "f"),
            managed_by=bodies[self.rng.integers(0, len(bodies), size)],
            decision="",
        )

    def _qualifications(self) -> pd.DataFrame:
        tables = [
            self._ladder("professional", 0.95, 0.15, [0, 0.02, 0.04, 0.10, 0.62, 0.19, 0.03]),
            self._ladder("political_theory", 0.85, 0.05, [0.02, 0.23, 0.50, 0.22, 0.03]),
        ]
        return pd.concat(tables).sort_values("cadre_id", kind="stable", ignore_index=True)

    def _ladder(self, kind: str, first: float, second: float, odds: list[float]) -> pd.DataFrame:
        held = self._chance(first, self.size).astype(int) + self._chance(second, self.size)
        who = np.repeat(np.arange(self.size), held)
        on = self.began[who] + self._days(self.career[who] * self.rng.random(len(who)) ** 2)
        levels = np.asarray(LADDERS[kind], dtype=object)
        return pd.DataFrame(
            {
                "cadre_id": self.ids[who],
                "kind": kind,
                "level": self.rng.choice(levels, len(who), p=odds),
                "awarded_on": self._text(on, 0.01, 0.05),
                "name": "",
            }
        )

    def _trainings(self) -> pd.DataFrame:
        who = np.repeat(np.arange(self.size), self.rng.poisson(5, self.size))
        done = END - self._days(self.rng.integers(0, 8 * 365, len(who)))
        categories = np.asarray(CATEGORIES, dtype=object)
        return pd.DataFrame(
            {
                "cadre_id": self.ids[who],
                "category_id": categories[self.rng.integers(0, len(categories), len(who))],
                "completed_on": self._text(done, 0.003, 0.01),
                "name": "",
            }
        )


def _names() -> pd.DataFrame:
    full = [" ".join(words) for words in product(_FAMILIES, _MIDDLES, _GIVEN)]
    keys = {"name_key": search_key, "sort_key": sort_key}
    return pd.DataFrame({"full_name": full} | {k: list(map(f, full)) for k, f in keys.items()})
