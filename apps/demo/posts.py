"""Which posts a unit has: titles, ranks and who manages them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Ranks of posts, lowest first: staff, senior staff, deputy and head of a division or of an old
# commune, deputy and head of a department, a district or a new commune.
STAFF, SENIOR, DEPUTY, HEAD, VICE, CHIEF = range(6)
CITY, COMMITTEE, DEPARTMENT, UNIT = (
    "city_standing_committee",
    "subordinate_standing_committee",
    "department",
    "unit",
)


@dataclass(frozen=True)
class Post:
    """A kind of post. A unit has ``least`` of them, or one in so many people up to ``most``.

    The title is a pattern that ``titles`` fills in.
    """

    title: str
    rank: int
    managed_by: str
    least: int = 0
    most: int = 0
    one_in: int = 0

    @property
    def is_leadership(self) -> bool:
        """Whether the post leads or manages."""
        return self.rank >= DEPUTY

    @property
    def is_managed_by_committee(self) -> bool:
        """Whether the standing committee of a party committee manages the post."""
        return self.managed_by in (CITY, COMMITTEE)

    def count(self, size: int) -> int:
        """Return how many of ``size`` people hold such a post."""
        if not self.one_in:
            return self.least
        # Only a very large unit goes beyond what is usual.
        return min(self.most, max(self.least, size // self.one_in)) + size // 60


@dataclass(frozen=True)
class Layout:
    """The posts of a kind of unit, the highest first; whoever is left is senior or other staff."""

    leaders: tuple[Post, ...]
    senior: Post
    staff: Post
    senior_share: float


_SENIOR = Post("Chuyên viên chính", SENIOR, DEPARTMENT)
_STAFF = Post("Chuyên viên", STAFF, UNIT)

LAYOUTS: dict[str, Layout] = {
    "city": Layout(
        (
            Post("Chủ tịch UBND Thành phố", CHIEF, "central", 1),
            Post("Phó Chủ tịch UBND Thành phố", VICE, "central", 6),
        ),
        _SENIOR,
        _STAFF,
        0.5,
    ),
    "department": Layout(
        (Post("{head}", CHIEF, CITY, 1), Post("{deputy}", VICE, CITY, 2, 4, 2)),
        _SENIOR,
        _STAFF,
        0.5,
    ),
    "division": Layout(
        (Post("{head}", HEAD, COMMITTEE, 1), Post("{deputy}", DEPUTY, COMMITTEE, 1, 3, 5)),
        _SENIOR,
        _STAFF,
        0.4,
    ),
    "public_service_unit": Layout(
        (Post("{head}", HEAD, COMMITTEE, 1), Post("{deputy}", DEPUTY, DEPARTMENT, 1, 3, 6)),
        _SENIOR,
        Post("Viên chức", STAFF, UNIT),
        0.2,
    ),
    "district": Layout(
        (
            Post("Bí thư {committee}", CHIEF, CITY, 1),
            Post("Chủ tịch UBND {level}", CHIEF, CITY, 1),
            Post("Phó Bí thư Thường trực {committee}", VICE, CITY, 1),
            Post("Phó Chủ tịch UBND {level}", VICE, CITY, 2, 3, 2),
        ),
        _SENIOR,
        _STAFF,
        0.5,
    ),
    "old_commune": Layout(
        (
            Post("Bí thư Đảng ủy {level}", HEAD, COMMITTEE, 1),
            Post("Chủ tịch UBND {level}", HEAD, COMMITTEE, 1),
            Post("Phó Chủ tịch UBND {level}", DEPUTY, COMMITTEE, 0, 2, 5),
        ),
        Post("Công chức chuyên môn", SENIOR, UNIT),
        Post("Công chức {level}", STAFF, UNIT),
        0.3,
    ),
    "commune": Layout(
        (
            Post("Bí thư Đảng ủy {level}", CHIEF, CITY, 1),
            Post("Chủ tịch UBND {level}", CHIEF, CITY, 1),
            Post("Phó Bí thư Thường trực Đảng ủy {level}", VICE, COMMITTEE, 1),
            Post("Phó Chủ tịch UBND {level}", VICE, COMMITTEE, 2),
            Post("Phó Chủ tịch HĐND {level}", VICE, COMMITTEE, 1),
            Post("Trưởng phòng", HEAD, DEPARTMENT, 1, 4, 6),
            Post("Phó Trưởng phòng", DEPUTY, DEPARTMENT, 0, 4, 6),
        ),
        _SENIOR,
        _STAFF,
        0.3,
    ),
}


def _all_posts() -> list[Post]:
    listed = (p for x in LAYOUTS.values() for p in (*x.leaders, x.senior, x.staff))
    return list(dict.fromkeys(listed))


POSTS = _all_posts()
"""Every kind of post; arrays hold places in this list."""
NUMBER = {post: i for i, post in enumerate(POSTS)}
RANK = np.array([post.rank for post in POSTS])
IS_COMMITTEE = np.array([post.is_managed_by_committee for post in POSTS])


def posts_of(layout: Layout, size: int) -> np.ndarray:
    """Return the post of each of ``size`` people of a unit, the highest first."""
    posts: list[int] = []
    for post in layout.leaders:
        posts += [NUMBER[post]] * min(size - len(posts), post.count(size))
    left = size - len(posts)
    seniors = round(left * layout.senior_share)
    posts += [NUMBER[layout.senior]] * seniors + [NUMBER[layout.staff]] * (left - seniors)
    return np.array(posts, dtype=np.int64)
