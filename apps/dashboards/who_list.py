"""One of the four lists behind a figure, a page at a time, with a reason for each person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.core.paginator import Page
from django.http import QueryDict

from apps.accounts.models import User
from apps.cadres.facts import Facts
from apps.cadres.models import Appointment, Cadre
from apps.cadres.selectors import among, facts_of, primary_posts
from apps.common.partial import PartialDate
from apps.dashboards.people import SORTS, page_of
from apps.metrics.models import Run
from apps.metrics.who import GROUPS, Who
from apps.targets.ages import age_condition, reaches
from apps.targets.conditions import AgeBelow, needs
from apps.targets.models import TargetVersion
from apps.targets.reasons import Setting, outside_reason, reason


@dataclass(frozen=True)
class Asked:
    """Which list is asked for, how it is searched and sorted, which page."""

    group: str = "met"
    scope: str = "subtree"
    words: str = ""
    sort: str = ""
    page: str = "1"

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Read a query string; what is not known falls back."""
        group, sort = query.get("group", "met"), query.get("order", "")
        return cls(
            group if group in GROUPS else "met",
            "own" if query.get("scope") == "own" else "subtree",
            query.get("q", "")[:100],
            sort if sort in SORTS else "",
            query.get("page", "1") if re.fullmatch(r"\d{1,6}", query.get("page", "1")) else "1",
        )


@dataclass(frozen=True)
class Row:
    """One person of a list: the post shown, and why they count as they do."""

    cadre: Cadre
    post: Appointment | None
    reason: str
    reaches: PartialDate | None = None
    is_early: bool = False
    is_changed: bool = False


@dataclass(frozen=True)
class Listing:
    """A page of a list with its rows; ``years`` is the age whose reaching is shown, if any."""

    asked: Asked
    page: Page[Cadre]
    rows: Sequence[Row]
    sort: str
    years: int | None


def listing(
    user: User, run: Run, version: TargetVersion, who: Who, asked: Asked, setting: Setting
) -> Listing:
    """Return the page asked for of the people behind a figure."""
    age = age_condition(version.what()) if asked.group in ("met", "unknown") else None
    sort = asked.sort or ("born" if age else "name")
    ids = who.ids[asked.group]
    people = among(Cadre.objects.visible_to(user, run.as_of), ids)
    count = None if asked.words else len(ids)
    page = page_of(people.named(asked.words), sort=sort, number=asked.page, count=count)
    reasons = Reasons(version, who, asked.group, setting)
    rows = _rows(list(page), reasons, age)
    return Listing(asked, page, rows, sort, age.years if age else None)


@dataclass(frozen=True)
class Reasons:
    """What the reasons of a list are given from."""

    version: TargetVersion
    who: Who
    group: str
    setting: Setting

    def of(self, person: Cadre, facts: Facts) -> str:
        """Say why a person is in the list; nothing when they only have a concurrent post here."""
        row = self.who.people[self.who.people["cadre_id"] == person.pk]
        if person.pk in self.who.concurrent or row.empty:
            return ""
        if self.group == "outside":
            return outside_reason(self.version.who(), row, facts, self.setting)
        return reason(self.version.what(), row, facts, self.setting)


def _rows(people: list[Cadre], reasons: Reasons, age: AgeBelow | None) -> list[Row]:
    posts = primary_posts([person.pk for person in people], reasons.setting.day)
    needed = needs([reasons.version.what()], reasons.setting.day)
    facts = facts_of(people, posts, needed)
    rows = []
    for person in people:
        until = reaches(age, person.born) if age and person.born else None
        rows.append(
            Row(
                cadre=person,
                post=posts.get(person.pk),
                reason=reasons.of(person, facts[person.pk]),
                reaches=until,
                is_early=bool(until and until.latest <= reasons.version.due_on),
                is_changed=person.pk in reasons.who.changed,
            )
        )
    return rows
