"""Made-up careers: who held which post when, month by month, through both reorganisations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from apps.cadres.columns import day_number
from apps.cadres.retirement import retirement_month
from apps.demo.posts import COMMITTEE, CITY, LAYOUTS, Post, STAFF, VICE, posts_of
from apps.demo.structure import COMMUNES_DAY, DEPARTMENTS_DAY, ROOT, City

FIRST = date(2021, 1, 1)
FEMALE, MALE = 1, 2
OPEN = np.iinfo(np.int32).max
YEAR = 365.25


@dataclass
class Careers:
    """People and their posts, as columns. Days are numbers; ``until`` is OPEN when serving."""

    born: np.ndarray
    gender: np.ndarray
    person: np.ndarray
    unit: np.ndarray
    post: np.ndarray
    since: np.ndarray
    until: np.ndarray


def _retirement_table() -> np.ndarray:
    """First day out of service, by gender and month of birth since 1940."""
    table = np.zeros((3, 12 * 80), dtype=np.int64)
    for gender in (FEMALE, MALE):
        for month in range(12 * 80):
            out = retirement_month(date(1940 + month // 12, month % 12 + 1, 1), gender) + 1
            table[gender, month] = day_number(date(out // 12, out % 12 + 1, 1))
    return table


_RETIRES = _retirement_table()


def retires(born: np.ndarray, gender: np.ndarray) -> np.ndarray:
    """Return the first day out of service by age."""
    months = born.astype("datetime64[D]").astype("datetime64[M]").astype(int) + 30 * 12
    return _RETIRES[gender, np.clip(months, 0, _RETIRES.shape[1] - 1)]


class PostTable:
    """Numbers the kinds of posts, so that arrays can hold them."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        for layout in LAYOUTS.values():
            for post in (*layout.leaders, layout.senior, layout.staff):
                if post not in self.posts:
                    self.posts.append(post)
        self.rank = np.array([p.rank for p in self.posts], dtype=np.int8)
        self.is_key = np.array([p.managed_by in (CITY, COMMITTEE) for p in self.posts])

    def number(self, post: Post) -> int:
        """Return the post's number."""
        return self.posts.index(post)


POSTS = PostTable()
_LEAST_AGE = {0: 23, 1: 30, 2: 31, 3: 34, 4: 37, 5: 41}
_MEAN_AGE = {0: 36, 1: 42, 2: 42.5, 3: 46, 4: 48, 5: 51}


def layout_of(city: City, key: str) -> str:
    """Return the name of the layout of posts that a unit follows."""
    unit = city.units[key]
    return "old_commune" if unit.kind == "commune" and unit.end_on else unit.kind


