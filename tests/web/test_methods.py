"""Nothing is changed by a request without its token, or by one that another site sends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import pytest
from django.test import Client

from apps.accounts.models import User
from tests.conftest import client_of
from tests.test_scope import PEOPLE
from tests.web.places import NAMES, Place, changed, place_in, written
from tests.world import World

TOKEN = "a" * 32
FORM = "application/x-www-form-urlencoded"
METHODS = cycle(("POST", "PUT", "PATCH", "DELETE", "POST"))
ELSEWHERE = cycle(
    (
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "https://testserver.elsewhere.example"},
        {"Referer": "https://elsewhere.example/testserver/"},
        {},  # over HTTPS a browser says where a form stood
    )
)


def strict(user: User) -> Client:
    """Return a client in which the user has signed in, whose requests are examined."""
    client = client_of(user)
    client.handler.enforce_csrf_checks = True
    # The first request of a minute notes that the session is alive.
    client.get("/method/")
    return client


@pytest.fixture
def clients(published: World) -> dict[str, Client]:
    return {name: strict(getattr(published, name)) for name in PEOPLE}


def test_no_address_writes_without_the_token_or_for_another_site(
    published: World, clients: dict[str, Client]
) -> None:
    wrong = []
    for name in NAMES:
        with place_in(published, name) as place:
            wrong += faults_of(place, clients[place.user.username])
    assert wrong == []


def faults_of(place: Place, client: Client) -> Iterator[tuple[str, str, int, list[str]]]:
    """Yield each request to an address that was not refused, or after which more was written."""
    is_api = place.name.startswith("api_")
    kind, body = ("application/json", "{}") if is_api else (FORM, "day=30/06/2025")

    def without() -> int:
        return client.generic("POST", place.address, body, kind).status_code

    def from_elsewhere() -> int:
        # The token itself is good.
        client.cookies["csrftoken"] = TOKEN
        headers = {**next(ELSEWHERE), "X-CSRFToken": TOKEN}
        method = next(METHODS)
        answer = client.generic(method, place.address, body, kind, headers=headers, secure=True)
        del client.cookies["csrftoken"]
        return answer.status_code

    for send in (without, from_elsewhere):
        before = written()
        status = send()
        if status not in (403, 405) or changed(before):
            yield place.name, send.__name__, status, changed(before)


def test_the_same_token_from_the_site_itself_is_good(clients: dict[str, Client]) -> None:
    client = clients["officer"]
    client.cookies["csrftoken"] = TOKEN
    headers = {"Origin": "https://testserver", "X-CSRFToken": TOKEN}
    sent = {"language": "en"}
    assert client.post("/language/", sent, headers=headers, secure=True).status_code == 302
