"""Invitations: a link that works once, for 72 hours, for the person that it was made for."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.administration.inviting import (
    Invited,
    confirm_invitation,
    digest_of,
    invite_again,
    invite_newcomer,
    withdraw_invitation,
)
from apps.administration.models import GrantRequest, Invitation
from apps.common.errors import RuleError
from apps.notices.models import Notice
from tests.conftest import client_of
from tests.factories import PASSWORD, a_member
from tests.notices.mail_server import MailServer
from tests.world import World

pytestmark = pytest.mark.django_db
NEW = "mưa rào tháng bảy trên mái ngói"
FORM = {
    "full_name": "Ngô Mai",
    "username": "mai",
    "email": "",
    "role": "head",
    "unit": "Sở Nội vụ",
    "unit_key": "SNV",
    "end_on": "",
    "reason": "Quyết định 177",
}


def invited(world: World, **more) -> Invited:
    today = timezone.localdate()
    said = {
        "username": "mai", "full_name": "Ngô Mai", "email": "", "role": Role.HEAD,
        "unit": world.interior, "start_on": today, "end_on": None, "reason": "x",
        "by": world.coordinator, "today": today,
    }  # fmt: skip
    return invite_newcomer(**(said | more))


def choose(client: Client, password: str = NEW, again: str | None = None):
    return client.post("/invitation/", {"password": password, "again": again or password})


def opened(made: Invited) -> Client:
    """Return a client that has followed the link."""
    client = Client()
    client.cookies["django_language"] = "en"
    assert client.get(made.address).headers["Location"] == "/invitation/"
    return client


def test_an_officer_is_invited_and_signs_in(published: World, coordinator: Client) -> None:
    coordinator.cookies["django_language"] = "en"
    today = timezone.localdate()
    page = coordinator.post("/accounts/invite/", FORM | {"start_on": f"{today:%d/%m/%Y}"})
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    made = urlsplit(str(page.context["address"]))
    # What is kept is not what the link carries.
    code = made.query.removeprefix("code=")
    assert Invitation.objects.get().digest == digest_of(code)
    assert code not in coordinator.get(f"/accounts/{page.context['account'].pk}/").content.decode()
    client = Client()
    answer = client.get(f"{made.path}?{made.query}")
    # The code leaves the address at once, and stands in no session.
    assert answer.headers["Location"] == "/invitation/"
    assert code not in str(dict(client.session))
    assert choose(client).headers["Location"] == "/sign-in/"
    user = User.objects.get(username="mai")
    assert user.check_password(NEW)
    assert client_of(user).get("/units/SNV/").status_code == 200


def test_opening_the_link_does_not_use_it_up(world: World) -> None:
    made = invited(world)
    for _visit in range(3):
        assert opened(made).get("/invitation/").status_code == 200
    assert "user name is" in opened(made).get("/invitation/").content.decode()


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", None, "12"),
        ("Sở Nội vụ 2026!", None, "at hand"),
        ("iloveyouforever", None, "common"),
        (NEW, NEW + "x", "differ"),
    ],
)
def test_a_weak_password_is_refused_with_words_and_the_link_stays(
    world: World, password: str, again: str | None, said: str
) -> None:
    client = opened(invited(world))
    answer = choose(client, password, again)
    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors)
    assert choose(client).status_code == 302


def test_a_link_works_once(world: World) -> None:
    made = invited(world)
    first, second = opened(made), opened(made)
    assert choose(first).status_code == 302
    assert "has been used" in choose(second, "một mật khẩu khác hẳn nhé").content.decode()
    assert "sign in with your user name" in opened(made).get("/invitation/").content.decode()
    assert User.objects.get(username="mai").check_password(NEW)


def test_a_link_is_over_after_72_hours(world: World) -> None:
    made = invited(world)
    left = made.invitation.until - timezone.now()
    assert timedelta(hours=71) < left <= timedelta(hours=72)
    client = opened(made)
    Invitation.objects.update(
        made_at=timezone.now() - timedelta(hours=73), until=timezone.now() - timedelta(hours=1)
    )
    text = choose(client).content.decode()
    assert "expired" in text
    assert "new invitation" in text
    assert not User.objects.get(username="mai").has_usable_password()


def test_a_link_that_was_taken_back_or_made_up_opens_nothing(world: World, client: Client) -> None:
    made = invited(world)
    withdraw_invitation(
        invitation=made.invitation, by=world.administrator, today=timezone.localdate()
    )
    assert "taken back" in opened(made).get("/invitation/").content.decode()
    client.cookies["django_language"] = "en"
    assert "not copied whole" in client.get("/invitation/?code=abc").content.decode()
    assert "not copied whole" in client.get("/invitation/").content.decode()


def test_a_lost_password_takes_a_new_link_which_ends_the_earlier(world: World) -> None:
    today, former = timezone.localdate(), invited(world)
    binh = client_of(world.binh)
    made = invite_again(user=world.binh, by=world.coordinator, reason="Quên", today=today)
    # The present password and sessions hold until the link is used; the person is told.
    assert binh.get("/password/").status_code == 200
    assert Notice.objects.filter(user=world.binh, code="invited_again").exists()
    assert choose(opened(made)).status_code == 302
    assert binh.get("/password/").headers["Location"].startswith("/sign-in/")
    again = invite_again(user=former.invitation.user, by=world.coordinator, reason="x", today=today)
    assert "taken back" in opened(former).get("/invitation/").content.decode()
    assert opened(again).get("/invitation/").status_code == 200


def test_a_link_to_city_wide_rights_opens_after_a_second_person(world: World) -> None:
    """Row 10: nobody takes the leader's account over by a new link alone."""
    today = timezone.localdate()
    made = invite_again(user=world.an, by=world.administrator, reason="Quên", today=today)
    assert "second person" in choose(opened(made)).content.decode()
    assert world.an.check_password(PASSWORD)
    other = a_member("khac", Role.COORDINATOR, world.interior)
    for who in (world.administrator, world.an, other):
        with pytest.raises(RuleError):
            confirm_invitation(invitation=made.invitation, by=who, today=today)
    confirm_invitation(invitation=made.invitation, by=world.coordinator, today=today)
    assert choose(opened(made)).status_code == 302


