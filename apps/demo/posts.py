"""Which posts a unit has: titles, ranks and who manages them."""

from __future__ import annotations

from dataclasses import dataclass

# Ranks of posts, lowest first: staff, senior staff, deputy and head of a division,
# deputy and head of a department, district or commune.
STAFF, SENIOR, DEPUTY, HEAD, VICE, CHIEF = range(6)
CITY, COMMITTEE, DEPARTMENT, UNIT = (
    "city_standing_committee",
    "subordinate_standing_committee",
    "department",
    "unit",
)


@dataclass(frozen=True)
class Post:
    """A kind of post. ``share`` says how many a unit has: at least, at most, one in so many."""

    title: str
    rank: int
    managed_by: str
    least: int = 0
    most: int = 0
    one_in: int = 0

    def count(self, size: int) -> int:
        """Return how many of ``size`` people hold such a post."""
        if not self.one_in:
            return self.least
        # Only a very large unit goes beyond what is usual.
        return min(self.most, max(self.least, size // self.one_in)) + size // 100


@dataclass(frozen=True)
class Layout:
    """The posts of a kind of unit, the highest first; whoever is left holds one of ``staff``."""

    leaders: tuple[Post, ...]
    senior: Post
    staff: Post
    senior_share: float = 0.4


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
    ),
    "department": Layout(
        (
            Post("Giám đốc", CHIEF, CITY, 1),
            Post("Phó Giám đốc", VICE, CITY, 2, 4, 2),
        ),
        _SENIOR,
        _STAFF,
    ),
    "division": Layout(
        (
            Post("Trưởng phòng", HEAD, COMMITTEE, 1),
            Post("Phó Trưởng phòng", DEPUTY, COMMITTEE, 1, 3, 5),
        ),
        _SENIOR,
        _STAFF,
    ),
    "public_service_unit": Layout(
        (
            Post("Giám đốc Trung tâm", HEAD, COMMITTEE, 1),
            Post("Phó Giám đốc Trung tâm", DEPUTY, DEPARTMENT, 1, 3, 6),
        ),
        _SENIOR,
        Post("Viên chức", STAFF, UNIT),
        0.2,
    ),
    "district": Layout(
        (
            Post("Bí thư Đảng ủy cấp huyện", CHIEF, CITY, 1),
            Post("Chủ tịch UBND cấp huyện", CHIEF, CITY, 1),
            Post("Phó Bí thư Thường trực", VICE, CITY, 1),
            Post("Phó Chủ tịch UBND cấp huyện", VICE, CITY, 2, 3, 2),
        ),
        _SENIOR,
        _STAFF,
    ),
    "old_commune": Layout(
        (
            Post("Bí thư Đảng ủy {place}", VICE, COMMITTEE, 1),
            Post("Chủ tịch UBND {place}", VICE, COMMITTEE, 1),
            Post("Phó Chủ tịch UBND {place}", DEPUTY, COMMITTEE, 0, 2, 5),
        ),
        Post("Công chức chuyên môn", SENIOR, UNIT),
        Post("Công chức {place}", STAFF, UNIT),
    ),
    "commune": Layout(
        (
            Post("Bí thư Đảng ủy {place}", CHIEF, CITY, 1),
            Post("Chủ tịch UBND {place}", CHIEF, CITY, 1),
            Post("Phó Bí thư Thường trực Đảng ủy {place}", VICE, COMMITTEE, 1),
            Post("Phó Chủ tịch UBND {place}", VICE, COMMITTEE, 2),
            Post("Phó Chủ tịch HĐND {place}", VICE, COMMITTEE, 1),
            Post("Trưởng phòng", HEAD, DEPARTMENT, 1, 4, 6),
            Post("Phó Trưởng phòng", DEPUTY, DEPARTMENT, 0, 4, 6),
        ),
        _SENIOR,
        _STAFF,
        0.3,
    ),
}


def posts_of(layout: Layout, size: int) -> list[tuple[Post, int]]:
    """Return the posts of a unit with ``size`` people, the highest first, with their counts."""
    listed, left = [], size
    for post in layout.leaders:
        count = min(left, post.count(size))
        listed.append((post, count))
        left -= count
    seniors = round(left * layout.senior_share)
    return [*listed, (layout.senior, seniors), (layout.staff, left - seniors)]
