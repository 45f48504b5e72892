"""Granting and ending roles: at once for a unit, by two people for the city."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.administration.models import GrantRequest
from apps.administration.selectors import keepers
from apps.administration.services import (
    confirm_request,
    end_role,
    grant_role,
    refuse_request,
    withdraw_request,
)
from apps.common.errors import RuleError
from apps.notices.models import Notice
from apps.units.models import Membership, Unit
from tests.factories import a_member, a_user
from tests.world import World

pytestmark = pytest.mark.django_db
WHY = "Quyết định 177"


def granted(
    world: World, *, by: User, role: Role = Role.HEAD, unit: Unit | None = None, **more: Any
):
    """Grant Mai a role, or whatever is said otherwise."""
    user = more.pop("user", None) or User.objects.filter(username="mai").first() or a_user("mai")
    today = timezone.localdate()
    said = {"start_on": today, "end_on": None, "reason": WHY} | more
    return grant_role(user=user, role=role, unit=unit or world.interior, by=by, today=today, **said)


def last_reason(label: str) -> tuple[str, str]:
    """Return who wrote the last version of an assignment with a label, and why."""
    event = apps.get_model("units", "MembershipEvent")
    row = event.objects.filter(pgh_label=label).select_related("pgh_context").latest("pgh_id")
    return row.pgh_context.metadata["username"], row.pgh_context.metadata["reason"]


def test_a_role_for_a_unit_begins_at_once_and_says_why(world: World) -> None:
    held = granted(world, by=world.administrator)
    assert isinstance(held, Membership)
    assert last_reason("insert") == ("administrator", WHY)
    assert not GrantRequest.objects.exists()


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (Role.LEADER, "SNV"),
        (Role.COORDINATOR, "SNV"),
        (Role.AUDITOR, "SNV"),
        (Role.ADMINISTRATOR, "SNV"),
        (Role.HEAD, "TINH"),
        (Role.OFFICER, "TINH"),
    ],
)
def test_what_weighs_on_the_whole_city_waits_for_a_second_person(
    world: World, role: Role, unit: str
) -> None:
    asked = granted(world, by=world.administrator, role=role, unit=world.units[unit])
    assert isinstance(asked, GrantRequest)
    assert not Membership.objects.filter(user__username="mai").exists()
    # The other who keeps accounts is told; nobody else is.
    assert [notice.user for notice in Notice.objects.all()] == [world.coordinator]


def test_who_is_asked_to_confirm_keeps_accounts_of_that_unit(world: World) -> None:
    above = a_member("above", Role.COORDINATOR, world.interior)
    a_member("next-door", Role.COORDINATOR, world.health)
    found = {user.username for user in keepers(world.organisation, timezone.localdate())}
    assert found == {"coordinator", "administrator", above.username}


def test_a_role_for_oneself_waits_even_for_a_small_unit(world: World) -> None:
    asked = granted(world, by=world.administrator, user=world.administrator)
    assert isinstance(asked, GrantRequest)
    with pytest.raises(RuleError):
        confirm_request(request=asked, by=world.administrator, today=timezone.localdate())
    confirm_request(request=asked, by=world.coordinator, today=timezone.localdate())
    assert world.administrator.memberships.filter(role="head").exists()
    assert last_reason("insert") == ("coordinator", f"{WHY} (administrator)")


def test_nobody_confirms_their_own_request_nor_one_for_themselves(world: World) -> None:
    """Row 10: no role of city-wide weight without a second person."""
    today = timezone.localdate()
    other = a_member("khac", Role.ADMINISTRATOR, world.province)
    asked = granted(world, by=world.administrator, role=Role.LEADER, user=other)
    for who in (world.administrator, other, world.auditor, world.an):
        with pytest.raises(RuleError):
            confirm_request(request=asked, by=who, today=today)
    assert not other.memberships.filter(role="leader").exists()
    confirm_request(request=asked, by=world.coordinator, today=today)
    assert other.memberships.filter(role="leader").exists()


def test_a_request_of_somebody_who_lost_the_right_is_not_confirmed(world: World) -> None:
    asked = granted(world, by=world.administrator, role=Role.LEADER)
    world.administrator.memberships.update(end_on=timezone.localdate())
    with pytest.raises(RuleError, match="không còn|no longer"):
        confirm_request(request=asked, by=world.coordinator, today=timezone.localdate())


def test_what_was_decided_stays_decided(world: World) -> None:
    today = timezone.localdate()
    asked = granted(world, by=world.administrator, role=Role.LEADER)
    refuse_request(request=asked, by=world.coordinator, note="Chưa có quyết định", today=today)
    with pytest.raises(RuleError):
        confirm_request(request=asked, by=world.coordinator, today=today)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.note) == (
        "refused",
        world.coordinator,
        "Chưa có quyết định",
    )
    assert Notice.objects.filter(user=world.administrator, code="grant_decided").exists()


def test_a_request_is_taken_back_by_whoever_asked_and_made_once(world: World) -> None:
    asked = granted(world, by=world.administrator, role=Role.LEADER)
    with pytest.raises(RuleError):
        granted(world, by=world.coordinator, role=Role.LEADER)
    with pytest.raises(RuleError):
        withdraw_request(request=asked, by=world.coordinator)
    withdraw_request(request=asked, by=world.administrator)
    assert isinstance(granted(world, by=world.coordinator, role=Role.LEADER), GrantRequest)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_wins(live_world: World) -> None:
    world, today, said = live_world, timezone.localdate(), []
    other = a_member("khac", Role.ADMINISTRATOR, world.province)
    asked = granted(world, by=world.administrator, role=Role.LEADER)
    together = threading.Barrier(2)

    def confirm(by: User) -> None:
        together.wait()
        try:
            confirm_request(request=asked, by=by, today=today)
            said.append("granted")
        except RuleError:
            said.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[by]) for by in (world.coordinator, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["granted", "told"]
    assert Membership.objects.filter(user__username="mai").count() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"start_on": date(2020, 1, 1)},
        {"start_on": date(2099, 1, 1)},
        {"end_on": date(2020, 1, 1)},
        {"reason": "  "},
    ],
)
def test_a_role_has_a_reason_and_a_period_that_lies_ahead(world: World, more: Any) -> None:
    with pytest.raises(RuleError):
        granted(world, by=world.administrator, **more)


def test_who_keeps_accounts_for_a_unit_grants_nothing_next_door(world: World) -> None:
    keeper = a_member("giu", Role.COORDINATOR, world.interior)
    assert isinstance(granted(world, by=keeper, unit=world.organisation), Membership)
    with pytest.raises(RuleError):
        granted(world, by=keeper, unit=world.health)
    with pytest.raises(RuleError):
        granted(world, by=world.officer)


def test_a_role_is_ended_or_shortened_but_not_lengthened(world: World) -> None:
    today = timezone.localdate()
    held = world.binh.memberships.get()
    end_role(
        membership=held, on=today + timedelta(days=9), reason=WHY, by=world.coordinator, today=today
    )
    held.refresh_from_db()
    assert held.end_on == today + timedelta(days=9)
    assert last_reason("update") == ("coordinator", WHY)
    for day in (today + timedelta(days=10), today - timedelta(days=1)):
        with pytest.raises(RuleError):
            end_role(membership=held, on=day, reason=WHY, by=world.coordinator, today=today)


def test_the_last_who_keeps_accounts_stays(world: World) -> None:
    today = timezone.localdate()
    end_role(
        membership=world.coordinator.memberships.get(), on=today, reason=WHY,
        by=world.administrator, today=today,
    )  # fmt: skip
    last = world.administrator.memberships.get()
    with pytest.raises(RuleError):
        end_role(membership=last, on=today, reason=WHY, by=world.administrator, today=today)


def test_a_role_for_a_unit_that_was_closed_is_ended_but_not_granted(world: World) -> None:
    today = timezone.localdate()
    with pytest.raises(RuleError):
        granted(world, by=world.administrator, unit=world.closed)
    held = Membership.objects.create(
        user=world.binh, role="head", unit=world.closed, start_on=date(2020, 1, 1)
    )
    end_role(membership=held, on=today, reason=WHY, by=world.administrator, today=today)
    held.refresh_from_db()
    assert held.end_on == today
