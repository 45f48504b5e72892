"""One of the four lists behind a figure, a page at a time, with a reason for each person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.core.paginator import Page
from django.http import QueryDict
from django.utils.translation import get_language

from apps.cadres.models import Appointment, Cadre
from apps.cadres.people import people_frame
from apps.cadres.selectors import among, category_names, facts_of, primary_posts
from apps.common.partial import PartialDate
from apps.dashboards.people import SORTS, page_of, unit_names
from apps.metrics.core.evaluate import Spec, needs_of
from apps.metrics.models import Run
from apps.metrics.who import GROUPS, Who
from apps.targets.ages import age_condition, reaches
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
    unit_name: str
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


def listing(user: object, run: Run, version: TargetVersion, who: Who, asked: Asked) -> Listing:
    """Return the page asked for of the people behind a figure."""
    age = age_condition(version.what()) if asked.group in ("met", "unknown") else None
    sort = asked.sort or ("born" if age else "name")
    ids = who.ids[asked.group]
    people = among(Cadre.objects.visible_to(user, run.as_of), ids)  # type: ignore[arg-type]
    count = None if asked.words else len(ids)
    page = page_of(people.named(asked.words), sort=sort, number=asked.page, count=count)
    rows = _rows(list(page), run, version, who, asked)
    return Listing(asked, page, rows, sort, age.years if age else None)


def _rows(
    people: list[Cadre], run: Run, version: TargetVersion, who: Who, asked: Asked
) -> list[Row]:
    posts = primary_posts([person.pk for person in people], run.as_of)
    names = unit_names({post.unit_id for post in posts.values()}, run.as_of)  # type: ignore[arg-type]
    reasons = _reasons(people, posts, run.as_of, version, who, asked)
    age = age_condition(version.what()) if asked.group in ("met", "unknown") else None
    rows = []
    for person in people:
        post = posts.get(person.pk)
        until = reaches(age, person.born) if age and person.born else None
        rows.append(
            Row(
                cadre=person,
                post=post,
                unit_name=names.get(post.unit_id, "") if post else "",
                reason=reasons[person.pk],
                reaches=until,
                is_early=bool(until and until.latest <= version.due_on),
                is_changed=person.pk in who.changed,
            )
        )
    return rows


def _reasons(
    people: list[Cadre],
    posts: dict[int, Appointment],
    day: date,
    version: TargetVersion,
    who: Who,
    asked: Asked,
) -> dict[int, str]:
    language = get_language() or "vi"
    setting = Setting(day, language[:2], category_names(language[:2]))
    spec = Spec(version.pk, version.who(), version.what(), version.threshold_bp)
    frame = people_frame(day, needs_of([spec], day), cadre_ids=[p.pk for p in people])
    facts = facts_of(people, posts)
    at = {cadre_id: i for i, cadre_id in enumerate(frame["cadre_id"].tolist())}
    said = {}
    for person in people:
        if person.pk in who.concurrent or person.pk not in at:
            said[person.pk] = ""
            continue
        row = frame.iloc[[at[person.pk]]]
        if asked.group == "outside":
            said[person.pk] = outside_reason(spec.population, row, facts[person.pk], setting)
        else:
            said[person.pk] = reason(spec.criterion, row, facts[person.pk], setting)
    return said