def test_whoever_is_invited_to_a_weighty_role_holds_none_before_it_is_confirmed(
    world: World,
) -> None:
    made = invited(world, role=Role.LEADER, unit=world.province)
    choose(opened(made))
    assert client_of(User.objects.get(username="mai")).get("/units/TINH/").status_code == 403
    assert GrantRequest.objects.get().state == "waiting"


def test_a_taken_user_name_opens_no_account(world: World) -> None:
    with pytest.raises(RuleError):
        invited(world, username="BINH")
    with pytest.raises(RuleError):
        invited(world, username="hai chữ")
    # A role that may not be granted takes the account back with it.
    with pytest.raises(RuleError):
        invited(world, reason=" ")
    assert not User.objects.filter(username="mai").exists()


def test_the_link_is_mailed_where_a_server_is_configured(
    world: World, settings, coordinator: Client
) -> None:
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "Theo dõi chỉ tiêu <no-reply@tracker.example>"
        settings.SITE_URL = "https://tracker.example"
        said = FORM | {
            "email": "mai@office.example",
            "start_on": f"{timezone.localdate():%d/%m/%Y}",
        }
        page = coordinator.post("/accounts/invite/", said)
        assert page.context["is_mailed"]
        [message] = server.messages
        settings.EMAIL_PORT = 9  # nobody listens
        user = page.context["account"]
        page = coordinator.post(f"/accounts/{user.pk}/invite/", {"reason": "x"})
        assert page.context["is_mail_lost"]
    text = message.get_content()
    assert "https://tracker.example/invitation/?code=" in text
    assert "mai" in text
