"""Reading changes nothing, and every answer carries what protects it in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.conftest import client_of
from tests.test_scope import PEOPLE
from tests.web.places import NAMES, Place, changed, place_in, written
from tests.world import World

ALWAYS = {
    "Content-Security-Policy": "script-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Request-ID": "",
}
# Reading about people is written down, and whom a list showed.
LOGS = {"audit_accesslog", "audit_shown"}
# A notice was seen once it is opened, a list was fetched, and what is being set up waits in the
# session.
KEPT = {
    "list_file": {"reports_longlist"},
    "notice": {"notices_notice"},
    "factor_app": {"django_session"},
    "factor_passkey": {"django_session"},
}


@pytest.fixture
def over_https(settings: Any) -> None:
    """The settings of a real installation that headers depend on."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True


def missing(answer: Any) -> list[str]:
    """Return what an answer lacks, "a store" when browsers and proxies may keep it."""
    headers = answer.headers
    found = [name for name, value in ALWAYS.items() if value not in headers.get(name, "\0")]
    is_public = answer.request["PATH_INFO"].startswith("/static/")
    is_kept = "no-store" not in headers["Cache-Control"]
    return [*found, "a store"] if is_kept and not is_public else found


@pytest.mark.usefixtures("over_https")
def test_reading_an_address_writes_nothing_and_every_answer_carries_its_headers(
    published: World,
) -> None:
    clients = {name: client_of(getattr(published, name)) for name in PEOPLE}
    for client in clients.values():
        # The first request of a minute notes that the session is alive.
        client.get("/method/", secure=True)
    wrong = []
    for name in NAMES:
        with place_in(published, name) as place:
            wrong += faults_of(place, clients[place.user.username])
    assert wrong == []


def faults_of(place: Place, client: Client) -> Iterator[tuple[str, str, int, list[str]]]:
    """Yield what is wrong with the answer to whoever may read an address."""
    allowed = LOGS | KEPT.get(place.name, set())
    # What changes something cannot be read.
    statuses = {405} if place.is_unsafe else {404} if place.name == "api_missing" else {200, 302}
    for method in ("GET", "HEAD") if place.is_unsafe else ("GET",):
        before = written()
        answer = client.generic(method, place.address, secure=True)
        faults = missing(answer) + [table for table in changed(before) if table not in allowed]
        if faults or answer.status_code not in statuses:
            yield place.name, method, answer.status_code, faults


@pytest.mark.usefixtures("over_https")
def test_so_do_files_faults_redirects_and_probes(
    published: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {}
    for what, answer in others(published, monkeypatch):
        if answer.streaming:
            answer.getvalue()
        if lacks := missing(answer):
            wrong[what] = lacks
    assert wrong == {}


def others(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Any]]:
    """Yield what is answered beside the addresses of the resolver."""
    client = client_of(world.officer)
    client.raise_request_exception = False
    for path in ("/static/js/site.js", "/static/img/mark.svg", "/static/nothing.js", "/livez",
                 "/readyz", "/nothing", "/units", "/api/v1/nothing", "/units/%00/",
                 "/exports/cadres.csv", "/static/../manage.py"):  # fmt: skip
        yield path, client.get(path, secure=True)
    yield "a foreign host", client.get("/", secure=True, headers={"host": "elsewhere.example"})
    yield "a method", client.generic("TRACE", "/", secure=True)
    yield "no token", Client(enforce_csrf_checks=True).post("/language/", secure=True)
    fields = {f"f{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    yield "too much", client.post("/language/", fields, secure=True)
    monkeypatch.setattr("apps.dashboards.views.unit.Filters", None)
    yield "a fault", client.get("/", secure=True)
