"""Signing in and out, the password, the language."""

import pytest
from django.test import Client

from tests.factories import PASSWORD, a_user
from tests.world import World

pytestmark = pytest.mark.django_db
NEW = "mười hai ký tự trở lên"


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def test_the_right_password_opens_the_first_page(client: Client) -> None:
    a_user("mai")
    assert sign_in(client, "mai").headers["Location"] == "/"


def test_names_are_the_same_in_small_and_large_letters(client: Client) -> None:
    a_user("mai")
    assert sign_in(client, "MAI").status_code == 302


@pytest.mark.parametrize(("username", "password"), [("mai", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_told_apart_by_nobody(
    client: Client, username: str, password: str
) -> None:
    a_user("mai")
    client.cookies["django_language"] = "en"
    answer = sign_in(client, username, password)
    assert answer.status_code == 200
    assert "The user name or the password is wrong." in answer.content.decode()


def test_a_closed_account_gets_the_same_answer(client: Client) -> None:
    a_user("mai", is_active=False)
    client.cookies["django_language"] = "en"
    assert "The user name or the password is wrong." in sign_in(client, "mai").content.decode()


def test_the_page_asked_for_opens_after_signing_in_but_no_other_site(client: Client) -> None:
    a_user("mai")
    assert sign_in(client, "mai", next="/units/X/").headers["Location"] == "/units/X/"
    client.logout()
    assert sign_in(client, "mai", next="https://else.example/").headers["Location"] == "/"


def test_the_site_speaks_the_users_language_after_signing_in(client: Client) -> None:
    a_user("mai", language="en")
    assert sign_in(client, "mai").cookies["django_language"].value == "en"


def test_signing_out_takes_a_form_and_ends_the_session(world: World, binh: Client) -> None:
    assert binh.get("/sign-out/").status_code == 405
    assert binh.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert binh.get("/units/SNV/").headers["Location"].startswith("/sign-in/")


def test_a_temporary_password_is_changed_before_anything_else(client: Client) -> None:
    user = a_user("mai", must_change_password=True)
    sign_in(client, "mai")
    assert client.get("/units/X/").headers["Location"] == "/password/"
    said = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client.post("/password/", said).headers["Location"] == "/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert not user.must_change_password
    # The session goes on under the new password.
    assert client.get("/password/").status_code == 200


def test_a_weak_password_is_refused(client: Client) -> None:
    user = a_user("mai")
    sign_in(client, "mai")
    said = {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    assert client.post("/password/", said).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_language_is_remembered_and_the_page_stays(world: World, binh: Client) -> None:
    answer = binh.post("/language/", {"language": "en", "next": "/units/SNV/?day=2025-06-30"})
    assert answer.headers["Location"] == "/units/SNV/?day=2025-06-30"
    assert answer.cookies["django_language"].value == "en"
    world.binh.refresh_from_db()
    assert world.binh.language == "en"


def test_a_stranger_can_choose_the_language(client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert "User name" in client.get("/sign-in/").content.decode()


def test_a_language_that_is_not_there_changes_nothing(client: Client) -> None:
    answer = client.post("/language/", {"language": "xx", "next": "https://else.example/"})
    assert answer.headers["Location"] == "/"
    assert "django_language" not in answer.cookies


def test_a_session_is_written_once_a_minute_and_not_for_strangers(
    world: World, binh: Client, client: Client
) -> None:
    client.get("/sign-in/")
    assert "sessionid" not in client.cookies
    binh.get("/password/")
    first = binh.session["beat"]
    binh.get("/password/")
    assert binh.session["beat"] - first in (0, 1)
