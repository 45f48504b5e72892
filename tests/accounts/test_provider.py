"""Signing in at a provider: whom it names comes in if linked here, and nothing else is believed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from apps.accounts.identities import link_identity
from apps.accounts.models import Identity, User
from tests.accounts.devices import code, give_app
from tests.accounts.provider import CLIENT, KEY, OTHER_KEY, SECRET, Provider, a_provider
from tests.conftest import client_of
from tests.factories import a_user

pytestmark = pytest.mark.django_db
RETURN = "/sign-in/provider/return/"


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    with a_provider() as provider:
        settings.OIDC_ISSUER = provider.issuer
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
        yield provider
    cache.clear()


@pytest.fixture
def mai(provider: Provider) -> User:
    """Mai, whose account is linked; Bình has the e-mail address that the provider gives her."""
    a_user("binh", email="binh@hanoi.example")
    user = a_user("mai")
    link_identity(user=user, issuer=provider.issuer, subject="mai-at-the-provider")
    return user


def go(
    client: Client, provider: Provider, where: str = "/sign-in/provider/", **changed: str
) -> str:
    """Go to the provider and come back; return where that leads."""
    sent = provider.authorize(client.get(where).headers["Location"]) | changed
    return client.get(RETURN, sent).headers["Location"]


def is_in(client: Client) -> bool:
    return client.get("/notices/").status_code == 200


def test_whom_the_provider_names_comes_in_and_to_the_page_that_was_asked_for(
    mai: User, provider: Provider
) -> None:
    client = Client()
    assert go(client, provider, "/sign-in/provider/?next=/notices/") == "/notices/"
    assert client.get("/notices/").wsgi_request.user == mai
    assert go(Client(), provider, "/sign-in/provider/?next=https://else.example/") == "/"


def test_an_address_is_nobody(mai: User, provider: Provider) -> None:
    provider.subject = "somebody-else"
    client = Client()
    assert go(client, provider) == "/sign-in/"
    assert not is_in(client)


def test_a_closed_account_stays_out(mai: User, provider: Provider) -> None:
    User.objects.filter(pk=mai.pk).update(is_active=False)
    client = Client()
    assert go(client, provider) == "/sign-in/"
    assert not is_in(client)


def signed(key: Any = KEY, algorithm: str = "RS256", kid: str = "one") -> Callable[..., str]:
    return lambda claims: jwt.encode(claims, key, algorithm, headers={"kid": kid})


def told(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda claims: claims.update(changed)


PAST = int(time.time()) - 3600
LIES: dict[str, Callable[..., Any]] = {
    "another issuer": told(iss="https://else.example"),
    "another audience": told(aud="else"),
    "made for somebody else": told(aud=[CLIENT, "else"], azp="else"),
    "no party where there are two": told(aud=[CLIENT, "else"]),
    "another nonce": told(nonce="x"),
    "no nonce": lambda claims: claims.pop("nonce") and None,
    "too old": told(exp=PAST),
    "from the future": told(iat=int(time.time()) + 3600),
    "without an end": lambda claims: claims.pop("exp") and None,
    "nobody": lambda claims: claims.pop("sub") and None,
    "another key": signed(OTHER_KEY),
    "a key that is not there": signed(OTHER_KEY, kid="two"),
    "no signature": signed(None, "none"),
    "the secret as a key": signed(SECRET, "HS256"),
    "no token at all": lambda claims: "x",
}


@pytest.mark.parametrize("lie", sorted(LIES))
def test_no_lie_is_believed(lie: str, mai: User, provider: Provider) -> None:
    provider.lie = LIES[lie]
    client = Client()
    assert go(client, provider) == "/sign-in/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "changed",
    [{"state": "x"}, {"state": ""}, {"iss": "https://else.example"}, {"code": "x"}, {"code": ""}],
)
def test_nothing_comes_back_but_what_was_begun(
    changed: dict[str, str], mai: User, provider: Provider
) -> None:
    client = Client()
    assert go(client, provider, **changed) == "/sign-in/"
    assert not is_in(client)


def test_what_came_back_opens_once_and_only_in_the_browser_that_began(
    mai: User, provider: Provider
) -> None:
    client, stranger = Client(), Client()
    sent = provider.authorize(client.get("/sign-in/provider/").headers["Location"])
    assert stranger.get(RETURN, sent).headers["Location"] == "/sign-in/"
    assert client.get(RETURN, sent).headers["Location"] == "/"
    client.post("/sign-out/")
    assert client.get(RETURN, sent).headers["Location"] == "/sign-in/"
    assert not is_in(client)


def test_a_provider_under_another_name_is_not_asked(provider: Provider) -> None:
    provider.name = "https://else.example"
    assert Client().get("/sign-in/provider/").headers["Location"] == "/sign-in/"


def test_the_second_factor_is_asked_here_unless_the_settings_say_it_was_asked_there(
    mai: User, provider: Provider, settings
) -> None:
    give_app(mai)
    client = Client()
    assert go(client, provider) == "/sign-in/factor/"
    assert not is_in(client)
    assert client.post("/sign-in/factor/", {"code": code()}).headers["Location"] == "/"
    settings.OIDC_HAS_SECOND_FACTOR = settings.REQUIRE_SECOND_FACTOR = True
    client = Client()
    assert go(client, provider) == "/"
    assert is_in(client)


def test_a_factor_asked_elsewhere_counts_for_nobody_else_in_that_browser(
    mai: User, provider: Provider, settings
) -> None:
    settings.OIDC_HAS_SECOND_FACTOR = True
    nam = a_user("nam")
    give_app(nam)
    client = Client()
    session = client.session
    session["factor_elsewhere"] = mai.pk
    session.save()
    client.cookies["sessionid"] = session.session_key
    from tests.factories import PASSWORD

    sent = {"username": "nam", "password": PASSWORD}
    assert client.post("/sign-in/", sent).headers["Location"] == "/sign-in/factor/"


class TestLinking:
    def test_one_links_ones_own_account_once_and_signs_in_there_from_then_on(
        self, provider: Provider
    ) -> None:
        client = client_of(a_user("nam"))
        assert go(client, provider, "/account/provider/") == "/account/"
        assert Identity.objects.get().subject == "mai-at-the-provider"
        client.post("/sign-out/")
        assert go(client, provider) == "/"

    def test_an_identity_that_is_anothers_is_not_linked_again(
        self, mai: User, provider: Provider
    ) -> None:
        go(client_of(a_user("nam")), provider, "/account/provider/")
        assert Identity.objects.get().user == mai

    def test_an_administrator_links_at_the_shell(self, provider: Provider) -> None:
        a_user("nam")
        call_command("link_identity", "nam", "nam-at-the-provider")
        provider.subject = "nam-at-the-provider"
        assert go(Client(), provider) == "/"
        with pytest.raises(CommandError):
            call_command("link_identity", "nam", "another")

    def test_the_only_way_in_is_not_given_up(self, mai: User, provider: Provider) -> None:
        mai.set_unusable_password()
        mai.save()
        client_of(mai).post("/account/provider/unlink/")
        assert Identity.objects.exists()

    def test_an_end_of_the_link_is_the_end_of_that_way_in(
        self, mai: User, provider: Provider
    ) -> None:
        client_of(mai).post("/account/provider/unlink/")
        assert go(Client(), provider) == "/sign-in/"


def test_without_a_provider_in_the_settings_there_is_no_such_way(client: Client) -> None:
    assert client.get("/sign-in/provider/").status_code == 404
    assert client.get(RETURN).status_code == 404
    assert "/sign-in/provider/" not in client.get("/sign-in/").content.decode()
