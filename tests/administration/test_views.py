"""The screens of keeping accounts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from apps.accounts.factors import has_factor
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.administration.models import GrantRequest
from apps.notices.models import Notice
from apps.units.models import Membership
from tests.conftest import client_of
from tests.factories import PASSWORD, a_member, a_user
from tests.world import World

pytestmark = pytest.mark.django_db


def html(client: Client, address: str, **query: str) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def names(client: Client, **query: str) -> list[str]:
    return [
        account.user.username for account in client.get("/accounts/", query).context["accounts"]
    ]


def test_accounts_are_listed_with_their_roles(world: World, coordinator: Client) -> None:
    page = html(coordinator, "/accounts/", q="binh")
    assert "Trần Thị Bình" in page
    assert "Head of unit · Sở Nội vụ" in page
    assert "Nothing found" in html(coordinator, "/accounts/", q="nobody")


def test_accounts_are_filtered_by_state_role_and_unit(world: World, coordinator: Client) -> None:
    today = timezone.localdate()
    User.objects.filter(username__in=["an", "binh"]).update(last_login=timezone.now())
    User.objects.filter(username="chi").update(is_active=False)
    world.officer.memberships.update(end_on=today)
    GrantRequest.objects.create(
        asked_by=world.administrator, user=world.binh, role="leader", unit=world.province,
        start_on=today, reason="x",
    )  # fmt: skip
    assert names(coordinator, state="active") == ["an", "binh", "coordinator"]
    assert names(coordinator, state="off") == ["chi"]
    assert names(coordinator, state="ended") == ["officer"]
    assert names(coordinator, state="waiting") == ["binh"]
    assert names(coordinator, state="never", role="auditor") == ["auditor"]
    assert names(coordinator, role="head") == ["binh", "chi"]
    # With what lies below; accents do not matter.
    assert names(coordinator, unit="so noi vu") == ["binh"]
    assert len(names(coordinator, unit="song hong")) == 6
    assert names(coordinator, unit="nowhere") == []


def test_one_account_shows_roles_and_what_happened(world: World, coordinator: Client) -> None:
    coordinator.post(f"/accounts/{world.chi.pk}/deactivate/", {"reason": "Nghỉ hưu"})
    page = html(coordinator, f"/accounts/{world.chi.pk}/")
    assert "Sở Y tế" in page
    assert "switched off" in page
    assert "Nghỉ hưu" in page
    coordinator.post(f"/accounts/{world.chi.pk}/reactivate/", {"reason": "Nhầm"})
    assert User.objects.get(username="chi").is_active


def test_an_account_is_never_switched_off_by_its_owner_or_without_a_reason(
    world: World, administrator: Client
) -> None:
    own = administrator.post(f"/accounts/{world.administrator.pk}/deactivate/", {"reason": "x"})
    assert own.status_code == 404
    administrator.post(f"/accounts/{world.chi.pk}/deactivate/", {"reason": " "})
    assert User.objects.get(username="chi").is_active


def test_a_role_is_granted_and_ended_by_forms(world: World, administrator: Client) -> None:
    mai, today = a_user("mai"), timezone.localdate()
    said = {
        "role": "officer", "unit": "Sở Nội vụ", "unit_key": "SNV", "reason": "x",
        "start_on": f"{today:%d/%m/%Y}", "end_on": "",
    }  # fmt: skip
    address = f"/accounts/{mai.pk}/roles/"
    assert (
        administrator.post(address, said | {"unit_key": "", "unit": "Nowhere"}).status_code == 200
    )
    assert administrator.post(address, said).headers["Location"] == f"/accounts/{mai.pk}/"
    held = Membership.objects.get(user=mai)
    later = today + timedelta(days=7)
    ended = {"on": f"{later:%d/%m/%Y}", "reason": "x"}
    administrator.post(f"/accounts/roles/{held.pk}/end/", ended)
    held.refresh_from_db()
    assert held.end_on == later


def test_two_people_grant_a_weighty_role_by_forms(
    world: World, administrator: Client, coordinator: Client
) -> None:
    mai, today = a_user("mai"), timezone.localdate()
    said = {
        "role": "leader", "unit": "Tỉnh Sông Hồng", "unit_key": "TINH", "reason": "Quyết định 1",
        "start_on": f"{today:%d/%m/%Y}",
    }  # fmt: skip
    administrator.post(f"/accounts/{mai.pk}/roles/", said)
    row = GrantRequest.objects.get()
    assert "Take it back" in html(administrator, "/accounts/requests/")
    administrator.post(f"/accounts/requests/{row.pk}/", {"act": "confirm"})
    assert not mai.memberships.exists()
    assert "Quyết định 1" in html(coordinator, "/accounts/requests/")
    coordinator.post(f"/accounts/requests/{row.pk}/", {"act": "confirm"})
    assert mai.memberships.get().role == "leader"


def test_units_are_offered_by_their_names_to_whoever_keeps_their_accounts(
    world: World, administrator: Client
) -> None:
    page = html(administrator, "/accounts/units/", unit="to chuc", field="unit")
    assert "Phòng Tổ chức" in page
    assert "Phòng Kế hoạch" not in page


def test_a_locked_account_is_unlocked_and_lost_factors_are_taken_away(
    world: World, coordinator: Client
) -> None:
    AccessAttempt.objects.create(
        username="chi", ip_address="127.0.0.1", attempt_time=timezone.now(),
        failures_since_start=9,
    )  # fmt: skip
    Authenticator.objects.create(user_id=world.chi.pk, type="totp", data={"secret": "x"})
    address = f"/accounts/{world.chi.pk}/"
    page = html(coordinator, address)
    assert "locked for a while" in page
    assert "Take the second factors away" in page
    coordinator.post(f"{address}unlock/")
    coordinator.post(f"{address}factors/", {"reason": "Mất điện thoại"})
    page = html(coordinator, address)
    assert "locked for a while" not in page
    assert "Mất điện thoại" in page
    assert not has_factor(world.chi)
    assert Notice.objects.filter(user=world.chi, code="factors_dropped").exists()


ACTS = [
    ("/accounts/{chi}/unlock/", {}),
    ("/accounts/{chi}/factors/", {"reason": "x"}),
    ("/accounts/{chi}/deactivate/", {"reason": "x"}),
    ("/accounts/{chi}/invite/", {"reason": "x"}),
    ("/accounts/{chi}/roles/", {"role": "head"}),
    ("/accounts/invite/", {"username": "x"}),
    ("/accounts/roles/{role}/end/", {"on": "01/01/2030", "reason": "x"}),
    ("/accounts/requests/{request}/", {"act": "confirm"}),
]


@pytest.mark.parametrize(("address", "said"), ACTS)
def test_grants_and_invitations_ask_again_who_is_signed_in(
    world: World, client: Client, address: str, said: dict[str, str]
) -> None:
    """Row 10: none without a fresh proof; what was typed waits and goes on with it."""
    row = GrantRequest.objects.create(
        asked_by=world.administrator, user=world.chi, role="leader", unit=world.province,
        start_on=timezone.localdate(), reason="x",
    )  # fmt: skip
    client.force_login(world.coordinator)
    places = {"chi": world.chi.pk, "role": world.chi.memberships.get().pk, "request": row.pk}
    answer = client.post(address.format(**places), said)
    assert "accounts/confirm.html" in [template.name for template in answer.templates]
    row.refresh_from_db()
    world.chi.refresh_from_db()
    assert (row.state, world.chi.is_active) == ("waiting", True)
    proof = {**said, "confirm_password": PASSWORD}
    again = client.post(address.format(**places), proof)
    assert "accounts/confirm.html" not in [template.name for template in again.templates]


def test_an_account_with_roles_elsewhere_is_not_switched_off_by_a_smaller_keeper(
    world: World, coordinator: Client
) -> None:
    keeper = a_member("giu", Role.COORDINATOR, world.interior)
    Membership.objects.create(
        user=world.binh, role="head", unit=world.health, start_on=timezone.localdate()
    )
    client = client_of(keeper)
    page = client.get(f"/accounts/{world.binh.pk}/").content.decode()
    assert "Sở Y tế" not in page
    answer = client.post(f"/accounts/{world.binh.pk}/deactivate/", {"reason": "x"})
    assert answer.status_code == 404