@dataclass
class World:
    """The state of a simulation: posts with their holders, and what was recorded so far."""

    city: City
    rng: np.random.Generator
    today: int
    keys: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keys = list(self.city.units)
        self.index = {key: i for i, key in enumerate(self.keys)}
        self.top = np.array([self._top(key) for key in self.keys])
        self.born = np.zeros(0, dtype=np.int64)
        self.gender = np.zeros(0, dtype=np.int8)
        self.rows: list[tuple[np.ndarray, ...]] = []

    def _top(self, key: str) -> int:
        """The department, district or commune that a unit belongs to at first."""
        unit = self.city.units[key]
        parent = unit.places[0].parent
        if parent is None or parent == ROOT:
            return self.index[key]
        return self.index[parent]

    def hire(self, ages: np.ndarray, female: float, day: np.ndarray | int) -> np.ndarray:
        """Add people of the given ages on a day and return their numbers."""
        first = len(self.born)
        born = (day - ages * YEAR).astype(np.int64)
        gender = np.where(self.rng.random(len(ages)) < female, FEMALE, MALE).astype(np.int8)
        self.born = np.concatenate([self.born, born])
        self.gender = np.concatenate([self.gender, gender])
        return np.arange(first, first + len(ages))

    def settle(self, sizes: dict[str, int]) -> None:
        """Fill every post as of the first day."""
        unit, post = [], []
        for key, size in sizes.items():
            for kind, count in posts_of(LAYOUTS[layout_of(self.city, key)], size):
                unit += [self.index[key]] * count
                post += [POSTS.number(kind)] * count
        self.unit = np.array(unit)
        self.post = np.array(post)
        rank = POSTS.rank[self.post]
        start = day_number(FIRST)
        mean = np.array([_MEAN_AGE[r] for r in range(6)])[rank]
        least = np.array([_LEAST_AGE[r] for r in range(6)])[rank]
        spread = np.where(rank == STAFF, 8.5, 5.5)
        ages = self.rng.normal(
            mean + self.rng.normal(0, 1.5, len(self.keys))[self.top[self.unit]], spread
        )
        ages = np.clip(
            ages, least + self.rng.random(len(ages)) * 3, 54.9 + self.rng.random(len(ages)) * 3
        )
        chance = np.where(rank >= 2, 0.14, 0.36)
        first = len(self.born)
        self.hire(ages, 0.0, start)
        female = self.rng.random(len(ages)) < chance
        self.gender[first:] = np.where(female & (ages < 54), FEMALE, MALE)
        self.holder = np.arange(first, first + len(ages))
        served = np.minimum((ages - least) * YEAR, self.rng.exponential(4 * YEAR, len(ages)))
        self.since = (start - 30 - served).astype(np.int64)
        self._earlier(rank, least)

    def _earlier(self, rank: np.ndarray, least: np.ndarray) -> None:
        """Record an earlier post for those who have risen."""
        entered = self.born[self.holder] + ((23 + 4 * self.rng.random(len(rank))) * YEAR).astype(
            int
        )
        risen = (rank > STAFF) & (entered < self.since - 700)
        layouts = [LAYOUTS[layout_of(self.city, key)] for key in self.keys]
        staff = np.array([POSTS.number(layout.staff) for layout in layouts])
        senior = np.array([POSTS.number(layout.senior) for layout in layouts])
        part = 0.45 + 0.3 * self.rng.random(len(rank))
        middle = (entered + part * (self.since - entered)).astype(np.int64)
        both = risen & (rank > 1)
        unit = self.unit
        self.record(risen, unit, staff[unit], entered, np.where(both, middle, self.since))
        self.record(both, unit, senior[unit], middle, self.since)

    def record(
        self,
        which: np.ndarray,
        unit: np.ndarray,
        post: np.ndarray,
        since: np.ndarray,
        until: np.ndarray | int,
    ) -> None:
        """Write down the chosen posts of their present holders."""
        until = np.broadcast_to(until, which.shape)
        self.rows.append(tuple(column[which] for column in (self.holder, unit, post, since, until)))

    def leave(self, slots: np.ndarray, day: np.ndarray) -> None:
        """End what the holders of some posts hold."""
        which = np.zeros(len(self.unit), dtype=bool)
        which[slots] = True
        until = np.zeros(len(self.unit), dtype=np.int64)
        until[slots] = day
        self.record(which, self.unit, self.post, self.since, until)

    def take(self, slots: np.ndarray, people: np.ndarray, day: np.ndarray) -> None:
        """Put people into vacant posts."""
        self.holder[slots] = people
        self.since[slots] = day

    def month(self, first: int, last: int) -> None:
        """Live through the days from first to last: leave, rise, enter, swap."""
        due = np.flatnonzero(self.is_vacant)
        others = np.flatnonzero(~self.is_vacant & (self.since < first - 60))
        gone = others[self.rng.random(len(others)) < 0.0022]
        went = self.rng.integers(first, last + 1, len(gone))
        went = np.maximum(went, self.since[gone] + 1)
        self.leave(gone, went)
        vacant = np.concatenate([due, gone])
        when = np.concatenate([np.full(len(due), first), went])
        self.fill(vacant, when, last)
        self.swap(first, last)

    def retire(self, first: int) -> None:
        """End the service of those whose age is reached; their posts are vacant."""
        out = retires(self.born[self.holder], self.gender[self.holder])
        due = np.flatnonzero(out <= first)
        self.leave(due, np.full(len(due), first))
        self.is_vacant = np.zeros(len(self.unit), dtype=bool)
        self.is_vacant[due] = True

    def fill(self, vacant: np.ndarray, when: np.ndarray, last: int) -> None:
        """Fill vacancies from below, the highest first; the lowest by new people."""
        day = np.minimum(when + self.rng.integers(0, 20, len(vacant)), last)
        open_ = np.zeros(len(self.unit), dtype=bool)
        open_[vacant] = True
        due = np.zeros(len(self.unit), dtype=np.int64)
        due[vacant] = day
        rank = POSTS.rank[self.post]
        for level in range(5, 0, -1):
            slots = np.flatnonzero(open_ & (rank == level))
            if not len(slots):
                continue
            slots, movers = self.match(slots, level, rank, open_, due)
            people = self.holder[movers].copy()
            self.leave(movers, due[slots])
            self.take(slots, people, due[slots])
            open_[slots] = False
            open_[movers] = True
            due[movers] = due[slots]
        self.enter(np.flatnonzero(open_), due, rank)

    def match(
        self, slots: np.ndarray, level: int, rank: np.ndarray, open_: np.ndarray, due: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Pair vacancies with people one or two ranks below, of the same body if there are."""
        day = due[slots].max()
        age = (day - self.born[self.holder]) / YEAR
        fit = ~open_ & (rank < level) & (rank >= level - 2) & (self.since < day - 540)
        fit &= (age >= _LEAST_AGE[level]) & (
            age < np.where(self.gender[self.holder] == FEMALE, 51, 55)
        )
        candidates = np.flatnonzero(fit)
        score = self.rng.random(len(candidates)) + 0.5 * (level - rank[candidates])
        score -= self.wish(candidates, age)
        pools = (self.top[self.unit[slots]], self.top[self.unit[candidates]])
        a, b = _pair(*pools, self.rng.random(len(slots)), score)
        left = np.setdiff1d(np.arange(len(slots)), a)
        rest = np.setdiff1d(np.arange(len(candidates)), b)
        if len(left) and len(rest):
            extra = min(len(left), len(rest))
            best = rest[np.argsort(score[rest], kind="stable")[:extra]]
            a, b = np.concatenate([a, left[:extra]]), np.concatenate([b, best])
        return slots[a], candidates[b]

    def wish(self, candidates: np.ndarray, age: np.ndarray) -> np.ndarray:
        """Prefer young people and women a little, as the plan asks."""
        people = self.holder[candidates]
        return 0.45 * (age[candidates] < 37) + 0.1 * (self.gender[people] == FEMALE)

    def enter(self, slots: np.ndarray, due: np.ndarray, rank: np.ndarray) -> None:
        """Take new people in: young ones as staff, experienced ones from elsewhere above."""
        least = np.array([_LEAST_AGE[r] for r in range(6)])[rank[slots]]
        ages = least + self.rng.gamma(2.0, 2.2, len(slots))
        people = self.hire(np.minimum(ages, 50), 0.42, due[slots])
        self.take(slots, people, due[slots])

    def swap(self, first: int, last: int) -> None:
        """Let some people of one rank change places."""
        rank = POSTS.rank[self.post]
        settled = np.flatnonzero((self.since < first - 700) & (rank < 5))
        chosen = settled[self.rng.random(len(settled)) < 0.004]
        chosen = self.rng.permutation(chosen)
        chosen = chosen[
            np.argsort(self.post[chosen] * 10_000 + self.top[self.unit[chosen]], kind="stable")
        ]
        one, other = chosen[: len(chosen) // 2 * 2 : 2], chosen[1::2]
        same = self.post[one] == self.post[other]
        same &= self.unit[one] != self.unit[other]
        one, other = one[same], other[same]
        day = self.rng.integers(first, last + 1, len(one))
        both = np.concatenate([one, other])
        self.leave(both, np.concatenate([day, day]))
        people = self.holder[np.concatenate([other, one])].copy()
        self.take(both, people, np.concatenate([day, day]))

    def merge_departments(self) -> None:
        """Give the people of dissolved bodies posts in those that took over."""
        day = day_number(DEPARTMENTS_DAY)
        for before, after, since in self.city.successions:
            if since != DEPARTMENTS_DAY:
                continue
            slots = np.flatnonzero(self.unit == self.index[before])
            held = slots[~self.is_vacant[slots]]
            self.leave(held, np.full(len(held), day))
            self.unit[slots] = self.index[after]
            self.since[slots] = day
            leaders = LAYOUTS[self.city.units[after].kind].leaders
            chief, vice = POSTS.number(leaders[0]), POSTS.number(leaders[1])
            chiefs = slots[self.post[slots] == chief]
            if np.any(
                (self.unit == self.index[after]) & (self.post == chief) & (self.since < day)
            ) or (np.sum((self.unit == self.index[after]) & (self.post == chief)) > len(chiefs)):
                self.post[chiefs] = vice
        for i, key in enumerate(self.keys):
            parent = self.city.units[key].places[-1].parent
            self.top[i] = i if parent in (None, ROOT) else self.index[parent]

    def merge_communes(self, keep: int) -> None:
        """Send the people of districts and old communes to the new communes."""
        day = day_number(COMMUNES_DAY)
        kinds = np.array([_is_local(self.city, key) for key in self.keys])
        local = np.flatnonzero(kinds[self.unit] & ~self.is_vacant)
        age = day - self.born[self.holder[local]]
        worth = POSTS.rank[self.post[local]] + self.rng.normal(0, 0.8, len(local))
        stay_score = -np.maximum(0, age / YEAR - 50) * 0.25 + self.rng.random(len(local)) * 2
        order = np.argsort(-stay_score, kind="stable")
        stays = np.sort(order[:keep])
        self.leave(local, np.full(len(local), day))
        goes = self._destinations(local[stays])
        slots = local[stays]
        post = self._posts_in_communes(goes, worth[stays])
        gone = np.setdiff1d(np.flatnonzero(kinds[self.unit]), slots)
        self.unit[slots], self.post[slots], self.since[slots] = goes, post, day
        kept = np.ones(len(self.unit), dtype=bool)
        kept[gone] = False
        self.unit, self.post = self.unit[kept], self.post[kept]
        self.holder, self.since = self.holder[kept], self.since[kept]
        self.is_vacant = self.is_vacant[kept]

    def _destinations(self, slots: np.ndarray) -> np.ndarray:
        """Choose a successor for each person, so that the new communes are of like size."""
        heirs: dict[int, np.ndarray] = {}
        load = np.zeros(len(self.keys))
        goes = np.zeros(len(slots), dtype=np.int64)
        order = np.argsort([len(self._heirs(u, heirs)) for u in self.unit[slots]], kind="stable")
        weight = self.rng.uniform(0.7, 1.4, len(self.keys))
        for i in order:
            options = heirs[self.unit[slots[i]]]
            best = options[np.argmin(load[options] / weight[options])]
            load[best] += 1
            goes[i] = best
        return goes

    def _heirs(self, unit: int, known: dict[int, np.ndarray]) -> np.ndarray:
        if unit not in known:
            key = self.keys[unit]
            names = self.city.successors(key) or self.city.successors(key.partition(".")[0])
            known[unit] = np.array([self.index[name] for name in names])
        return known[unit]

    def _posts_in_communes(self, goes: np.ndarray, worth: np.ndarray) -> np.ndarray:
        """Give the posts of each new commune to its people by what they were before."""
        post = np.zeros(len(goes), dtype=np.int64)
        for unit in np.unique(goes):
            members = np.flatnonzero(goes == unit)
            members = members[np.argsort(-worth[members], kind="stable")]
            at = 0
            for kind, count in posts_of(LAYOUTS["commune"], len(members)):
                post[members[at : at + count]] = POSTS.number(kind)
                at += count
        return post


def _is_local(city: City, key: str) -> bool:
    unit = city.units[key]
    return unit.end_on == COMMUNES_DAY


def _pair(
    pool_a: np.ndarray, pool_b: np.ndarray, order_a: np.ndarray, order_b: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Match the n-th of each pool in a with the n-th of the same pool in b; return both places."""

    def ranked(pool: np.ndarray, order: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        by = np.lexsort((order, pool))
        sorted_pool = pool[by]
        start = np.searchsorted(sorted_pool, sorted_pool)
        return by, sorted_pool.astype(np.int64) << 32 | (np.arange(len(by)) - start)

    by_a, key_a = ranked(pool_a, order_a)
    by_b, key_b = ranked(pool_b, order_b)
    __, at_a, at_b = np.intersect1d(key_a, key_b, assume_unique=True, return_indices=True)
    return by_a[at_a], by_b[at_b]


_WEIGHTS = {"department": 4.5, "division": 14.0, "public_service_unit": 16.0, "old_commune": 4.1}
_DISTRICT = {"district": 7.0, "division": 5.0}


def _shares(total: int, weights: np.ndarray) -> np.ndarray:
    """Split a total by weights into whole numbers (largest remainder)."""
    exact = total * weights / weights.sum()
    parts = np.floor(exact).astype(int)
    order = np.argsort(-(exact - parts), kind="stable")
    parts[order[: total - parts.sum()]] += 1
    return parts


def simulate(city: City, *, people: int, today: date, rng: np.random.Generator) -> Careers:
    """Return careers since 2021 and before, with ``people`` serving today."""
    world = World(city, rng, day_number(today))
    city_hall = min(7, people // 100)
    departments = [k for k in city.units if k.startswith("S") and not city.units[k].start_on]
    local = [k for k in city.units if _is_local(city, k)]
    communes = round(people * 0.6)
    offices = people - communes - city_hall
    factor = rng.uniform(0.75, 1.3, len(city.units))
    sizes = {ROOT: city_hall}
    for keys, total in ((departments, offices), (local, round(communes * 1.13))):
        weights = np.array([_weight(city, k) * factor[world.index[k]] for k in keys])
        sizes |= dict(zip(keys, _shares(total, weights).tolist(), strict=True))
    world.settle(sizes)
    month = FIRST
    while month <= today:
        following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        world.retire(day_number(month))
        if month == DEPARTMENTS_DAY:
            world.merge_departments()
        if month == COMMUNES_DAY:
            world.merge_communes(communes)
        last = min(day_number(following) - 1, world.today)
        world.month(day_number(month), last)
        month = following
    everyone = np.ones(len(world.unit), dtype=bool)
    world.record(everyone, world.unit, world.post, world.since, OPEN)
    columns = [np.concatenate(parts) for parts in zip(*world.rows, strict=True)]
    return Careers(world.born, world.gender, *columns)


def _weight(city: City, key: str) -> float:
    kind = layout_of(city, key)
    if key.startswith("D"):
        return _DISTRICT[kind]
    return _WEIGHTS[kind]
