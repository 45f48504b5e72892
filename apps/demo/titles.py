"""Titles of posts and numbers of decisions in the words of the body that they belong to."""

from __future__ import annotations

from datetime import date

from apps.cadres.columns import day_number
from apps.demo.posts import CITY, Post
from apps.demo.structure import City

_HEADS = {
    "Văn phòng": ("Chánh Văn phòng", "Phó Chánh Văn phòng"),
    "Thanh tra": ("Chánh Thanh tra", "Phó Chánh Thanh tra"),
    "Ban": ("Trưởng ban", "Phó Trưởng ban"),
    "Phòng": ("Trưởng phòng", "Phó Trưởng phòng"),
    "Viện": ("Viện trưởng", "Phó Viện trưởng"),
}
_COMMITTEES = {"quận": "Quận ủy", "huyện": "Huyện ủy", "thị xã": "Thị ủy"}
_LEVELS = ("thị xã", "thị trấn", "quận", "huyện", "phường", "xã")


def title(post: Post, unit_name: str) -> str:
    """Return the title of a post in a unit of that name."""
    heads = next((h for start, h in _HEADS.items() if unit_name.startswith(start)), None)
    head, deputy = heads or ("Giám đốc", "Phó Giám đốc")
    level = next((x for x in _LEVELS if unit_name.lower().startswith(x)), "")
    committee = _COMMITTEES.get(level, "")
    return post.title.format(head=head, deputy=deputy, level=level, committee=committee)


class Wording:
    """Remembers titles and signs of decisions by unit and post."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.units = list(city.units.values())
        self.known: dict[tuple[int, Post, bool], tuple[str, str]] = {}
        # Two units have changed their name; a title keeps to the name of its first day.
        self.renamed = {
            i: day_number(unit.places[1].start_on or date.min)
            for i, unit in enumerate(self.units)
            if len(unit.places) > 1
        }

    def of(self, unit: int, post: Post, since: int) -> tuple[str, str]:
        """Return the title of a post taken on a day, and what its decisions are signed with."""
        is_early = unit in self.renamed and since < self.renamed[unit]
        key = unit, post, is_early
        found = self.known.get(key)
        if found is None:
            place = self.units[unit].places[0 if is_early else -1]
            found = self.known[key] = title(post, place.name), self._sign(unit, post, is_early)
        return found

    def _sign(self, unit: int, post: Post, is_early: bool) -> str:
        if post.managed_by in (CITY, "central"):
            return "-QĐ/TU"
        body = self.units[unit]
        while not body.short and body.places[0].parent:
            body = self.city.units[body.places[0 if is_early else -1].parent or ""]
        return f"/QĐ-{body.short if body.kind == 'department' else 'UBND'}"
