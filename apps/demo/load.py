"""Writing the demonstration data through COPY."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np

from apps.cadres.codes import RATINGS
from apps.demo.careers import FEMALE, OPEN, POSTS, Careers
from apps.demo.names import names
from apps.demo.records import CATEGORIES, LEVELS, MISSING, facts
from apps.demo.structure import City

_ZERO = date(1970, 1, 1)
_FIRST = -12_000
_DAYS = [(_ZERO + timedelta(days=i)).isoformat() for i in range(_FIRST, 25_000)]


def _iso(days: np.ndarray) -> list[str]:
    r"""ISO text of day numbers; ``\N`` for OPEN and MISSING."""
    return [r"\N" if day in (OPEN, MISSING) else _DAYS[day - _FIRST] for day in days.tolist()]


def copy(cursor: Any, table: str, columns: str, lines: Iterable[str]) -> None:
    """Append tab-separated lines to a table."""
    text = io.StringIO("\n".join(lines))
    cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", text)


def copy_people(
    cursor: Any,
    city: City,
    unit_ids: dict[str, int],
    careers: Careers,
    today: date,
    rng: np.random.Generator,
) -> None:
    """Write people and everything known of them."""
    cursor.execute("SELECT coalesce(max(id), 0) FROM cadres_cadre")
    first = cursor.fetchone()[0] + 1
    _cadres(cursor, careers, first, rng)
    _appointments(cursor, city, unit_ids, careers, first, rng)
    known = facts(careers, today, rng)
    people, level, day = known.held
    pairs = [f"{kind}\t{name}" for kind, name in LEVELS]
    copy(
        cursor,
        "cadres_qualification",
        "cadre_id, kind, level, awarded_on, name",
        (
            f"{p}\t{pairs[i]}\t{d}\t"
            for p, i, d in zip((people + first).tolist(), level.tolist(), _iso(day), strict=True)
        ),
    )
    people, category, day = known.trained
    copy(
        cursor,
        "cadres_training",
        "cadre_id, category_id, completed_on, name",
        (
            f"{p}\t{CATEGORIES[i]}\t{d}\t"
            for p, i, d in zip((people + first).tolist(), category.tolist(), _iso(day), strict=True)
        ),
    )
    people, year, rating = known.rated
    copy(
        cursor,
        "cadres_appraisal",
        "cadre_id, year, rating",
        (
            f"{p}\t{y}\t{RATINGS[r]}"
            for p, y, r in zip(
                (people + first).tolist(), year.tolist(), rating.tolist(), strict=True
            )
        ),
    )
    for table in ("cadre",):
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('cadres_{table}', 'id'), max(id)) FROM cadres_{table}"
        )


def _cadres(cursor: Any, careers: Careers, first: int, rng: np.random.Generator) -> None:
    named = names(careers.gender, rng)
    born = _iso(careers.born)
    fate = rng.random(len(born))
    gender = np.where(rng.random(len(born)) < 0.006, 0, careers.gender)
    words = ["", "female", "male"]
    lines = []
    for i, (b, f, g) in enumerate(zip(born, fate.tolist(), gender.tolist(), strict=True)):
        text = r"\N" if f < 0.008 else b[:4] if f < 0.016 else b[:7] if f < 0.02 else b
        lines.append(
            f"{first + i}\tCB{first + i:07}\t{named.full[i]}\t{named.search[i]}\t{named.sort[i]}\t{text}\t{words[g]}"
        )
    copy(cursor, "cadres_cadre", "id, key, full_name, name_key, sort_key, born, gender", lines)


def _appointments(
    cursor: Any,
    city: City,
    unit_ids: dict[str, int],
    careers: Careers,
    first: int,
    rng: np.random.Generator,
) -> None:
    keys = list(city.units)
    ids = [unit_ids[key] for key in keys]
    places = [city.units[key].name[0].lower() + city.units[key].name[1:] for key in keys]
    posts = [(p.title, "t" if p.rank >= 2 else "f", p.managed_by) for p in POSTS.posts]
    number = rng.integers(1, 4999, len(careers.person)).tolist()
    lines = []
    rows = zip(
        (careers.person + first).tolist(),
        careers.unit.tolist(),
        careers.post.tolist(),
        _iso(careers.since),
        _iso(careers.until),
        number,
        strict=True,
    )
    for person, unit, post, since, until, decision in rows:
        title, lead, managed = posts[post]
        title = title.format(place=places[unit])
        lines.append(
            f"{person}\t{ids[unit]}\t{title}\t{lead}\t{managed}\tt\t{since}\t{until}\t{decision}/QĐ-SNV"
        )
    copy(
        cursor,
        "cadres_appointment",
        "cadre_id, unit_id, title, is_leadership, managed_by, is_primary, start_on, end_on, decision",
        lines,
    )
