"""Closing a unit: nobody may be left there, and nobody comes in while it is closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from apps.cadres.models import Appointment
from apps.cadres.selectors import serving_from
from apps.cadres.services.closing import close_unit
from apps.cadres.services.posts import Post, appoint
from apps.common.errors import RuleError
from apps.common.partial import PartialDate
from apps.units.models import Unit
from apps.units.services import move_unit
from apps.units.verifying import tree_violations
from tests.factories import a_cadre
from tests.world import World

JULY = date(2025, 7, 1)


def test_while_people_serve_there_it_is_refused_without_their_number(world: World) -> None:
    # Khoa, Lan and Minh serve in PTC.
    with pytest.raises(RuleError, match=r"^\D+$") as error:
        close_unit(unit=world.organisation, on=JULY, by=world.coordinator)
    assert error.value.field == "on"
    assert world.organisation.placements.as_of(JULY).exists()


def test_one_who_is_there_beside_their_own_post_is_in_the_way_too(world: World) -> None:
    Appointment.objects.create(
        cadre=world.cadres["quan"],
        unit=world.empty,
        title="Kiêm nhiệm",
        managed_by="unit",
        is_primary=False,
    )
    with pytest.raises(RuleError, match="Phòng Kế hoạch"):
        close_unit(unit=world.empty, on=JULY, by=world.coordinator)


def test_one_who_comes_later_is_in_the_way(world: World) -> None:
    a_cadre("later", unit=world.empty, start_on="2026-01-01")
    assert serving_from(world.empty, JULY) == 1
    with pytest.raises(RuleError):
        close_unit(unit=world.empty, on=JULY, by=world.coordinator)


def test_those_who_have_left_by_then_are_not(world: World) -> None:
    a_cadre("gone", unit=world.empty, end_on="2025-07-01")
    close_unit(unit=world.empty, on=JULY, by=world.coordinator)
    assert not world.empty.placements.as_of(JULY).exists()
    assert list(tree_violations()) == []


def test_one_person_with_two_posts_is_one(world: World) -> None:
    cadre = a_cadre("two", unit=world.empty, end_on="2025-08-01")
    Appointment.objects.create(
        cadre=cadre, unit=world.empty, title="x", managed_by="unit", start_on="2025-08-01"
    )
    assert serving_from(world.empty, JULY) == 1


@contextmanager
def beside(statement: str, unit: Unit) -> Iterator[None]:
    """Let somebody else hold a unit's row in another connection."""
    other: Any = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(statement, [unit.pk])
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


@contextmanager
def no_time_to_wait() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")
        yield


def test_closing_waits_for_whoever_is_giving_a_post_there(live_world: World) -> None:
    statement = "SELECT FROM units_unit WHERE id = %s FOR KEY SHARE"
    with (
        beside(statement, live_world.empty),
        pytest.raises(OperationalError, match="lock timeout"),
        no_time_to_wait(),
    ):
        close_unit(unit=live_world.empty, on=JULY, by=live_world.coordinator)


def test_giving_a_post_waits_for_whoever_is_closing_the_unit(live_world: World) -> None:
    post = Post(
        unit=live_world.empty,
        title="Chuyên viên",
        managed_by="unit",
        is_leadership=False,
        start_on=PartialDate.of(JULY),
    )
    new = a_cadre("new")
    with (
        beside("SELECT FROM units_unit WHERE id = %s FOR UPDATE", live_world.empty),
        pytest.raises(OperationalError, match="lock timeout"),
        no_time_to_wait(),
    ):
        appoint(cadre=new, post=post, by=live_world.officer)


def test_two_who_change_the_tree_go_one_after_the_other(live_world: World) -> None:
    statement = "LOCK TABLE units_lineage IN SHARE ROW EXCLUSIVE MODE -- %s"
    with (
        beside(statement, live_world.empty),
        pytest.raises(OperationalError, match="lock timeout"),
        no_time_to_wait(),
    ):
        move_unit(
            unit=live_world.empty,
            parent=live_world.interior,
            from_day=JULY,
            by=live_world.coordinator,
        )
