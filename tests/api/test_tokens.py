"""Tokens: what they open, and from when on they open nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import ApiToken, User
from apps.accounts.roles import Role
from apps.accounts.scopes import SCOPES
from apps.accounts.tokens import make_token, revoke_token
from apps.common.errors import RuleError
from apps.units.models import Membership
from tests.api.callers import V1, Caller
from tests.world import World

pytestmark = pytest.mark.django_db


def test_each_scope_rests_on_the_permission_written_here_by_hand() -> None:
    assert {scope: permission.value for scope, permission in SCOPES.items()} == {
        "units:read": "figures.view",
        "plans:read": "figures.view",
        "figures:read": "figures.view",
        "people:read": "people.view",
        "people:write": "people.edit",
        "imports:write": "people.edit",
        "reports:read": "people.view",
        "reports:write": "export",
    }


def test_a_token_opens_what_it_was_made_for_and_nothing_else(world: World) -> None:
    program = Caller(world.officer, "units:read")
    assert program.get("units").status_code == 200
    for path in ("plans", "figures", "runs", "cadres", "cadres/khoa", "imports", "reports"):
        assert program.get(path).status_code == 403, path
    assert program.post("cadres", {}).status_code == 403


def test_a_token_never_opens_more_than_its_owner_may_do(world: World) -> None:
    # Bình sees people, but keeps no records.
    program = Caller(world.binh)
    assert program.get("cadres").status_code == 200
    assert program.post("cadres", {}).status_code == 403
    assert program.get("units/SYT").status_code == 404


def test_a_token_for_a_unit_reaches_no_further(world: World) -> None:
    program = Caller(world.officer, unit_key="PTC")
    assert [row["key"] for row in program.get("units").json()["results"]] == ["PTC"]
    assert program.get("cadres/khoa").status_code == 200
    assert program.get("cadres/giang").status_code == 404
    assert program.get("units/SNV").status_code == 404
    assert program.get("imports").status_code == 403


@pytest.mark.parametrize("end", ["revoked", "expired", "closed", "password", "role", "unit"])
def test_a_right_that_ends_ends_at_the_next_request(end: str, world: World) -> None:
    program = Caller(world.officer)
    assert program.get("cadres/khoa").status_code == 200
    today = timezone.localdate()
    token = ApiToken.objects.get()
    status = 401
    if end == "revoked":
        revoke_token(token=token, by=world.officer, now=timezone.now())
    elif end == "expired":
        ApiToken.objects.update(made_on=today - timedelta(days=9), expires_on=today)
    elif end == "closed":
        world.officer.is_active = False
        world.officer.save()
    elif end == "password":
        # A password that somebody else gave has to be changed first.
        User.objects.filter(pk=world.officer.pk).update(must_change_password=True)
    elif end == "role":
        Membership.objects.filter(user=world.officer).update(end_on=today)
        status = 403
    else:
        Membership.objects.filter(user=world.officer).update(unit=world.health)
        status = 404
    assert program.get("cadres/khoa").status_code == status


@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer ct_nil", "Basic YTpi", "Bearer " + "x" * 9000]
)
def test_a_header_that_is_no_token_does_not_fall_back_on_a_session(said: str, binh: Client) -> None:
    answer = binh.get(f"{V1}units", headers={"Authorization": said})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_counts_nowhere_but_in_its_header_and_at_the_api(world: World) -> None:
    program = Caller(world.officer)
    assert Client().get(f"{V1}plans?token={program.token}").status_code == 401
    assert program.client.get("/cadres/", headers=program.headers()).status_code == 302
    # A request with a token leaves no session behind.
    program.get("units")
    assert not program.client.cookies


def test_using_a_token_is_noted_and_leaves_no_history(world: World) -> None:
    program = Caller(world.officer)
    program.get("units")
    token = ApiToken.objects.get()
    assert token.last_used_at is not None
    assert token.events.count() == 1


def test_a_token_lives_a_year_at_most(world: World) -> None:
    today = timezone.localdate()
    said: dict[str, Any] = {
        "user": world.officer,
        "name": "x",
        "scopes": ["units:read"],
        "today": today,
    }
    for days in (0, 367):
        with pytest.raises(RuleError):
            make_token(**said, expires_on=today + timedelta(days=days))
    with pytest.raises(RuleError):
        make_token(**said | {"scopes": ["all"]}, expires_on=today + timedelta(days=1))


def test_a_user_makes_a_token_sees_it_once_and_revokes_it(officer: Client) -> None:
    until = timezone.localdate() + timedelta(days=90)
    data = {
        "name": "Phần mềm nhân sự",
        "scopes": ["people:read"],
        "expires_on": f"{until:%d/%m/%Y}",
    }
    made = officer.post("/account/tokens/", data)
    token = ApiToken.objects.get()
    text = made.context["text"]
    assert text in made.content.decode()
    assert text not in officer.get("/account/tokens/").content.decode()
    assert (
        Client().get(f"{V1}cadres", headers={"Authorization": f"Bearer {text}"}).status_code == 200
    )
    assert officer.post(f"/account/tokens/{token.pk}/revoke/").status_code == 302
    assert (
        Client().get(f"{V1}cadres", headers={"Authorization": f"Bearer {text}"}).status_code == 401
    )


def test_nobody_makes_a_token_for_what_they_may_not_do(binh: Client) -> None:
    until = timezone.localdate() + timedelta(days=90)
    data = {"name": "x", "scopes": ["people:write"], "expires_on": f"{until:%d/%m/%Y}"}
    assert "scopes" in binh.post("/account/tokens/", data).context["form"].errors
    data |= {"scopes": ["people:read"], "unit_key": "SYT"}
    assert "unit_key" in binh.post("/account/tokens/", data).context["form"].errors
    assert not ApiToken.objects.exists()


def test_nobody_revokes_the_token_of_another(world: World, binh: Client) -> None:
    Caller(world.officer)
    token = ApiToken.objects.get()
    assert binh.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404


def test_a_role_taken_anew_elsewhere_moves_with_the_owner(world: World) -> None:
    program = Caller(world.officer)
    Membership.objects.filter(user=world.officer).update(unit=world.health, role=Role.HEAD)
    assert program.get("cadres/oanh").status_code == 200
    assert program.post("cadres", {}).status_code == 403
