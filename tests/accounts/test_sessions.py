"""Sessions: how long they live, and how they end (row 14)."""

from __future__ import annotations

import time

import pytest
from allauth.usersessions.models import UserSession
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.test import Client

from apps.accounts.devices import name_of
from apps.accounts.models import User
from apps.accounts.services import deactivate_user, reactivate_user
from apps.accounts.sessions import end_all, own
from tests.factories import PASSWORD, a_user

pytestmark = pytest.mark.django_db
NEW = "mười hai ký tự trở lên"


@pytest.fixture
def mai() -> User:
    return a_user("mai")


def inside(address: str = "203.0.113.7") -> Client:
    """A browser in which Mai has signed in through the form."""
    client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT="Mozilla/5.0 (X11) Firefox/140.0")
    assert client.post("/sign-in/", {"username": "mai", "password": PASSWORD}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/password/").status_code == 200


def test_a_session_lives_half_an_hour_unused(mai: User) -> None:
    client = inside()
    assert client.cookies["sessionid"]["max-age"] == 1800
    Session.objects.update(expire_date="2020-01-01T00:00Z")
    assert not is_in(client)


def test_a_session_ends_ten_hours_after_signing_in_however_busy(mai: User) -> None:
    client = inside()
    for hours, alive in ((9.9, True), (10, False)):
        session = client.session
        session["signed_in_at"] = int(time.time() - hours * 3600)
        session.save()
        assert is_in(client) is alive
    assert Session.objects.count() == 0


def test_a_stamp_from_the_future_ends_a_session_too(mai: User) -> None:
    client = inside()
    session = client.session
    session["signed_in_at"] = int(time.time()) + 60
    session.save()
    assert not is_in(client)


def test_signing_in_takes_a_new_key_and_leaves_the_old_one_dead(mai: User) -> None:
    # A stranger had planted a session of theirs in Mai's browser.
    planted = Client().session
    planted["beat"] = 1
    planted.save()
    client = Client()
    client.cookies["sessionid"] = planted.session_key
    client.post("/sign-in/", {"username": "mai", "password": PASSWORD})
    assert client.cookies["sessionid"].value != planted.session_key
    stranger = Client()
    stranger.cookies["sessionid"] = planted.session_key
    assert not is_in(stranger)


def test_the_key_stands_in_a_cookie_that_scripts_cannot_read_and_in_no_address(mai: User) -> None:
    client = Client()
    answer = client.post("/sign-in/", {"username": "mai", "password": PASSWORD})
    cookie = answer.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie.value not in answer.headers["Location"]


def test_signing_out_kills_the_key(mai: User) -> None:
    client = inside()
    key = client.cookies["sessionid"].value
    client.post("/sign-out/")
    thief = Client()
    thief.cookies["sessionid"] = key
    assert not is_in(thief)


def test_a_new_password_ends_the_other_sessions_and_goes_on_with_this_one(mai: User) -> None:
    here, elsewhere = inside(), inside("203.0.113.8")
    said = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post("/password/", said).status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)


def test_an_account_that_is_closed_and_opened_again_has_no_session_left(mai: User) -> None:
    client = inside()
    nam = a_user("nam")
    deactivate_user(user=mai, by=nam, reason="x")
    assert not is_in(client)
    reactivate_user(user=mai, by=nam, reason="x")
    assert not is_in(client)


def test_all_sessions_end_even_those_that_no_list_knows(mai: User) -> None:
    client = inside()
    UserSession.objects.all().delete()
    end_all(user=mai)
    assert not is_in(client)


def test_the_key_of_a_session_is_kept_nowhere_and_what_is_kept_opens_none(mai: User) -> None:
    key = inside().cookies["sessionid"].value
    kept = Session.objects.get()
    assert UserSession.objects.get().session_key == kept.session_key != key
    assert key not in kept.session_data
    assert key not in str(kept.get_decoded())
    thief = Client()
    thief.cookies["sessionid"] = kept.session_key
    assert not is_in(thief)


class TestSessionsAtOnce:
    def test_a_sign_in_beyond_the_limit_ends_the_oldest_session(
        self, mai: User, settings: LazySettings
    ) -> None:
        settings.SESSIONS_AT_ONCE = 2
        oldest, middle = inside(), inside()
        assert is_in(oldest)
        latest = inside()
        assert [is_in(one) for one in (oldest, middle, latest)] == [False, True, True]

    def test_sessions_that_are_over_and_those_of_others_do_not_count(
        self, mai: User, settings: LazySettings
    ) -> None:
        settings.SESSIONS_AT_ONCE = 2
        over, stays = inside(), inside()
        over.post("/sign-out/")
        nam = a_user("nam")
        Client().post("/sign-in/", {"username": "nam", "password": PASSWORD})
        assert is_in(inside())
        assert is_in(stays)
        assert len(own(nam)) == 1

    def test_the_account_page_says_how_many_there_may_be(self, mai: User) -> None:
        page = inside().get("/account/")
        assert page.context["sessions_at_once"] == 5


class TestOnesOwnSessions:
    def test_they_are_listed_in_words_and_each_can_be_ended(self, mai: User) -> None:
        here, elsewhere = inside(), inside("203.0.113.8")
        page = here.get("/account/").content.decode()
        assert "Firefox" in page
        assert "203.0.113.8" in page
        other = UserSession.objects.get(ip="203.0.113.8")
        here.post(f"/account/sessions/{other.pk}/end/")
        assert is_in(here)
        assert not is_in(elsewhere)

    def test_all_others_end_and_this_one_goes_on_under_a_new_key(self, mai: User) -> None:
        here, elsewhere = inside(), inside("203.0.113.8")
        before = here.cookies["sessionid"].value
        here.post("/account/sessions/end/")
        assert here.cookies["sessionid"].value != before
        assert is_in(here)
        assert not is_in(elsewhere)

    def test_nobody_ends_a_session_of_another(self, mai: User) -> None:
        here = inside()
        stranger = Client()
        stranger.force_login(a_user("nam"))
        stranger.post(f"/account/sessions/{UserSession.objects.get().pk}/end/")
        assert is_in(here)

    def test_one_that_is_over_is_no_longer_listed(self, mai: User) -> None:
        inside("203.0.113.8")
        Session.objects.update(expire_date="2020-01-01T00:00Z")
        assert "203.0.113.8" not in inside().get("/account/").content.decode()


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "iPhone"),
        ("", ""),
    ],
)
def test_a_device_is_named_as_its_user_knows_it(agent: str, name: str) -> None:
    assert name in name_of(agent)
