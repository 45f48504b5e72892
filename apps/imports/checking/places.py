"""Which unit a text means: by key, by path or by name, among those that the officer keeps."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from django.db import connection
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.common.text import search_key
from apps.units.models import Unit

_LATEST = """
SELECT DISTINCT ON (p.unit_id) p.unit_id, u.key, p.name, coalesce(p.parent_id, 0),
       (p.start_day IS NULL OR p.start_day <= %(day)s)
       AND (p.end_day IS NULL OR p.end_day > %(day)s) AS is_open
FROM units_placement p JOIN units_unit u ON u.id = p.unit_id
ORDER BY p.unit_id, is_open DESC, p.start_day DESC NULLS LAST
"""
_STEPS = re.compile(r"\s*[/>›»\\|]\s*")


@dataclass(frozen=True)
class Place:
    """A unit by its name and parent on the day, or by its last ones when it is closed."""

    pk: int
    key: str
    name: str
    parent: int
    is_open: bool


@dataclass
class Places:
    """The units of the city, those that an officer keeps, and what texts mean among them."""

    by_pk: dict[int, Place]
    kept: set[int]
    home: int
    _advised: int = 0
    _known: dict[str, tuple[list[Place], str]] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[str, Place]:
        """The units by key."""
        return {place.key: place for place in self.by_pk.values()}

    @cached_property
    def _by_folded_key(self) -> dict[str, Place]:
        return {place.key.lower(): place for place in self.by_pk.values()}

    @cached_property
    def _by_name(self) -> dict[str, list[Place]]:
        named = defaultdict(list)
        for place in self.by_pk.values():
            named[search_key(place.name)].append(place)
        return named

    def keeps(self, key: str) -> bool:
        """Whether the officer keeps the records of a unit."""
        place = self.by_key.get(key)
        return place is not None and place.pk in self.kept

    def meant(self, text: str) -> tuple[list[Place], str]:
        """Return the units that a text can mean, and what is wrong when there are none.

        Several are returned when only the dates of a post can tell them apart.
        """
        if text not in self._known:
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> tuple[list[Place], str]:
        place = self._by_folded_key.get(text.lower())
        found = [place] if place else self._named(text)
        inside = [place for place in found if place.pk in self.kept]
        if inside:
            return self._nearest(inside), ""
        if len(found) == 1:
            return found, ""  # what is recorded there may stand in the file, unchanged
        if found:
            return [], outside(found[0].name)
        return [], self._advice(text)

    def _named(self, text: str) -> list[Place]:
        steps = [search_key(step) for step in _STEPS.split(text) if step.strip()]
        if not steps:
            return []
        found = self._by_name.get(steps[-1], [])
        return [place for place in found if self._lies_under(place, steps[:-1])]

    def _lies_under(self, place: Place, steps: list[str]) -> bool:
        for step in reversed(steps):
            while (above := self.by_pk.get(place.parent)) and search_key(above.name) != step:
                place = above
            if above is None:
                return False
            place = above
        return True

    def _nearest(self, found: list[Place]) -> list[Place]:
        """Prefer the units at or below that of the batch, if any is."""
        return [place for place in found if self._is_within(place)] or found

    def _is_within(self, place: Place | None) -> bool:
        while place:
            if place.pk == self.home:
                return True
            place = self.by_pk.get(place.parent)
        return False

    def _advice(self, text: str) -> str:
        self._advised += 1
        names = {search_key(self.by_pk[pk].name): pk for pk in self.kept}
        # Looking for near names is slow, and nobody reads hundreds of suggestions.
        near = get_close_matches(search_key(text), names, n=1) if self._advised <= 100 else []
        if not near:
            return _("There is no unit of this name among those you keep. Write its name or key.")
        name = self.by_pk[names[near[0]]].name
        return _("There is no unit of this name. The nearest is “%s”.") % name

    def path(self, place: Place) -> str:
        """Return a unit's name behind those of the units above it, the root left out."""
        names = [place.name]
        while (above := self.by_pk.get(place.parent)) and above.parent:
            place = above
            names.append(above.name)
        return " / ".join(reversed(names))

    def offered(self) -> list[str]:
        """Return how each open unit that the officer keeps is written: by name, if that will do."""
        listed = [self.by_pk[pk] for pk in self.kept if self.by_pk[pk].is_open]
        listed = [place for place in listed if self._is_within(place)]
        return sorted((self.written(place) for place in listed), key=search_key)

    def written(self, place: Place) -> str:
        """Return the shortest text that means this unit and no other: name, path or key."""
        for text in (place.name, self.path(place)):
            if [found.pk for found in self.meant(text)[0]] == [place.pk]:
                return text
        return place.key


def outside(name: str) -> str:
    """Say that a unit's records are somebody else's to keep."""
    message = _("“%s” is outside your scope. Ask the organisation officer of that unit.")
    return message % name


def places_of(user: User, home: int, day: date) -> Places:
    """Return the units as they stand on day, with those whose records the user keeps.

    A closed unit is kept by whoever keeps the unit that it last stood under.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, {"day": day})
        by_pk = {row[0]: Place(*row) for row in cursor.fetchall()}
    seen = Unit.objects.visible_to(user, day, Permission.PEOPLE_EDIT)
    kept = set(seen.values_list("pk", flat=True))
    for place in by_pk.values():
        if not place.is_open and _last_keeper(place, by_pk, kept):
            kept.add(place.pk)
    return Places(by_pk, kept, home)


def _last_keeper(place: Place, by_pk: dict[int, Place], kept: set[int]) -> bool:
    above: Place | None = place
    while above and not above.is_open:
        above = by_pk.get(above.parent)
    return above is not None and above.pk in kept
