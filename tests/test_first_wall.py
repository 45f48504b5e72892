"""The rule of scope in the code by itself: what it must hide while the database hides nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.reports.models import LongList, Report
from apps.units.models import Membership, Unit
from tests.api import test_addresses as api
from tests.conftest import client_of
from tests.factories import a_member
from tests.records.test_forms import POST
from tests.test_scope import (
    EDITORS,
    PLACES,
    RULES,
    SIGNED_IN,
    P,
    a_list,
    a_report,
    apart,
)
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


def give_rights(user: User, unit: Unit) -> None:
    """Let a user see and do in a unit whatever roles for it allow."""
    for role in set(EDITORS.values()):
        Membership.objects.create(user=user, role=role, unit=unit, start_on=date(2020, 1, 1))


def test_no_page_opens_what_lies_next_door(alone: World) -> None:
    give_rights(alone.chi, alone.health)
    client = client_of(alone.chi)
    found = {name: apart(client, name, alone) for name, rule in RULES.items() if rule.inside}
    assert {name for name, status in found.items() if status != 404} == set()


def test_no_address_of_the_api_does(alone: World) -> None:
    give_rights(alone.chi, alone.health)
    client = client_of(alone.chi)
    inside = [name for name, rule in api.RULES.items() if rule.inside]
    found = {name: api.asked(client, name, alone).status_code for name in inside}
    assert {name for name, status in found.items() if status != 404} == set()


def test_a_right_for_one_unit_is_none_for_another_that_may_be_looked_at(alone: World) -> None:
    both = a_member("both", Role.HEAD, alone.interior)
    give_rights(both, alone.health)
    client = client_of(both)
    looking = {P.FIGURES_VIEW, P.PEOPLE_VIEW, SIGNED_IN}
    # How a table is laid out is open to whoever sees its unit.
    open_ = {"table", "table_preview"}
    pages = [n for n, r in RULES.items() if r.inside and r.who not in looking and n not in open_]
    found = {name: apart(client, name, alone) for name in pages}
    asking = [n for n, rule in api.RULES.items() if rule.inside and rule.who not in looking]
    found |= {name: api.asked(client, name, alone).status_code for name in asking}
    assert {name: status for name, status in found.items() if status != 404} == {}


def test_a_report_that_one_may_read_is_not_ones_own_to_change(alone: World) -> None:
    both = a_member("both", Role.HEAD, alone.interior)
    give_rights(both, alone.health)
    issued = a_report(alone, is_issued=True)
    assert list(Report.objects.visible_to(both, alone.day)) == [issued]
    assert list(Report.objects.made_by(both, alone.day)) == []


def test_no_page_that_the_neighbour_may_open_names_anybody(alone: World) -> None:
    give_rights(alone.chi, alone.health)
    client = client_of(alone.chi)
    query = {"day": alone.day.isoformat(), "q": "a", "unit_key": "SNV"}
    strangers = (
        "Phạm Đăng Khoa", "Hoàng Thị Lan", "Bùi Quang Minh", "Phòng Tổ chức", "Sở Nội vụ</",
    )  # fmt: skip
    named = []
    for name, rule in RULES.items():
        if rule.inside or rule.is_post or name in PLACES:
            continue
        said = b"".join(client.get(reverse(name), query)).decode(errors="replace")
        named += [(name, one) for one in strangers if one in said]
    assert named == []


def test_a_list_that_waits_to_be_fetched_is_that_of_whoever_asked(alone: World) -> None:
    waiting = a_list(alone, alone.officer)
    assert list(LongList.objects.of(alone.officer)) == [waiting]
    assert list(LongList.objects.of(alone.an)) == []


def test_a_likely_duplicate_next_door_is_not_named(alone: World) -> None:
    said = {"full_name": "Đặng Kim Oanh", "born": "05/1991", "gender": "female", "do": "save"}
    page = client_of(alone.officer).post("/records/new/", POST | said).content.decode()
    assert 'value="duplicate"' in page
    assert "oanh" not in page
