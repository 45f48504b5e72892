"""Posts held beside the primary one; they are shown but never counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from apps.demo.careers import Careers
from apps.demo.posts import NUMBER, POSTS, Post
from apps.demo.structure import City

_COUNCIL = Post("Chủ tịch HĐND {level}", 0, "subordinate_standing_committee")
_CENTRE = Post("{head}", 0, "department")
_CHAIRS = [NUMBER[post] for post in POSTS if post.title == "Bí thư Đảng ủy {level}"]
_DEPUTIES = [
    NUMBER[post]
    for post in POSTS
    if post.title == "{deputy}" and post.managed_by == "city_standing_committee"
]


@dataclass(frozen=True)
class SecondPosts:
    """Places of the rows of ``Careers`` that have a second post: its unit and its kind."""

    rows: np.ndarray
    units: np.ndarray
    posts: list[Post]


def second_posts(city: City, careers: Careers, rng: np.random.Generator) -> SecondPosts:
    """Let most party secretaries chair the council, and some deputies lead a centre."""
    chance = rng.random(len(careers.post))
    chairs = np.flatnonzero(np.isin(careers.post, _CHAIRS) & (chance < 0.7))
    centre = _centres(city)[careers.unit]
    leads = np.flatnonzero(np.isin(careers.post, _DEPUTIES) & (centre >= 0) & (chance < 0.12))
    return SecondPosts(
        rows=np.concatenate([chairs, leads]),
        units=np.concatenate([careers.unit[chairs], centre[leads]]),
        posts=[_COUNCIL] * len(chairs) + [_CENTRE] * len(leads),
    )


def _centres(city: City) -> np.ndarray:
    """For each department, a public service unit that has always been its own; -1 without one."""
    index = {key: i for i, key in enumerate(city.units)}
    centres = np.full(len(index), -1)
    for key, unit in city.units.items():
        if unit.kind == "public_service_unit" and len(unit.places) == 1:
            centres[index[unit.places[0].parent or ""]] = index[key]
    return centres
