"""Filling an empty installation with the demonstration data."""

from __future__ import annotations

from datetime import date

import numpy as np
from django.db import connection, transaction

from apps.audit.history import without_history
from apps.common.errors import RuleError
from apps.common.partial import PartialDate
from apps.common.text import search_key
from apps.demo.careers import simulate
from apps.demo.load import copy_people
from apps.demo.structure import City, the_city
from apps.units.lineage import rebuild_lineage
from apps.units.models import Placement, Succession, Unit


@transaction.atomic
def seed(*, people: int, number: int, day: date) -> None:
    """Make Hà Nội with so many made-up people serving on day."""
    if Unit.objects.exists():
        raise RuleError("there are units already")
    city = the_city()
    with without_history(), connection.cursor() as cursor:
        ids = write_units(city)
        rebuild_lineage(cursor)
        rng = np.random.default_rng([number])
        careers = simulate(city, people=people, today=day, rng=rng)
        copy_people(cursor, city, ids, careers, day, rng)
        cursor.execute("DELETE FROM cadres_changedcadre")
        cursor.execute("DELETE FROM units_treechange")


def write_units(city: City) -> dict[str, int]:
    """Write the units, their places and successions; return their ids by key."""
    rows = Unit.objects.bulk_create(
        Unit(
            key=u.key,
            name=u.name,
            name_key=search_key(u.name),
            kind=u.kind,
            code=u.code,
            is_illustrative=bool(u.code),
        )
        for u in city.units.values()
    )
    ids = {row.key: row.pk for row in rows}
    Placement.objects.bulk_create(
        Placement(
            unit_id=ids[unit.key],
            parent_id=place.parent and ids[place.parent],
            name=place.name,
            start_on=place.start_on and PartialDate.of(place.start_on),
            end_on=place.end_on and PartialDate.of(place.end_on),
        )
        for unit in city.units.values()
        for place in unit.places
    )
    Succession.objects.bulk_create(
        Succession(predecessor_id=ids[before], successor_id=ids[after], effective_on=day)
        for before, after, day in city.successions
    )
    return ids
