"""What auditors are told of roles and accounts each morning (T9, T13)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services import deactivate_user, reactivate_user
from apps.administration.services import end_role, grant_role
from apps.administration.tasks import tell_of
from apps.administration.watching import watched
from apps.notices.models import Notice
from apps.notices.services import see
from tests.factories import a_user
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(world: World) -> World:
    """A day on which a role was granted and ended again, and one runs out soon."""
    today, mai = timezone.localdate(), a_user("mai")
    User.objects.filter(username="chi").update(last_login=timezone.now() - timedelta(days=91))
    User.objects.exclude(username="chi").update(last_login=timezone.now())
    User.objects.filter(username="dieu").update(is_active=False)
    held = grant_role(
        user=mai, role=Role.HEAD, unit=world.interior, start_on=today, end_on=None,
        reason="Vội", by=world.administrator, today=today,
    )  # fmt: skip
    end_role(membership=held, on=today, reason="Xong", by=world.administrator, today=today)  # type: ignore[arg-type]
    world.binh.memberships.update(end_on=today + timedelta(days=14))
    world.officer.memberships.update(end_on=today)
    return world


def test_a_role_that_was_granted_and_taken_back_within_a_day_is_told(busy: World) -> None:
    """T9: an administrator who grants a role, reads and takes it back leaves both lines."""
    today = timezone.localdate()
    found = watched(today, today)
    acts = [(line.row.user.username, line.by, line.reason) for line in (*found.made, *found.ended)]
    assert ("mai", "administrator", "Vội") in acts
    assert ("mai", "administrator", "Xong") in acts
    assert [row.user.username for row in found.run_out] == ["officer"]
    assert [row.user.username for row in found.ending] == ["binh"]
    assert [user.username for user in found.idle] == ["chi"]
    # Mai's role was taken back before it began to count: no role was ever hers.
    assert [user.username for user in found.bare] == ["officer"]


def test_accounts_switched_off_and_on_are_told(world: World) -> None:
    today = timezone.localdate()
    deactivate_user(user=world.chi, by=world.administrator, reason="Nghỉ hưu")
    reactivate_user(user=world.chi, by=world.administrator, reason="Nhầm")
    said = [(line.row.is_active, line.by, line.reason) for line in watched(today, today).switched]
    assert said == [(False, "administrator", "Nghỉ hưu"), (True, "administrator", "Nhầm")]


def test_each_auditor_is_told_once_however_often_the_task_comes(busy: World) -> None:
    today = timezone.localdate()
    assert tell_of(today, today) == 1
    assert tell_of(today, today) == 0
    see(user=busy.auditor)
    assert tell_of(today, today) == 0
    assert [notice.user for notice in Notice.objects.filter(code="grants_told")] == [busy.auditor]


def test_the_page_of_the_day_is_for_auditors(busy: World, auditor: Client) -> None:
    auditor.cookies["django_language"] = "en"
    today = timezone.localdate()
    page = auditor.get("/log/roles/", {"day": today.isoformat()}).content.decode()
    for said in ("Vội", "Xong", "its time was over", "last signed in at"):
        assert said in page
    assert "No role changed" in auditor.get("/log/roles/", {"day": "2020-01-01"}).content.decode()


def test_accounts_that_nobody_ever_used_are_named(world: World) -> None:
    today = timezone.localdate()
    User.objects.update(last_login=timezone.now())
    User.objects.filter(username="binh").update(
        last_login=None, created_at=timezone.now() - timedelta(days=4)
    )
    User.objects.filter(username="an").update(last_login=None)  # opened today
    assert [user.username for user in watched(today, today).never] == ["binh"]
