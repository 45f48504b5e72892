"""Schedules and notices in a real browser: no barrier, nothing out of its width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import Page

from apps.notices.services import tell
from apps.reports.models import Schedule
from apps.reports.scheduling import set_up_schedule
from tests.browsers import a_browser, page_of
from tests.reports.conftest import asked
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(transactional_db: None, live_server: Any, settings: Any) -> Iterator[Page]:
    """A page of the site on which the officer, whose schedule was stopped, has signed in."""
    settings.EMAIL_HOST = "mail.example"
    with transaction.atomic():
        world: World = make_world()
        for period in ("month", "quarter"):
            set_up_schedule(asked=asked(world, period=period), by=world.officer, today=world.day)
        Schedule.objects.filter(period="quarter").update(state="stopped", made_by=world.chi)
        values = {"report": "Báo cáo tiến độ", "unit": "Sở Nội vụ"}
        tell(users=[world.officer], code="report_failed", values=values, link="/password/")
    with a_browser() as browser:
        yield page_of(world.officer, browser, live_server.url, language="en")


def test_the_pages_have_no_barrier_and_fit(page: Page) -> None:
    page.goto("/reports/schedules/")
    change = page.locator("tr", has_text="Month").locator("th a").get_attribute("href")
    for address in ("/notices/", "/reports/schedules/", change):
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") == width
            found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("refused") == []


def test_a_schedule_is_paused_and_removed_by_hand(page: Page) -> None:
    page.goto("/reports/schedules/")
    row = page.locator("tr", has_text="Month")
    row.get_by_role("button", name="Pause").click()
    row.get_by_role("button", name="Resume").wait_for()
    row.locator("summary").click()
    row.get_by_role("button", name="Yes, remove it").click()
    page.wait_for_selector(".notice.done")
    assert page.locator("tr", has_text="Month").count() == 0


def test_the_bell_leads_to_the_notice_and_goes_quiet(page: Page) -> None:
    page.goto("/reports/schedules/")
    page.get_by_role("link", name="Notices: 1 new notice").click()
    page.locator(".told a").click()
    page.wait_for_url("**/password/")
    assert page.locator(".bell-count").count() == 0
