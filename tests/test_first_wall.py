"""The rule of scope in the code by itself: what it must hide while the database hides nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from apps.accounts.roles import Role
from apps.units.models import Membership
from tests.api import test_addresses as api
from tests.conftest import client_of
from tests.factories import a_member
from tests.test_scope import EDITORS, RULES, SIGNED_IN, P, apart, what_is_named_next_door
from tests.world import World

WALLS = "SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity"


@pytest.fixture
def alone(published: World) -> World:
    """The province, published, without row-level security until the test's transaction ends."""
    with connection.cursor() as cursor:
        # A table whose checks are still due cannot be changed.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(WALLS)
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    return published


def test_no_page_opens_what_lies_next_door(alone: World) -> None:
    for role in set(EDITORS.values()):
        Membership.objects.create(
            user=alone.chi, role=role, unit=alone.health, start_on=date(2020, 1, 1)
        )
    found = {
        name: apart(client_of(alone.chi), name, alone)
        for name, rule in RULES.items()
        if rule.inside
    }
    assert {name for name, status in found.items() if status != 404} == set()


def test_no_address_of_the_api_does(alone: World) -> None:
    Membership.objects.create(
        user=alone.chi, role=Role.OFFICER, unit=alone.health, start_on=date(2020, 1, 1)
    )
    client = client_of(alone.chi)
    inside = [name for name, rule in api.RULES.items() if rule.inside]
    found = {name: api.asked(client, name, alone).status_code for name in inside}
    assert {name for name, status in found.items() if status != 404} == set()


def test_a_right_for_one_unit_is_none_for_another_that_may_be_looked_at(alone: World) -> None:
    both = a_member("both", Role.HEAD, alone.interior)
    for role in set(EDITORS.values()):
        Membership.objects.create(
            user=both, role=role, unit=alone.health, start_on=date(2020, 1, 1)
        )
    client = client_of(both)
    looking = {P.FIGURES_VIEW, P.PEOPLE_VIEW, SIGNED_IN}
    # How a table is laid out is open to whoever sees its unit.
    open_ = {"table", "table_preview"}
    pages = [n for n, r in RULES.items() if r.inside and r.who not in looking and n not in open_]
    found = {name: apart(client_of(both), name, alone) for name in pages}
    asking = [n for n, rule in api.RULES.items() if rule.inside and rule.who not in looking]
    found |= {name: api.asked(client, name, alone).status_code for name in asking}
    assert {name: status for name, status in found.items() if status != 404} == {}


def test_what_the_neighbour_may_open_names_nobody_next_door(alone: World) -> None:
    assert what_is_named_next_door(alone) == []
