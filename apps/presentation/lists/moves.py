"""The people of one part of what changed, with how each counted before and after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from django.core.paginator import Page

from apps.accounts.models import User
from apps.cadres.models import Appointment, Cadre, CadreQuerySet
from apps.cadres.people import people_frame
from apps.cadres.selectors import among, facts_of, primary_posts
from apps.metrics.core.bridge import ABSENT
from apps.metrics.core.tally import MET, NOT_MET, OUTSIDE, UNKNOWN
from apps.presentation.lists.people import page_of
from apps.targets.conditions import needs
from apps.targets.models import TargetVersion
from apps.targets.reasons import Setting, judged, outside_reason, reason

CODES = {"met": MET, "not_met": NOT_MET, "unknown": UNKNOWN}


@dataclass(frozen=True)
class Way:
    """One of the parts between two days, and what its reasons are given from.

    ``moves`` are its rows, see ``core.bridge``; ``version`` is the target on the later day, None
    where it was no longer in force.
    """

    first: date
    last: date
    moves: pd.DataFrame
    version: TargetVersion | None
    setting: Setting

    def narrowed(self, count: str) -> pd.DataFrame:
        """Return the rows of those who left or entered one of the counts; all without one."""
        if count not in CODES:
            return self.moves
        code = CODES[count]
        return self.moves[(self.moves["was"] == code) | (self.moves["now"] == code)]


@dataclass(frozen=True)
class Row:
    """One person: the post held last within the two days, how they counted, and why so now."""

    cadre: Cadre
    post: Appointment | None
    was: int
    now: int
    reason: str


@dataclass(frozen=True)
class Listing:
    """A page of the people of a part; ``hidden`` may not be seen by the reader."""

    page: Page[Cadre]
    rows: Sequence[Row]
    hidden: int


def listing(user: User, way: Way, count: str, page: str) -> Listing:
    """Return a page of the people of a part whom the user may see on one of the two days."""
    moves = way.narrowed(count)
    people = among(_seen(user, way), moves["cadre_id"].to_numpy())
    shown = page_of(people, sort="name", number=page)
    ways = moves.set_index("cadre_id")
    return Listing(
        page=shown,
        rows=_rows(list(shown), ways, way),
        hidden=len(moves) - shown.paginator.count,
    )


def _seen(user: User, way: Way) -> CadreQuerySet:
    return Cadre.objects.visible_to(user, way.first) | Cadre.objects.visible_to(user, way.last)


def _rows(people: Sequence[Cadre], ways: pd.DataFrame, way: Way) -> list[Row]:
    ids = [person.pk for person in people]
    posts = primary_posts(ids, way.first) | primary_posts(ids, way.last)
    why = _reasons(people, posts, ways, way)
    was, now = (ways.loc[ids, column].tolist() for column in ("was", "now"))
    return [
        Row(
            cadre=person,
            post=posts.get(person.pk),
            was=was[at],
            now=now[at],
            reason=why.get(person.pk, ""),
        )
        for at, person in enumerate(people)
    ]


def _reasons(
    people: Sequence[Cadre], posts: Mapping[int, Appointment], ways: pd.DataFrame, way: Way
) -> dict[int, str]:
    """Say why each counts as they do on the later day; nothing of those who are not here then."""
    version = way.version
    here = [person for person in people if ways.at[person.pk, "now"] != ABSENT]
    if version is None or not here:
        return {}
    who, what = version.who(), version.what()
    wanted = needs([who, what], way.last)
    frame = people_frame(way.last, wanted, cadre_ids=[person.pk for person in here])
    places = pd.Index(frame["cadre_id"].to_numpy()).get_indexer(
        pd.Index([person.pk for person in here])
    )
    here = [person for person, place in zip(here, places.tolist(), strict=True) if place >= 0]
    frame = frame.iloc[places[places >= 0]]
    facts = facts_of(here, dict(posts), wanted)
    inside, outside = judged(what, frame, way.last), judged(who, frame, way.last)
    is_out = np.array([ways.at[person.pk, "now"] == OUTSIDE for person in here], dtype=bool)
    return {
        person.pk: (outside_reason if is_out[at] else reason)(
            outside if is_out[at] else inside, at, facts[person.pk], way.setting
        )
        for at, person in enumerate(here)
    }
