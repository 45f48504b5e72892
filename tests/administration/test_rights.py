"""Rights are read at each request: what is ended counts no more from the next one (row 7, T13)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services import create_user, deactivate_user, reactivate_user
from apps.administration.services import end_role
from apps.units.services import move_unit
from tests.conftest import client_of
from tests.factories import PASSWORD, a_member
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_first_request_after_a_role_is_ended_is_refused(published: World, binh: Client) -> None:
    assert binh.get("/units/SNV/").status_code == 200
    today = timezone.localdate()
    held = published.binh.memberships.get()
    end_role(membership=held, on=today, reason="x", by=published.administrator, today=today)
    assert binh.get("/units/SNV/").status_code == 403
    assert binh.get("/cadres/").status_code == 403


def test_a_role_counts_no_more_on_the_day_of_its_end(published: World, binh: Client) -> None:
    published.binh.memberships.update(end_on=timezone.localdate() + timedelta(days=1))
    assert binh.get("/units/SNV/").status_code == 200
    published.binh.memberships.update(end_on=timezone.localdate())
    assert binh.get("/units/SNV/").status_code == 403


def test_the_first_request_after_the_unit_moved_away_is_refused(published: World) -> None:
    client = client_of(published.chi)
    assert client.get("/cadres/oanh/").status_code == 200
    unit, parent = published.profession, published.interior
    move_unit(unit=unit, parent=parent, from_day=timezone.localdate(), by=published.coordinator)
    assert client.get("/cadres/oanh/").status_code == 404


def test_switching_an_account_off_and_on_ends_every_session(published: World, binh: Client) -> None:
    elsewhere = client_of(published.binh)
    assert elsewhere.get("/units/SNV/").status_code == 200
    deactivate_user(user=published.binh, by=published.administrator, reason="Nghỉ việc")
    assert binh.get("/units/SNV/").status_code == 302
    reactivate_user(user=published.binh, by=published.administrator, reason="Nhầm")
    # A session from before does not wake up again.
    assert elsewhere.get("/units/SNV/").headers["Location"].startswith("/sign-in/")
    assert client_of(User.objects.get(username="binh")).get("/units/SNV/").status_code == 200


def test_what_happens_to_an_account_is_kept_with_the_reason(world: World) -> None:
    deactivate_user(user=world.chi, by=world.administrator, reason="Nghỉ việc")
    event = apps.get_model("accounts", "UserEvent")
    row = event.objects.select_related("pgh_context").latest("pgh_id")
    assert not row.is_active
    assert row.pgh_context.metadata == {"username": "administrator", "reason": "Nghỉ việc"}
    # Signing in changes the account, and leaves no version.
    before = event.objects.count()
    User.objects.filter(pk=world.chi.pk).update(last_login=timezone.now())
    assert event.objects.count() == before
    assert not hasattr(row, "password")


def test_a_first_password_holds_for_72_hours(world: World, client: Client) -> None:
    user = create_user(username="moi", full_name="Ngô Mới", password=PASSWORD)
    assert user.first_password_until - timezone.now() > timedelta(hours=71)
    client.force_login(user)
    assert client.get("/password/").status_code == 200
    User.objects.filter(pk=user.pk).update(first_password_until=timezone.now())
    assert client.get("/password/").headers["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session
    client.force_login(User.objects.get(pk=user.pk))
    assert client.get("/").headers["Location"] == "/sign-in/"


def test_keeping_accounts_shows_nobodys_record(published: World) -> None:
    keeper = client_of(published.administrator)
    for address in ("/cadres/", "/cadres/khoa/", "/units/SNV/targets/women/people/"):
        assert keeper.get(address).status_code in (403, 404)
    for address in ("/accounts/", f"/accounts/{published.binh.pk}/", "/accounts/requests/"):
        text = keeper.get(address).content.decode()
        # Khoa and Lan have records and no account.
        assert "Phạm Đăng Khoa" not in text
        assert "Hoàng Thị Lan" not in text


def test_a_keeper_of_one_department_finds_no_account_next_door(published: World) -> None:
    keeper = client_of(a_member("giu", Role.COORDINATOR, published.interior))
    assert keeper.get(f"/accounts/{published.binh.pk}/").status_code == 200
    assert keeper.get(f"/accounts/{published.chi.pk}/").status_code == 404
    listing = keeper.get("/accounts/").content.decode()
    assert "Lê Thị Chi" not in listing
    # An, who leads the province, holds no role in the department alone.
    assert "Nguyễn Văn An" not in listing
    answer = keeper.post(f"/accounts/{published.chi.pk}/deactivate/", {"reason": "x"})
    assert answer.status_code == 404
    assert User.objects.get(username="chi").is_active
