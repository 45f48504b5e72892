"""The templates to be filled in, empty or with what is recorded of a unit's people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from apps.accounts.models import User
from apps.cadres.codes import LADDERS
from apps.cadres.models import Cadre
from apps.cadres.selectors import category_names
from apps.imports.checking.places import Places, places_of
from apps.imports.checking.recorded import recorded_of
from apps.imports.checking.settling import is_held
from apps.imports.workbook.layout import PERSONNEL_COLUMNS
from apps.imports.workbook.template import write_personnel_list, write_template
from apps.units.models import Unit

PEOPLE, POSTS = "cadres.csv", "appointments.csv"
KINDS = ("blank", "filled", "list")


@dataclass(frozen=True)
class Template:
    """A workbook to be filled in, and the ids of those of whom it tells."""

    content: bytes
    people: tuple[int, ...] = ()


def template(kind: str, *, unit: Unit, user: User, day: date) -> Template:
    """Write a template for a unit; personal numbers stay out, staff numbers tell who is who."""
    places = places_of(user, unit.pk, day)
    offered, categories = places.offered(), category_names("vi")
    if kind == "blank":
        return Template(write_template(offered, categories))
    people = _people(user, unit, day)
    tables = _tables(recorded_of(people), places)
    ids = tuple(people.values())
    if kind == "list":
        content = write_personnel_list(offered, people=_list(tables, places, day))
        return Template(content, ids)
    return Template(write_template(offered, categories, tables=tables), ids)


def _people(user: User, unit: Unit, day: date) -> dict[str, int]:
    """Return the staff numbers and ids of those who serve at or below a unit, ordered by name."""
    below = Unit.objects.visible_to(user, day).within([unit.pk], day)
    people = Cadre.objects.visible_to(user, day).serving_in(below, day)
    return dict(people.values_list("key", "pk"))


def _tables(held: dict[str, pd.DataFrame], places: Places) -> dict[str, pd.DataFrame]:
    """Return what is recorded as a file would say it: each row with whom it speaks of."""
    people = held[PEOPLE].assign(cadre_key=held[PEOPLE]["key"], personal_number="")
    owners = people[["cadre_key", "personal_number", "full_name", "born"]]
    tables = {PEOPLE: people}
    for file, rows in held.items():
        if file != PEOPLE:
            tables[file] = rows.merge(owners, on="cadre_key", how="left")
    names = {key: places.written(places.by_key[key]) for key in set(held[POSTS]["unit_key"])}
    tables[POSTS] = tables[POSTS].assign(unit=tables[POSTS]["unit_key"].map(names))
    return tables


def _list(tables: dict[str, pd.DataFrame], places: Places, day: date) -> pd.DataFrame:
    """Return one row a person: the primary post of the day and the highest levels."""
    posts = [row for row in tables[POSTS].to_dict("records") if is_held(row, day)]
    primary = {row["cadre_key"]: row for row in posts if row["is_primary"] == "yes"}
    # Levels are recorded in the order of their ladders, so that the last is the highest.
    levels = {
        (row["cadre_key"], row["kind"]): row
        for row in tables["qualifications.csv"].to_dict("records")
    }
    rows = []
    for person in tables[PEOPLE].to_dict("records"):
        key = person["key"]
        held: dict[str, Any] = {kind: levels.get((key, kind), {}) for kind in LADDERS}
        row: dict[Any, Any] = {
            **person,
            **{n: primary.get(key, {}).get(n, "") for n in PERSONNEL_COLUMNS if n not in person},
            **{kind: level.get("level", "") for kind, level in held.items()},
            "professional_name": held["professional"].get("name", ""),
        }
        rows.append(row)
    return pd.DataFrame(rows, columns=list(PERSONNEL_COLUMNS))
