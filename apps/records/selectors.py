"""What the forms offer to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Concat

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.cadres.models import Appointment, Cadre
from apps.cadres.selectors import last_post
from apps.common.text import search_key
from apps.units.models import Lineage, Placement, Unit
from apps.units.selectors import found

_FEW = 12
_RATED_FROM = 12


def titles_found(user: User, words: str, day: date) -> list[str]:
    """Return the most common titles in the user's units that hold every word, accents or not."""
    units = Unit.objects.visible_to(user, day, Permission.PEOPLE_EDIT)
    posts = Appointment.objects.as_of(day).filter(unit__in=units).order_by()
    titles = posts.values_list("title", flat=True).distinct()
    asked = search_key(words).split()
    fitting = [title for title in titles if all(word in search_key(title) for word in asked)]
    return sorted(fitting, key=lambda title: (len(title), title))[:_FEW]


@dataclass(frozen=True)
class Wanted:
    """The unit and the year that a page about many people is asked for."""

    text: str
    unit: Unit | None
    year: int


def wanted_unit(user: User, asked: Mapping[str, str], today: date) -> Wanted:
    """Return the unit that the address names by key, or by a name that fits one unit alone."""
    text, key = asked.get("unit", ""), asked.get("unit_key", "")
    editable = Unit.objects.visible_to(user, today, Permission.PEOPLE_EDIT)
    units = list(editable.filter(key=key)) if key else []
    if not units and text.strip():
        near = [step.unit.pk for step in found(user, text, today)]
        units = list(editable.filter(pk__in=near)[:2])
    year = asked.get("year", "")
    # Ratings are given towards the end of the year, so until then the year before is meant.
    usual = today.year - (today.month < _RATED_FROM)
    is_year = year.isdecimal() and 1945 <= int(year) <= today.year
    unit = units[0] if len(units) == 1 else None
    return Wanted(text, unit, int(year) if is_year else usual)


@dataclass(frozen=True)
class Person:
    """A person to choose, with their present or last post."""

    cadre: Cadre
    post: str


def people_found(user: User, words: str, day: date) -> list[Person]:
    """Return people whose record the user may edit, by name or staff number."""
    known = Cadre.objects.known_to(user, day, Permission.PEOPLE_EDIT).named(words)
    last = Appointment.objects.filter(cadre=OuterRef("pk"), is_primary=True)
    last = last.order_by(F("end_day").desc(nulls_first=True), "-start_day")
    said = last.annotate(said=Concat("title", Value(", "), "unit__name")).values("said")[:1]
    return [Person(c, c.said or "") for c in known.annotate(said=Subquery(said))[:_FEW]]


def people_below(user: User, unit: Unit, day: date) -> list[Cadre]:
    """Return those who are counted at or below a unit on day and whom the user may edit."""
    units = Unit.objects.visible_to(user, day, Permission.PEOPLE_EDIT)
    below = Lineage.objects.as_of(day).filter(ancestor=unit).values("unit")
    posts = Appointment.objects.as_of(day).primary().filter(unit__in=units.filter(pk__in=below))
    named = Placement.objects.as_of(day).filter(unit=OuterRef("unit")).values("name")[:1]
    said = posts.filter(cadre=OuterRef("pk")).annotate(
        said=Concat("title", Value(", "), Subquery(named))
    )
    people = Cadre.objects.filter(pk__in=posts.values("cadre"))
    return list(people.annotate(said=Subquery(said.values("said")[:1])))


@dataclass(frozen=True)
class Stranger:
    """What may be seen of somebody elsewhere: enough to be sure that it is the right person."""

    name: str
    year: int | None
    unit: str
    is_serving: bool


def stranger_of(cadre: Cadre, day: date) -> Stranger:
    """Return what may be seen of somebody whom the user does not answer for."""
    post = last_post(cadre)
    return Stranger(
        name=cadre.full_name,
        year=cadre.born.year if cadre.born else None,
        unit=post.unit.name if post else "",
        is_serving=bool(post and post.is_in_force_on(day)),
    )
