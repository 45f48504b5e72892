"""The list of cadres: what is asked for, and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

from django.core.paginator import Page
from django.http import QueryDict

from apps.accounts.models import User
from apps.accounts.roles import Permission
from apps.cadres.codes import ASKED_OF_EVERYBODY, GENDERS, LADDERS, MANAGED_BY
from apps.cadres.columns import Needs
from apps.cadres.facts import Facts
from apps.cadres.models import Appointment, Cadre, CadreQuerySet
from apps.cadres.searching import AGE_BANDS, LACKS, aged, qualified, serving
from apps.cadres.selectors import facts_of, primary_posts
from apps.presentation.lists.people import SORTS, page_of
from apps.units import selectors as units
from apps.units import tree

# The columns that may be chosen, in their order; the name always stands first.
COLUMNS = (
    "post",
    "unit",
    "born",
    "gender",
    "professional",
    "political_theory",
    "state_management",
    "managed_by",
    "leads",
    "key",
)
DEFAULT = ("post", "unit", "born", "professional", "political_theory")


def _known(value: str, known: Sequence[str] | dict[str, Any]) -> str:
    return value if value in known else ""


@dataclass(frozen=True)
class Wanted:
    """Whom the list is asked for; an empty value asks for everyone."""

    q: str = ""
    unit: str = ""
    gender: str = ""
    age: str = ""
    leads: str = ""
    managed_by: str = ""
    degree: str = ""
    theory: str = ""
    lacks: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Read a query string; what is not known asks for nothing."""
        return cls(
            q=query.get("q", "").strip()[:100],
            unit=query.get("unit", "")[:50],
            gender=_known(query.get("gender", ""), GENDERS),
            age=_known(query.get("age", ""), AGE_BANDS),
            leads=_known(query.get("leads", ""), ("yes", "no")),
            managed_by=_known(query.get("managed_by", ""), MANAGED_BY),
            degree=_known(query.get("degree", ""), LADDERS["professional"][1:]),
            theory=_known(query.get("theory", ""), LADDERS["political_theory"][1:]),
            lacks=_known(query.get("lacks", ""), LACKS),
        )

    def said(self) -> dict[str, str]:
        """Return what is asked for, without what is not."""
        asked = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True)
class Row:
    """A person with the facts that the columns show."""

    cadre: Cadre
    post: Appointment | None
    facts: Facts


@dataclass(frozen=True)
class CadreList:
    """A page of the list, with what it was asked for."""

    wanted: Wanted
    unit_name: str
    units: Sequence[tuple[str, str]]
    day: date
    columns: tuple[str, ...]
    sort: str
    page: Page[Cadre]
    rows: Sequence[Row]


def read_columns(query: QueryDict) -> tuple[str, ...]:
    """Return the chosen columns in their order."""
    chosen = query.getlist("col")
    return tuple(name for name in COLUMNS if name in chosen) or DEFAULT


def read_sort(query: QueryDict) -> str:
    """Return the order asked for."""
    return _known(query.get("order", ""), SORTS) or "name"


def cadre_list(user: User, day: date, query: QueryDict) -> CadreList:
    """Return the page asked for of the people that the user may see on day."""
    wanted = Wanted.read(query)
    sort = read_sort(query)
    steps = units.trail(user, wanted.unit, day) if wanted.unit else ()
    page = page_of(people_wanted(user, day, wanted), sort=sort, number=query.get("page"))
    rows = rows_of(list(page), day)
    name = steps[-1].name if steps else ""
    choices = _unit_choices(user, day, wanted.unit, name)
    return CadreList(wanted, name, choices, day, read_columns(query), sort, page, rows)


def _unit_choices(user: User, day: date, chosen: str, name: str) -> list[tuple[str, str]]:
    """Return the units to choose from: those the user answers for, those below, the chosen one."""
    listed = tree.two_levels(user, day, Permission.PEOPLE_VIEW)
    if chosen and name and chosen not in dict(listed):
        listed.append((chosen, name))
    return listed


def rows_of(people: Sequence[Cadre], day: date) -> list[Row]:
    """Return what is shown of some people."""
    posts = primary_posts([person.pk for person in people], day)
    facts = facts_of(people, posts, Needs(kinds=frozenset(ASKED_OF_EVERYBODY)))
    return [Row(person, posts.get(person.pk), facts[person.pk]) for person in people]


def people_wanted(user: User, day: date, wanted: Wanted) -> CadreQuerySet:
    """Return the people asked for whom the user may see on day."""
    people = Cadre.objects.visible_to(user, day).named(wanted.q)
    people = serving(
        people,
        user,
        day,
        unit=wanted.unit,
        leads=wanted.leads,
        managed_by=wanted.managed_by,
    )
    if wanted.gender:
        people = people.filter(gender=wanted.gender)
    if wanted.age:
        people = aged(people, wanted.age, day)
    if wanted.degree:
        people = qualified(people, "professional", wanted.degree, day)
    if wanted.theory:
        people = qualified(people, "political_theory", wanted.theory, day)
    return LACKS[wanted.lacks](people) if wanted.lacks else people
