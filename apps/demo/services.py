"""Filling an empty installation with the demonstration data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
from django.db import connection, transaction

from apps.audit.history import acting, record_first_versions, without_history
from apps.cadres.models import (
    Appointment,
    Appraisal,
    Cadre,
    ChangedCadre,
    Qualification,
    Training,
)
from apps.common.bulk import count_anew
from apps.common.errors import RuleError
from apps.common.partial import PartialDate
from apps.common.text import search_key
from apps.demo.accounts import SEEDER
from apps.demo.careers import simulate
from apps.demo.further import assign_posts
from apps.demo.groups import draw_biases
from apps.demo.load import Loader
from apps.demo.structure import City, the_city
from apps.demo.world import FIRST
from apps.metrics.ahead.foreseeing import foresee
from apps.metrics.services import refresh
from apps.targets.models import TargetChange
from apps.targets.shipped import publish_shipped
from apps.units.lineage import rebuild_lineage
from apps.units.models import HeadcountQuota, Placement, Succession, TreeChange, Unit

_FILLED = (
    "units_unit",
    "units_placement",
    "units_lineage",
    "cadres_cadre",
    "cadres_appointment",
    "cadres_qualification",
    "cadres_training",
    "cadres_appraisal",
)
_RECORDED = (
    Unit,
    Placement,
    Succession,
    HeadcountQuota,
    Cadre,
    Appointment,
    Qualification,
    Training,
    Appraisal,
)
_DAILY = 14


@transaction.atomic
def seed(*, people: int, number: int, day: date, say: Callable[[str], object]) -> None:
    """Make Hà Nội with ``people`` made-up cadres who serve on day, and its figures since 2021.

    The same number and day give the same data. ``say`` is told what comes next.
    """
    say(f"Making Hà Nội with {people:,} people ...")
    seed_facts(people=people, number=number, day=day)
    publish_shipped(by=SEEDER)
    days = days_of_runs(day)
    say(f"Computing the figures of {len(days)} days since January 2021 ...")
    for each in days:
        refresh(day=each)
    for model in (ChangedCadre, TreeChange, TargetChange):
        model.objects.all().delete()
    say("Looking at the days ahead ...")
    foresee(day)


@transaction.atomic
def seed_facts(*, people: int, number: int, day: date) -> None:
    """Write the units, and people with everything known of them, into an empty database."""
    if Unit.objects.exists():
        raise RuleError("There are units already: demonstration data go into an empty database.")
    city = the_city()
    with connection.cursor() as cursor, acting(SEEDER.username), without_history():
        # Otherwise the checks of every row would wait in memory for the end.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        ids = write_units(city)
        rebuild_lineage(cursor)
        loader = Loader(cursor, city, [ids[key] for key in city.units], day)
        biases = draw_biases(city, np.random.default_rng([number, 2]))
        for part, careers in enumerate(simulate(city, people=people, today=day, number=number)):
            loader.load(careers, biases, np.random.default_rng([number, 3, part]))
        loader.finish()
        assign_posts(cursor, day)
        for model in _RECORDED:
            record_first_versions(cursor, model)
        count_anew(cursor, _FILLED)
    _correct_some(day)


def _correct_some(day: date) -> None:
    """Let the officer of one department fill in missing numbers, so that there is a history."""
    units = Unit.objects.within(Unit.objects.filter(key="S02"), day)
    lacking = Appointment.objects.as_of(day).filter(unit__in=units, decision="").order_by("pk")
    with acting("officer", reason="Đối chiếu với hồ sơ gốc"):
        for number, post in enumerate(lacking[:20], 101):
            post.decision = f"{number}/QĐ-SNV"
            post.save(update_fields=["decision"])


def days_of_runs(day: date) -> list[date]:
    """Month-ends since January 2021 and each of the last two weeks, up to the day before."""
    yesterday = day - timedelta(days=1)
    ends = []
    first = FIRST.replace(month=2)
    while first <= day:
        ends.append(first - timedelta(days=1))
        first = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    last = [yesterday - timedelta(days=i) for i in range(_DAILY)]
    return sorted({*ends, *(each for each in last if each >= FIRST)})


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
