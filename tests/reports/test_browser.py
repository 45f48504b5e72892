"""A report in a real browser, by keyboard: asked for, built, read, issued and verified."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection, transaction
from playwright.sync_api import Page, sync_playwright

from apps.metrics.services import refresh
from apps.reports.models import Report
from tests.conftest import client_of
from tests.dashboards.test_browser import FLAGS
from tests.reports.conftest import worked_off
from tests.workers import end_sessions
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(transactional_db: None, live_server: Any, monkeypatch: Any) -> Iterator[Page]:
    """A page of the site on which the officer of Sở Nội vụ has signed in."""
    with transaction.atomic():
        world: World = make_world()
    refresh(day=world.day)
    client = client_of(world.officer)
    path = shutil.which("chromium") or shutil.which("google-chrome")
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        context = browser.new_context(base_url=live_server.url)
        cookie = client.cookies["sessionid"]
        context.add_cookies(
            [
                {"name": "sessionid", "value": cookie.value, "url": live_server.url},
                {"name": "django_language", "value": "vi", "url": live_server.url},
            ]
        )
        # The queries of a test have a connection apart, which the test before has ended.
        connection.close()
        yield context.new_page()
        browser.close()
    end_sessions()


def is_sound(page: Page) -> None:
    """Nothing serious for axe, and nothing wider than a phone."""
    found = Axe().run(page).response["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in serious] == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 800})


def test_from_the_question_to_a_verified_report(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.goto("/reports/")
    is_sound(page)
    page.focus("select[name=period]")
    page.select_option("select[name=period]", "day")
    page.fill("input[name=day]", "30/06/2025")
    page.focus(".ask-report .button.main")
    page.keyboard.press("Enter")
    page.wait_for_selector("progress")
    is_sound(page)
    worked_off()
    # The page asks by itself how far the worker is, and shows the draft when it is there.
    page.wait_for_selector("#issue-title")
    is_sound(page)
    with page.expect_download() as taken:
        page.click("text=PDF")
    text = pypdf.PdfReader(io.BytesIO(taken.value.path().read_bytes())).pages[0].extract_text()
    # SNV, women: 1 of 2.
    assert "1/2" in text
    page.fill("input[name=number]", "412")
    page.keyboard.press("Enter")
    page.wait_for_selector("progress")
    worked_off()
    page.wait_for_selector("#check .notice.done")
    is_sound(page)
    report = Report.objects.get()
    assert (report.state, report.number) == ("issued", "412")
    page.goto("/reports/")
    page.fill("#code", report.code)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reports/{report.pk}/")
    assert said == []
