"""What a client says of itself in headers moves neither the address that is noted nor a redirect."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from axes.models import AccessAttempt
from django.test import Client

from tests.conftest import client_of
from tests.world import World

TRUE = "203.0.113.9"
ELSEWHERE = "elsewhere.example"
# A proxy in front sets X-Forwarded-For and -Proto itself; all else comes from the client.
CLAIMS = [
    *({"X-Forwarded-For": said} for said in (
        "198.51.100.7", "127.0.0.1", "198.51.100.7, 127.0.0.1", "::1", "unknown", "", ",,,",
        f"{TRUE}, 198.51.100.7", "198.51.100.7:1234", "' OR 1=1", "198.51.100.7\t")),
    *({name: "198.51.100.7"} for name in (
        "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "X-Cluster-Client-IP",
        "Client-IP", "X-Originating-IP", "X_Forwarded_For", "Remote-Addr")),
    {"Forwarded": f"for=198.51.100.7;host={ELSEWHERE};proto=https"},
    *({name: ELSEWHERE} for name in (
        "X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "X-HTTP-Host-Override")),
    {"X-Forwarded-Host": ELSEWHERE, "X-Forwarded-Proto": "https", "X-Forwarded-Port": "81"},
    {"X-Original-URL": f"//{ELSEWHERE}/"},
    {"X-Rewrite-URL": f"//{ELSEWHERE}/", "X-Forwarded-Prefix": f"//{ELSEWHERE}"},
    {"X-Forwarded-Proto": f"https://{ELSEWHERE}"},
    {"X-HTTP-Method-Override": "DELETE", "X-Forwarded-Host": ELSEWHERE},
]  # fmt: skip
HOSTS = [
    ELSEWHERE, f"testserver.{ELSEWHERE}", f"testserver@{ELSEWHERE}", f"testserver:80@{ELSEWHERE}",
    f"testserver/{ELSEWHERE}", f"testserver\t{ELSEWHERE}", "testserver:port", f"{ELSEWHERE}:443",
    f"testserver, {ELSEWHERE}", "[::1", "", "127.0.0.2",
]  # fmt: skip
NEXT = [
    f"//{ELSEWHERE}/", f"https://{ELSEWHERE}/", f"/\\{ELSEWHERE}", f"\\\\{ELSEWHERE}", f"///{ELSEWHERE}",
    f"https:{ELSEWHERE}", f" //{ELSEWHERE}", f"\t//{ELSEWHERE}", f"https://testserver@{ELSEWHERE}/",
    f"https://testserver.{ELSEWHERE}/", "javascript:alert(1)", f"ht\ntps://{ELSEWHERE}/",
]  # fmt: skip


def leads_elsewhere(answer: Any) -> bool:
    """Whether an answer sends the browser away from the site."""
    return urlsplit(answer.headers.get("Location", "")).netloc not in ("", "testserver")


def noted(number: int, claims: dict[str, str]) -> str | None:
    """Return the address under which a wrong password was noted."""
    sent = {"username": f"nobody {number}", "password": "x"}
    Client(REMOTE_ADDR=TRUE).post("/sign-in/", sent, headers=claims)
    return AccessAttempt.objects.latest("pk").ip_address


def redirects(user: Client, **more: Any) -> list[Any]:
    """Return answers that lead somewhere."""
    sent = {"language": "vi", "next": "/cadres/"}
    return [user.get("/cadres", **more), user.post("/language/", sent, **more)]


def test_thirty_claims_change_no_noted_address_and_no_redirect(
    officer: Client, world: World, settings: Any
) -> None:
    assert len(CLAIMS) == 30
    wrong = [claims for at, claims in enumerate(CLAIMS) if noted(at, claims) != TRUE]
    for is_redirecting in (False, True):
        settings.SECURE_SSL_REDIRECT = is_redirecting
        for claims in CLAIMS:
            answers = redirects(officer, headers=claims)
            wrong += [claims for answer in answers if leads_elsewhere(answer)]
            wrong += [claims for answer in answers if answer.status_code not in (301, 302)]
    assert wrong == []


def test_behind_a_proxy_what_it_adds_counts_and_nothing_before(world: World, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    wrong = []
    for at, claims in enumerate(CLAIMS):
        said = claims.get("X-Forwarded-For", "198.51.100.7")
        if noted(at, claims | {"X-Forwarded-For": f"{said}, 192.0.2.44"}) != "192.0.2.44":
            wrong.append(claims)
    assert wrong == []


@pytest.mark.parametrize("is_redirecting", [False, True])
def test_a_host_that_is_not_ours_gets_no_page(officer: Client, settings: Any, is_redirecting: bool):
    settings.SECURE_SSL_REDIRECT = is_redirecting
    for host in HOSTS:
        for answer in redirects(officer, headers={"host": host}):
            assert answer.status_code == 400, host


def test_no_page_to_go_on_to_lies_elsewhere(world: World, settings: Any) -> None:
    world.officer.set_password("one long password")
    world.officer.save()
    proof = {"username": "officer", "password": "one long password"}
    user = client_of(world.officer)
    wrong = []
    for target in NEXT:
        places = {"next": target}
        answers = [
            Client().post("/sign-in/", proof | places),
            Client().post("/sign-in/", proof, query_params=places),
            user.post("/language/", {"language": "vi"} | places),
            user.post("/confirm/", {"confirm_password": "one long password"} | places),
            user.get("/confirm/", places),
        ]
        wrong += [(target, a.headers.get("Location")) for a in answers if leads_elsewhere(a)]
        wrong += [(target, "no proof") for a in answers[:4] if a.status_code != 302]
    assert wrong == []
