"""Where the posts of reorganised units go, and moving them all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from apps.common.bulk import copy_text
from apps.common.text import search_key
from apps.reorganisation.plans import Named, Plan, Rule

_POSTS = """
SELECT post.id, post.cadre_id, cadre.key, unit.key, post.title, post.managed_by,
    post.is_leadership, post.is_primary, coalesce(post.start_day < %(day)s, TRUE)
FROM cadres_appointment post
JOIN cadres_cadre cadre ON cadre.id = post.cadre_id
JOIN units_unit unit ON unit.id = post.unit_id
WHERE unit.key = ANY(%(units)s) AND (post.end_day IS NULL OR post.end_day > %(day)s)
ORDER BY post.id
"""


@dataclass(frozen=True)
class Post:
    """A post held on the day or later in a unit that ends, or hands over a part.

    ``has_begun`` says that it was held before the day, so that it ends and another begins.
    """

    pk: int
    cadre_id: int
    cadre: str
    unit: str
    title: str
    managed_by: str
    is_leadership: bool
    is_primary: bool
    has_begun: bool


@dataclass(frozen=True)
class Destinations:
    """Where each post goes: to a unit by key, or, in ``leaving``, nowhere.

    ``lost`` are posts of units that end which nothing sends anywhere; ``unused`` are people who
    are named though they have no such post.
    """

    going: tuple[tuple[Post, str], ...]
    leaving: tuple[Post, ...]
    lost: tuple[Post, ...]
    unused: tuple[Named, ...]

    def people(self) -> Counter[tuple[str, str]]:
        """Count the people by where their primary post was and where it goes."""
        return Counter((post.unit, to) for post, to in self.going if post.is_primary)

    def ending(self) -> int:
        """Count the posts that end."""
        return len(self.leaving) + sum(post.has_begun for post, _to in self.going)


def posts_of(plan: Plan) -> list[Post]:
    """Return the posts that the plan touches or may touch."""
    return posts_in(plan.sources(), plan.effective_on)


def posts_in(units: Iterable[str], day: date) -> list[Post]:
    """Return the posts of some units that are held on the day or later."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTS, {"day": day, "units": sorted(set(units))})
        return [Post(*row) for row in cursor.fetchall()]


def destinations(plan: Plan, posts: Sequence[Post]) -> Destinations:
    """Decide where each post goes: by name, else by the first rule that fits, else after a merger.

    A post of a unit that hands over a part stays where it is unless it is sent elsewhere.
    """
    named = {part.cadre: part for part in plan.named}
    rules: dict[str, list[Rule]] = {}
    for rule in plan.rules:
        rules.setdefault(rule.source, []).append(rule)
    followed, closing = plan.followed(), set(plan.closing())
    going, leaving, lost = [], [], []
    for post in posts:
        if post.cadre in named:
            to = named[post.cadre].to
            if to is None:
                leaving.append(post)
                continue
        else:
            to = _by_rule(post, rules) or followed.get(post.unit)
        if to and to != post.unit:
            going.append((post, to))
        elif not to and post.unit in closing:
            lost.append(post)
    present = {post.cadre for post in posts}
    unused = tuple(part for part in plan.named if part.cadre not in present)
    return Destinations(tuple(going), tuple(leaving), tuple(lost), unused)


def _by_rule(post: Post, rules: Mapping[str, list[Rule]]) -> str | None:
    return next((rule.to for rule in rules.get(post.unit, ()) if _fits(rule, post)), None)


def _fits(rule: Rule, post: Post) -> bool:
    return (
        search_key(rule.title) in search_key(post.title)
        and (not rule.managed_by or post.managed_by in rule.managed_by)
        and rule.is_leadership in (None, post.is_leadership)
    )


# The columns that a post takes along; the paper is that of the reorganisation.
_KEPT = "cadre_id, title, is_leadership, managed_by, is_primary, end_on"
_MOVE = f"""
UPDATE cadres_appointment SET end_on = %(day)s, ended_by = CASE WHEN moving.unit_id IS NULL
    THEN 'left' ELSE 'moved' END
FROM moving WHERE moving.id = cadres_appointment.id AND moving.has_begun;
UPDATE cadres_appointment SET unit_id = moving.unit_id FROM moving
WHERE moving.id = cadres_appointment.id AND NOT moving.has_begun AND moving.unit_id IS NOT NULL;
INSERT INTO cadres_appointment (unit_id, start_on, decision, kind, ended_by, {_KEPT})
SELECT moving.unit_id, %(day)s, %(decision)s,
    CASE WHEN post.is_primary THEN 'transfer' ELSE post.kind END, moving.ended_by,
    {", ".join(f"{'moving' if name == 'end_on' else 'post'}.{name}" for name in _KEPT.split(", "))}
FROM moving JOIN cadres_appointment post USING (id)
WHERE moving.has_begun AND moving.unit_id IS NOT NULL ORDER BY moving.id;
"""


def move(found: Destinations, unit_ids: Mapping[str, int], day: date, decision: str) -> None:
    """End the posts on the day and begin them where they go, all in a few statements.

    What begins later begins where it goes; what was to end later still does.
    """
    rows = [(post, str(unit_ids[to])) for post, to in found.going]
    rows += [(post, "\\N") for post in found.leaving]
    text = "".join(f"{post.pk}\t{to}\t{post.has_begun}\n" for post, to in rows)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE moving (id int PRIMARY KEY, unit_id int, has_begun boolean,"
            " end_on varchar, ended_by varchar) ON COMMIT DROP"
        )
        copy_text(cursor, "moving", ["id", "unit_id", "has_begun"], text.encode())
        cursor.execute(
            "UPDATE moving SET end_on = post.end_on, ended_by = post.ended_by"
            " FROM cadres_appointment post WHERE post.id = moving.id"
        )
        cursor.execute(_MOVE, {"day": day.isoformat(), "decision": decision})
        cursor.execute("DROP TABLE moving")


def serving(cadre_ids: Sequence[int], day: date) -> set[int]:
    """Return who of some people holds a primary post on day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cadre_id FROM cadres_appointment WHERE is_primary AND cadre_id = ANY(%s)"
            " AND (start_day IS NULL OR start_day <= %s) AND (end_day IS NULL OR end_day > %s)",
            [list(cadre_ids), day, day],
        )
        return {row[0] for row in cursor.fetchall()}
