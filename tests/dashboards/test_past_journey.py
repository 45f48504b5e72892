"""Series in a browser: a unit shows those that became it, the whole crosses each reorganisation."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page

from apps.accounts.roles import Role
from apps.cadres.models import TrainingCategory
from apps.metrics.services import refresh
from apps.units.models import Succession, Unit
from tests.browsers import a_browser, page_of
from tests.factories import UPDATE, a_member
from tests.reorganisation.test_services import ON, body, done
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)
# PDT went to PTC on 1 March 2025; PTC and PNV become one commune on 1 July.
FIRST = date(2025, 3, 1)
COMMUNE = body(
    {"open": {"unit": "PCH", "name": "Phường Chung", "kind": "commune", "parent": "TINH"}},
    {"merge": {"units": ["PTC", "PNV"], "into": "PCH"}},
)
QUERY = "?day=2025-08-31&plan=KH-01&target=women"


@pytest.fixture
def reorganised(transactional_db: None) -> World:
    """The province after both reorganisations, with figures before, between and after them."""
    with transaction.atomic():
        TrainingCategory.objects.get_or_create(code=UPDATE)
        world = make_world()
        Succession.objects.create(
            predecessor=world.closed, successor=world.organisation, effective_on=FIRST
        )
    days = [FIRST - timedelta(days=1), FIRST, ON - timedelta(days=1)]
    for day in days:
        refresh(day=day)
    done(COMMUNE, world)
    for day in (ON, date(2025, 8, 31)):
        refresh(day=day)
    return world


def lines(page: Page) -> list[dict]:
    """Return the pieces of the line as they are drawn."""
    page.wait_for_selector(".trend .chart[data-state=drawn]")
    traces = page.evaluate("document.querySelector('.trend .chart').data")
    return [one for one in traces if one["mode"] != "lines" or one["line"].get("shape") != "hv"]


def test_a_commune_shows_its_past_through_those_that_became_it(
    reorganised: World, live_server
) -> None:
    head = a_member("dai", Role.HEAD, Unit.objects.get(key="PCH"), full_name="Mai Văn Đại")
    with a_browser() as browser:
        page = page_of(head, browser, live_server.url)
        page.goto(f"/units/PCH/{QUERY}")
        assert "Phường Chung" in page.inner_text("h1")
        pieces = lines(page)
        # Women of those who lead: Khoa and Oanh since February, 1 of 2, in two units, then in one.
        assert pieces[0]["x"][0] == "2025-02-28"
        assert pieces[0]["y"][0] == 50
        said = page.inner_text(".trend")
        assert "01/07/2025: " in said
        past = page.inner_text(".trend .past")
        for name in ("01/07/2025", "Phòng Tổ chức", "Phòng Nghiệp vụ"):
            assert name in past
        assert page.evaluate("refused") == []


def test_the_trend_of_the_whole_crosses_both_reorganisations(
    reorganised: World, live_server
) -> None:
    with a_browser() as browser:
        page = page_of(reorganised.an, browser, live_server.url)
        page.goto(f"/units/TINH/{QUERY}")
        # Women of those who lead, 3 of 5 on every day: the line is cut where units changed.
        drawn = [(one["x"][0], one["x"][-1], one["y"][0]) for one in lines(page)[:3]]
        assert drawn == [
            ("2025-02-28", "2025-02-28", 60),
            ("2025-03-01", "2025-06-30", 60),
            ("2025-07-01", "2025-08-31", 60),
        ]
        said = page.inner_text(".trend")
        for day in ("01/03/2025: ", "01/07/2025: "):
            assert day in said
        assert "01/03/2025, 01/07/2025" in page.inner_text(".trend .past")
        assert page.evaluate("refused") == []
