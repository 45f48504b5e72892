"""The posts of a unit that splits, ends or hands over a part: filtered, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from apps.common.text import search_key
from apps.reorganisation.assigning import BY_RULE, LEAVES, Assigned, assigned, goals_of
from apps.reorganisation.models import Reorganisation
from apps.reorganisation.reading import parse
from apps.reorganisation.sentences import names_of
from apps.units.models import Unit

_ROWS = 100
NOWHERE = "?"


@dataclass(frozen=True)
class PostShown:
    """A post, and in words where it goes."""

    row: Assigned
    goes: str

    @property
    def is_lost(self) -> bool:
        """Whether nothing sends it anywhere."""
        return not self.row.to


@dataclass(frozen=True)
class PeopleShown:
    """The posts of a unit that fit what was asked for."""

    source: Unit
    page: Page
    rows: list[PostShown]
    posts: int
    lost: int
    asked: Mapping[str, str]
    goals: list[tuple[str, str]]
    filters: list[tuple[str, str]]
    managers: list[str]

    @property
    def people(self) -> list[int]:
        """Whom the page shows."""
        return sorted({shown.row.post.cadre_id for shown in self.rows})


def shown(row: Reorganisation, source: Unit, asked: Mapping[str, str]) -> PeopleShown:
    """Return a page of the posts of a unit, with where each goes."""
    plan, _faults = parse(row.plan)
    every = assigned(row, source.key)
    keys = goals_of(plan, source.key)
    names = names_of(plan, {*keys, *(r.to for r in every)}, plan.effective_on)
    goals = [(key, names[key]) for key in keys]
    if source.key not in plan.closing():
        goals.insert(0, (source.key, _("Stays in %s") % source.name))
    fit = [r for r in every if _fits(r, asked)]
    page = Paginator(fit, _ROWS).get_page(asked.get("page"))
    filters = [(NOWHERE, _("nowhere yet")), *goals, (LEAVES, _("leaves"))]
    return PeopleShown(
        source=source,
        page=page,
        rows=[PostShown(r, _goes(r, source, names)) for r in page.object_list],
        posts=len(every),
        lost=sum(not r.to for r in every),
        asked=asked,
        goals=[*goals, (LEAVES, _("Leaves service")), (BY_RULE, _("As the rules say"))],
        filters=filters,
        managers=sorted({r.post.managed_by for r in every}),
    )


def fitting(row: Reorganisation, source: Unit, asked: Mapping[str, str]) -> list[int]:
    """Return everybody of a unit who fits what was asked for, on whichever page."""
    return [r.post.cadre_id for r in assigned(row, source.key) if _fits(r, asked)]


def _fits(row: Assigned, asked: Mapping[str, str]) -> bool:
    words = search_key(asked.get("q", "")).split()
    said = search_key(f"{row.full_name} {row.post.cadre} {row.post.title}")
    to = asked.get("to", "")
    return (
        all(word in said for word in words)
        and to in ("", row.to or NOWHERE)
        and asked.get("by", "") in ("", row.post.managed_by)
        and asked.get("leads", "") in ("", "yes" if row.post.is_leadership else "no")
    )


def _goes(row: Assigned, source: Unit, names: Mapping[str, str]) -> str:
    if row.to == LEAVES:
        return _("leaves")
    if row.to == source.key:
        return _("stays")
    return names.get(row.to, row.to)
