"""The dashboard, the data of its chart and what a first visit transfers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import sync_playwright

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services import create_user
from apps.targets.shipped import PLANS, publish_shipped
from apps.units.models import Unit
from apps.units.services import grant_membership
from bench.database import fresh_database, write_units
from bench.measure import INFORMATION, DifferentError, Line, p95, ratio, seconds
from bench.serving import BARE, SITE, Server, environment, served
from bench.storage import (
    FEW_BELOW,
    FIRST,
    MANY_BELOW,
    NIGHTS,
    broad_tree,
    publish_nights,
    reading,
    size,
)

MANAGE = Path(__file__).parent.parent / "manage.py"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PLAN, TARGET = PLANS[0]["plan"]["code"], "FEMALE"
REQUESTS = 100
Ask = Callable[[int], object]


def screens(rounds: int, nights: int = NIGHTS, requests: int = REQUESTS) -> Iterator[Line]:
    """Measure everything that is read from five years of published runs."""
    with fresh_database("screens"), tempfile.TemporaryDirectory() as place:
        client = prepare(nights)
        yield from size(nights)
        yield from reading(User.objects.get(), nights, rounds)
        yield from queries(client)
        yield from _served(client, Path(place), rounds, nights, requests)


def prepare(nights: int) -> Client:
    """Fill an empty database with units and published nights; return a client signed in."""
    with transaction.atomic(), connection.cursor() as cursor:
        write_units(cursor, broad_tree())
    user = _leader()
    publish_nights(nights)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def _leader() -> User:
    by = User(username="bench")
    publish_shipped(by=by)
    user = create_user(
        username="leader", full_name="Leader", password="lúa chín vàng đồng 177", is_temporary=False
    )
    grant_membership(
        user=user, role=Role.LEADER, unit=Unit.objects.get(pk=1), start_on=FIRST, by=by
    )
    return user


def queries(client: Client) -> Iterator[Line]:
    """Count the queries of a dashboard that nobody has opened yet, the session's included.

    But for its two signs of life, which are written once a minute by whichever page comes first.
    """
    client.get("/help/method/")
    for pk, below in ((2, FEW_BELOW), (1, MANY_BELOW)):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(_page(pk))
        if answer.status_code != 200:
            raise DifferentError(f"{_page(pk)}: {answer.status_code}")
        asked = [q["sql"] for q in captured.captured_queries if q["sql"] not in ("BEGIN", "COMMIT")]
        yield Line(f"queries of a dashboard with {below} units below", (len(asked),), 12, "")


def _key(pk: int) -> str:
    return f"U{pk:06d}"


def _page(pk: int) -> str:
    return f"/units/{_key(pk)}/"


def _served(
    client: Client, static: Path, rounds: int, nights: int, requests: int
) -> Iterator[Line]:
    name = settings.SESSION_COOKIE_NAME
    cookie = f"{name}={client.cookies[name].value}"
    subprocess.run(
        [sys.executable, str(MANAGE), "collectstatic", "--noinput", "--verbosity=0"],
        check=True,
        env=environment(static),
    )
    with served(SITE, static, cookie) as site, served(BARE, static) as bare:
        yield from _dashboards(site, bare, rounds, requests)
        yield from _charts(site, bare, rounds, nights, requests)
        yield from _first_loads(site)


def _dashboards(site: Server, bare: Server, rounds: int, requests: int) -> Iterator[Line]:
    """Measure dashboards as they are opened: each for the first time, and again."""

    def first_of_unit(i: int) -> object:
        return site.get(_page(3 + i))

    def first_of_city(i: int) -> object:
        return site.get(f"{_page(1)}?day={FIRST + timedelta(days=i)}")

    asked: list[tuple[str, Ask, float]] = [
        ("5 units below, seen before", lambda _i: site.get(_page(2)), 20),
        ("400 units below, seen before", lambda _i: site.get(_page(1)), 20),
        ("any unit, first view after a run", first_of_unit, INFORMATION),
        ("400 units below, first view after a run", first_of_city, INFORMATION),
    ]
    for name, ask, target in asked:
        line = _beside(ask, lambda i: bare.get(f"/row/{_key(2 + i)}"), rounds, requests)
        yield ratio(f"dashboard p95: {name}", *line, target)


def _charts(site: Server, bare: Server, rounds: int, nights: int, requests: int) -> Iterator[Line]:
    """Measure the data of charts beside a view that reads the same rows every time."""
    query = urlencode({"plan": PLAN, "target": TARGET})

    def chart(pk: int) -> bytes:
        return site.get(f"/api/v1/units/{_key(pk)}/series?{query}")

    def rows(pk: int) -> bytes:
        return bare.get(f"/series/{_key(pk)}")

    if len(json.loads(rows(1))["runs"]) != nights or _points(chart(1)) != nights:
        raise DifferentError(f"the chart does not have the {nights} days of its rows")
    again = _beside(lambda _i: chart(1), lambda _i: rows(1), rounds, requests)
    yield ratio("chart data p95: seen before", *again, 3)
    first = _beside(lambda i: chart(2 + i), lambda i: rows(2 + i), rounds, requests)
    yield ratio("chart data p95: any unit, first view after a run", *first, INFORMATION)


def _points(figure: bytes) -> int:
    return len(json.loads(figure)["data"][0]["x"])


def _beside(ask: Ask, floor: Ask, rounds: int, requests: int) -> tuple[list[float], list[float]]:
    """Return the p95 of both in each round; path and floor are asked by turns."""
    ours, least = [], []
    for warm in range(3):
        ask(rounds * requests + warm)
        floor(warm)
    for start in range(0, rounds * requests, requests):
        pairs = [
            (seconds(lambda i=i: ask(i)), seconds(lambda i=i: floor(i)))
            for i in range(start, start + requests)
        ]
        ours.append(p95([mine for mine, _ in pairs]))
        least.append(p95([bare for _, bare in pairs]))
    return ours, least


def _first_loads(site: Server) -> Iterator[Line]:
    """Let a browser that has seen nothing open pages, and count what comes over the line."""
    today = timezone.localdate().isoformat()
    pages = [
        ("first load of the dashboard", _page(1), 500),
        ("first load of the list of plans", "/plans/", 120),
        ("first load of the unit tree", f"/tree/?day={today}", 120),
        ("first load of the list of cadres", "/cadres/", 120),
    ]
    browser = next(filter(None, map(shutil.which, BROWSERS)))
    for name, path, target in pages:
        kilobytes = _transferred(browser, site, path) / 1000
        yield Line(f"{name}, compressed", (kilobytes,), target, "kB")


def _transferred(browser: str, site: Server, path: str) -> float:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    received: list[float] = []
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=browser, args=flags)
        context = opened.new_context()
        name, _, value = site.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": site.address}])
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.on("Network.loadingFinished", lambda e: received.append(e["encodedDataLength"]))
        session.send("Network.enable")
        page.goto(site.address + path, wait_until="networkidle")
        opened.close()
    return sum(received)
