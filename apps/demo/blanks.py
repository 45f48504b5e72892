"""What is not recorded of people, and the last touch that brings the city close to its targets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apps.demo.aims import nudge_births, share
from apps.demo.careers import Careers
from apps.demo.posts import IS_COMMITTEE
from apps.demo.world import FEMALE, MALE, YEAR

FULL, MONTH, YEAR_ALONE, MISSING = range(4)
_THRESHOLD = 0.15
# Who changes sex in the books must be far from retiring.
_SAFE_AGE = 46 * YEAR


@dataclass
class Blanks:
    """How far birth dates are known (FULL to MISSING), and whose gender is not recorded."""

    birth: np.ndarray
    no_gender: np.ndarray


def leave_blanks(careers: Careers, rng: np.random.Generator) -> Blanks:
    """Choose about two people in a hundred of whom something is not recorded."""
    count = len(careers.born)
    birth = rng.choice(4, count, p=[0.98, 0.004, 0.008, 0.008]).astype(np.int8)
    return Blanks(birth, rng.random(count) < 0.006)


def come_close(careers: Careers, blanks: Blanks, day: int, rng: np.random.Generator) -> None:
    """Change a few people such that on day young cadres are undetermined and women just met."""
    rows = careers.on(day)
    people = careers.person[rows[IS_COMMITTEE[careers.post[rows]]]]
    if len(people) < 10:
        return
    _forget_births(blanks, people, rng)
    known = people[blanks.birth[people] != MISSING]
    lost = len(people) - len(known)
    young = int(_THRESHOLD * len(people)) - (lost + 1) // 2
    careers.born = nudge_births(careers.born, known, day=day, young=young)
    _settle_gender(careers, blanks, people, day)


def _forget_births(blanks: Blanks, people: np.ndarray, rng: np.random.Generator) -> None:
    """See to it that at least a few of these people have no birth date."""
    wanted = max(2, -(-6 * len(people) // 1000))
    lacking = wanted - int((blanks.birth[people] == MISSING).sum())
    if lacking > 0:
        known = people[blanks.birth[people] != MISSING]
        blanks.birth[rng.choice(known, lacking, replace=False)] = MISSING


def _settle_gender(careers: Careers, blanks: Blanks, people: np.ndarray, day: int) -> None:
    recorded = people[~blanks.no_gender[people]]
    is_woman = careers.gender[recorded] == FEMALE
    lacking = round(share("female", day) * len(people)) - int(is_woman.sum())
    before, after = (MALE, FEMALE) if lacking > 0 else (FEMALE, MALE)
    safe = careers.born[recorded] > day - _SAFE_AGE
    pool = recorded[safe & (careers.gender[recorded] == before)]
    careers.gender[pool[: abs(lacking)]] = after
