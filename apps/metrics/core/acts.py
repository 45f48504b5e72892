"""What can be done to make people count: acts on who is there, and the people who may be new.

Conditions are looked at leaf by leaf, as the language of conditions has them: a person is what
each simple condition says of them. An act makes some of these true: a course completed on a day
those whose window holds that day, a level reached those of its kind up to that level. A new
person takes a post of a kind that the unit has, and is whatever the conditions can tell apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain, combinations, product

import numpy as np

from apps.cadres.codes import GENDERS, LADDERS, MANAGED_BY
from apps.metrics.core.evaluate import Spec, codes_by
from apps.targets.conditions import (
    AgeBelow,
    Condition,
    GenderIs,
    IsLeadership,
    ManagedByIn,
    QualificationAtLeast,
    Trained,
    UnitKindIn,
    leaves,
)
from apps.targets.states import FALSE, TRUE, age_cut
from apps.units.codes import UNIT_KINDS

# More ways than this of combining acts on one person, or of being new, are not looked at.
MOST_WAYS = 20_000
# A new person asks for more than any act on somebody who is there.
_OF_NEW = 10


class TooManyWaysError(ValueError):
    """The conditions tell more kinds of people apart than can be weighed."""


@dataclass(frozen=True, order=True)
class Course:
    """A course of a category, completed on a day."""

    category: str
    on: date

    @property
    def seat(self) -> tuple[str, str]:
        """What a limit on such acts is named by."""
        return "trainings", self.category

    @property
    def demands(self) -> int:
        """How much is asked of the person: of all acts the least."""
        return 1


@dataclass(frozen=True, order=True)
class Award:
    """A level reached on the ladder of a kind."""

    kind: str
    level: str

    @property
    def seat(self) -> tuple[str, str]:
        """What a limit on such acts is named by."""
        return "qualifications", self.kind

    @property
    def demands(self) -> int:
        """How much is asked of the person: the more, the higher the level."""
        return 2 + LADDERS[self.kind].index(self.level)


Act = Course | Award


@dataclass(frozen=True)
class PostKind:
    """What conditions ask of a post: what its holder leads, who manages it, where it is."""

    is_leadership: bool
    managed_by: str
    unit_kind: str


@dataclass(frozen=True)
class Newcomer:
    """A kind of new person, with no more said than the conditions ask for.

    ``age`` is the condition that they are young enough for; empty, they may be of any age.
    """

    post: PostKind
    age: AgeBelow | None = None
    gender: str = ""
    acts: tuple[Act, ...] = ()

    @property
    def demands(self) -> int:
        """How much is asked of the person."""
        asked = sum(act.demands for act in self.acts)
        return _OF_NEW + asked + (self.age is not None) + bool(self.gender)


@dataclass(frozen=True)
class Question:
    """The simple conditions of some targets on a day, and the acts from a base day on."""

    specs: Sequence[Spec]
    base: date
    day: date

    @cached_property
    def tips(self) -> list[Condition]:
        """The simple conditions, each once."""
        parts = [part for spec in self.specs for part in (spec.population, spec.criterion)]
        return list(dict.fromkeys(leaf for part in parts for leaf in leaves(part)))

    def codes(self, states: np.ndarray) -> np.ndarray:
        """Return how people count for each target, from what each simple condition says."""
        at = {tip: place for place, tip in enumerate(self.tips)}
        found = [
            codes_by(spec, len(states), lambda leaf: states[:, at[leaf]]) for spec in self.specs
        ]
        return np.stack(found, axis=1)

    def effect(self, act: Act) -> np.ndarray:
        """Return which of the simple conditions an act makes true."""
        return np.array([self._is_met_by(tip, act) for tip in self.tips], dtype=bool)

    def touches(self, act: Act) -> tuple[int, ...]:
        """Return the targets (by place) that look at what an act changes."""
        found = [tip for tip in self.tips if self._is_met_by(tip, act)]
        return tuple(
            place
            for place, spec in enumerate(self.specs)
            if any(tip in found for tip in leaves(spec.criterion))
        )

    def _is_met_by(self, tip: Condition, act: Act) -> bool:
        if isinstance(tip, Trained) and isinstance(act, Course):
            first, last = tip.window(self.day)
            return tip.category == act.category and first <= act.on <= last
        if isinstance(tip, QualificationAtLeast) and isinstance(act, Award):
            return tip.kind == act.kind and tip.rank <= LADDERS[act.kind].index(act.level)
        return False

    @cached_property
    def courses(self) -> dict[str, list[Course]]:
        """The courses that can still be completed for some condition, by category."""
        found: dict[str, set[Course]] = {}
        for tip in self.tips:
            if isinstance(tip, Trained):
                last = tip.window(self.day)[1]
                if last >= self.base:
                    found.setdefault(tip.category, set()).add(Course(tip.category, last))
        return {category: sorted(some) for category, some in found.items()}

    @cached_property
    def awards(self) -> dict[str, list[Award]]:
        """The levels that some condition asks for, by kind, the lowest first."""
        found: dict[str, set[Award]] = {}
        for tip in self.tips:
            if isinstance(tip, QualificationAtLeast):
                found.setdefault(tip.kind, set()).add(Award(tip.kind, tip.level))
        return {kind: sorted(some, key=lambda award: award.demands) for kind, some in found.items()}

    @cached_property
    def ages(self) -> list[AgeBelow]:
        """The conditions on age that tell people apart."""
        tips = [tip for tip in self.tips if isinstance(tip, AgeBelow)]
        return list({age_cut(tip, self.day): tip for tip in tips}.values())

    @property
    def asks_gender(self) -> bool:
        """Whether some condition looks at the gender."""
        return any(isinstance(tip, GenderIs) for tip in self.tips)

    def ways(self) -> list[tuple[Act, ...]]:
        """Return the combinations of acts on one person, doing nothing first."""
        choices: list[list[tuple[Act, ...]]] = [_subsets(some) for some in self.courses.values()]
        for some in self.awards.values():
            choices.append([(), *((award,) for award in some)])
        _check_size(choices)
        return [tuple(chain.from_iterable(parts)) for parts in product(*choices)]

    def newcomers(self, posts: Sequence[PostKind]) -> Iterator[Newcomer]:
        """Yield the kinds of new people that the conditions tell apart."""
        genders = list(GENDERS) if self.asks_gender else [""]
        choices = [posts, [None, *self.ages], genders, self.ways()]
        _check_size(choices)
        for post, age, gender, acts in product(*choices):
            yield Newcomer(post, age, gender, acts)  # type: ignore[arg-type]

    def states_of(self, person: Newcomer) -> np.ndarray:
        """Return what each simple condition says of a new person."""
        found = np.zeros(len(self.tips), dtype=bool)
        for act in person.acts:
            found |= self.effect(act)
        for place, tip in enumerate(self.tips):
            found[place] |= self._is_of(tip, person)
        return np.where(found, TRUE, FALSE).astype(np.int8)

    def _is_of(self, tip: Condition, person: Newcomer) -> bool:
        if isinstance(tip, AgeBelow):
            # Who is young enough for one condition is so for those that ask for less.
            return person.age is not None and age_cut(tip, self.day) <= age_cut(
                person.age, self.day
            )
        asked: Mapping[type, tuple[object, str]] = {
            GenderIs: (person.gender, "gender"),
            IsLeadership: (person.post.is_leadership, "value"),
        }
        if type(tip) in asked:
            is_so, name = asked[type(tip)]
            return bool(is_so == getattr(tip, name))
        if isinstance(tip, ManagedByIn):
            return person.post.managed_by in tip.codes
        return isinstance(tip, UnitKindIn) and person.post.unit_kind in tip.kinds


def _subsets(acts: Sequence[Act]) -> list[tuple[Act, ...]]:
    sizes = range(len(acts) + 1)
    return list(chain.from_iterable(combinations(acts, size) for size in sizes))


def _check_size(choices: Sequence[Sequence[object]]) -> None:
    if np.prod([len(some) for some in choices], dtype=float) > MOST_WAYS:
        raise TooManyWaysError


def post_kinds(
    is_leadership: np.ndarray, managed_by: np.ndarray, unit_kind: np.ndarray
) -> list[PostKind]:
    """Return the kinds of posts that some people hold, each once."""
    rows = {*zip(is_leadership.tolist(), managed_by.tolist(), unit_kind.tolist(), strict=True)}
    return [PostKind(bool(a), MANAGED_BY[b], UNIT_KINDS[c]) for a, b, c in sorted(rows)]
