"""A request in a real browser: recorded, taken up, answered with the extract."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Page

from apps.cadres.models import TrainingCategory
from apps.metrics.services import refresh
from tests.browsers import a_browser, is_sound, page_of
from tests.factories import UPDATE
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(transactional_db: None, live_server: Any) -> Iterator[Page]:
    """A page of the site on which the officer of Sở Nội vụ has signed in."""
    with transaction.atomic():
        TrainingCategory.objects.get_or_create(code=UPDATE)
        world = make_world()
    refresh(day=world.day)
    with a_browser() as browser:
        yield page_of(world.officer, browser, live_server.url, language="en")


def test_a_request_from_received_to_answered_with_the_extract(page: Page, tmp_path: Path) -> None:
    page.goto("/cadres/khoa/")
    page.click("button[popovertarget=acts]")
    page.click("#acts a[href='/requests/new/khoa/']")
    page.select_option("#right", "see")
    page.select_option("#way", "in_person")
    page.fill("#words", "Tôi muốn biết ai đã xem hồ sơ của tôi.")
    is_sound(page)
    page.click("form.entry button.main")
    page.wait_for_url("**/requests/*/")
    is_sound(page)
    page.click("button:has-text('Take it up')")
    page.wait_for_selector("a:has-text('Extract as JSON')")
    is_sound(page)
    with page.expect_download() as waiting:
        page.click("a:has-text('Extract as JSON')")
    waiting.value.save_as(tmp_path / "extract.json")
    assert json.loads((tmp_path / "extract.json").read_text())["staff_number"] == "khoa"
    page.click("summary:has-text('Mark as answered')")
    page.fill("details[open] textarea", "Đã trao bản trích.")
    page.click("details[open] button")
    page.wait_for_selector("text=Đã trao bản trích.")
    page.goto("/requests/")
    is_sound(page)
    assert page.inner_text("section[aria-labelledby=closed-title] tbody").count("answered") == 1
