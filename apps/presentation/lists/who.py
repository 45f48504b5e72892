"""The four lists behind a figure, with a reason for each person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import pandas as pd
from django.core.paginator import Page
from django.http import QueryDict

from apps.accounts.models import User
from apps.cadres.facts import Facts
from apps.cadres.models import Appointment, Cadre, CadreQuerySet
from apps.cadres.selectors import among, facts_of, primary_posts
from apps.common.partial import PartialDate
from apps.metrics.models import Run
from apps.metrics.who import GROUPS, Who
from apps.presentation.lists.people import SORTS, page_of
from apps.targets.ages import age_condition, reaches
from apps.targets.conditions import AgeBelow, needs
from apps.targets.models import TargetVersion
from apps.targets.reasons import Setting, judged, outside_reason, reason

_HAVE_AGE = ("met", "unknown")


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


@dataclass(frozen=True)
class Behind:
    """One of the lists behind a figure: who is in it, and what their reasons are given from."""

    run: Run
    version: TargetVersion
    who: Who
    asked: Asked
    setting: Setting

    @property
    def age(self) -> AgeBelow | None:
        """The age whose reaching is shown, if any."""
        return age_condition(self.version.what()) if self.asked.group in _HAVE_AGE else None

    @property
    def sort(self) -> str:
        """The order of the list."""
        return self.asked.sort or ("born" if self.age else "name")

    def people(self, user: User) -> CadreQuerySet:
        """Return the people of the list whom the user may see, as searched."""
        seen = Cadre.objects.visible_to(user, self.run.as_of)
        return among(seen, self.who.ids[self.asked.group]).named(self.asked.words)

    def rows(self, people: Sequence[Cadre]) -> list[Row]:
        """Return what is shown of some of the people."""
        day, age = self.setting.day, self.age
        posts = primary_posts([person.pk for person in people], day)
        facts = facts_of(people, posts, needs([self.version.what()], day))
        rows = []
        for person, why in zip(people, self._reasons(people, facts), strict=True):
            until = reaches(age, person.born) if age and person.born else None
            rows.append(
                Row(
                    cadre=person,
                    post=posts.get(person.pk),
                    reason=why,
                    reaches=until,
                    is_early=bool(until and until.latest <= self.version.due_on),
                    is_changed=person.pk in self.who.changed,
                )
            )
        return rows

    @cached_property
    def _places(self) -> pd.Index:
        return pd.Index(self.who.people["cadre_id"].to_numpy())

    def _reasons(self, people: Sequence[Cadre], facts: Mapping[int, Facts]) -> list[str]:
        """Say why each is in the list; nothing of those with only a concurrent post here."""
        is_outside = self.asked.group == "outside"
        condition = self.version.who() if is_outside else self.version.what()
        if self.who.people.empty:
            return [""] * len(people)
        say = outside_reason if is_outside else reason
        places = self._places.get_indexer(pd.Index([person.pk for person in people]))
        found = judged(condition, self.who.people.iloc[places], self.setting.day)
        return [
            ""
            if place < 0 or person.pk in self.who.concurrent
            else say(found, at, facts[person.pk], self.setting)
            for at, (person, place) in enumerate(zip(people, places, strict=True))
        ]


def listing(user: User, behind: Behind) -> Listing:
    """Return the page asked for of the people behind a figure."""
    asked, sort = behind.asked, behind.sort
    count = None if asked.words else len(behind.who.ids[asked.group])
    page = page_of(behind.people(user), sort=sort, number=asked.page, count=count)
    age = behind.age
    return Listing(asked, page, behind.rows(list(page)), sort, age.years if age else None)
