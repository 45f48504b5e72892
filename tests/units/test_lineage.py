"""The closure of the tree against climbing it one step at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from apps.common.partial import PartialDate
from apps.units.lineage import rebuild_lineage
from apps.units.models import Lineage, Placement, Unit
from tests.factories import a_unit, place

FIRST = date(2020, 1, 1)
# Day 0 and day 8 as bounds stand for "since ever" and "for ever".
PERIODS = st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda p: p[0] < p[1])
PLACES = st.lists(st.tuples(st.integers(0, 5), st.integers(-1, 5), PERIODS), max_size=14)


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)


def _bound(number: int) -> PartialDate | None:
    return None if number in (0, 8) else PartialDate.of(_day(number))


def _accepted(places: list[tuple[int, int, tuple[int, int]]]) -> list[tuple[int, int, int, int]]:
    """Those that neither place a unit twice on a day nor close a circle: parents come first."""
    taken: set[tuple[int, int]] = set()
    kept = []
    for unit, parent, (start, end) in places:
        days = {(unit, day) for day in range(start, end)}
        if parent < unit and not days & taken:
            taken |= days
            kept.append((unit, parent, start, end))
    return kept


def _climb(kept: list[tuple[int, int, int, int]], day: int) -> set[tuple[int, int, int]]:
    """Every (unit, ancestor, distance) on the day; the climb ends at a unit that is not placed."""
    parents = {unit: parent for unit, parent, start, end in kept if start <= day < end}
    found = set()
    for unit in parents:
        at, distance = unit, 0
        while at in parents:
            found.add((unit, at, distance))
            at, distance = parents[at], distance + 1
    return found


@pytest.mark.django_db
@given(PLACES)
def test_the_closure_is_what_climbing_the_tree_on_each_day_finds(places):
    kept = _accepted(places)
    with transaction.atomic(), connection.cursor() as cursor:
        units = [Unit.objects.create(key=f"u{i}", name=f"u{i}", kind="division") for i in range(6)]
        number = {unit.pk: i for i, unit in enumerate(units)}
        Placement.objects.bulk_create(
            Placement(
                unit=units[unit],
                parent=None if parent < 0 else units[parent],
                name="u",
                start_on=_bound(start),
                end_on=_bound(end),
            )
            for unit, parent, start, end in kept
        )
        rebuild_lineage(cursor)
        for day in range(8):
            links = Lineage.objects.as_of(_day(day))
            rows = [(number[x.unit_id], number[x.ancestor_id], x.distance) for x in links]
            assert len(rows) == len(set(rows))
            assert set(rows) == _climb(kept, day)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_unit_renamed_under_the_same_parent_has_one_unbroken_link():
    root = a_unit("R", kind="city")
    unit = a_unit("A", under=root, end_on="2024-01-01")
    place(unit, under=root, start_on="2024-01-01")
    link = Lineage.objects.get(unit=unit, ancestor=root)
    assert (link.start_day, link.end_day, link.distance) == (None, None, 1)


@pytest.mark.django_db
def test_a_cycle_ends_the_climb_at_the_greatest_depth():
    one, other = a_unit("A"), a_unit("B")
    Placement.objects.filter(unit=one).update(parent=other)
    Placement.objects.filter(unit=other).update(parent=one)
    with connection.cursor() as cursor:
        rebuild_lineage(cursor)
    # Each of the two stands at distances 0 to 29 above itself and the other: 30 links a unit.
    assert Lineage.objects.filter(unit=one).count() == 30
