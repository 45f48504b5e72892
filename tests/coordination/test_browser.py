"""A coordinator at work in a real browser: a target put together by keyboard, on a phone, for all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from apps.cadres.models import TrainingCategory
from apps.metrics.services import refresh
from apps.targets.models import Plan, TargetVersion
from tests.dashboards.test_browser import FLAGS, LISTEN
from tests.factories import UPDATE
from tests.workers import end_sessions
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(transactional_db: None, live_server: Any, monkeypatch: Any) -> Iterator[Page]:
    """A page of the site on which the coordinator has signed in."""
    with transaction.atomic():
        TrainingCategory.objects.get_or_create(code=UPDATE)
        world: World = make_world()
    refresh(day=world.day)
    client = Client()
    client.force_login(world.coordinator)
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
        page = context.new_page()
        page.add_init_script(LISTEN)
        yield page
        browser.close()
    # A preview may still be on its way when the browser goes.
    end_sessions()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def choose(page: Page, select: str, first: str) -> None:
    """Choose in the list in focus by its first letters, and wait for the row to be drawn anew."""
    page.wait_for_function(f"document.activeElement.id === '{select}'")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.type(first)
        page.keyboard.press("Tab")
    page.wait_for_load_state("networkidle")


def test_a_target_from_nothing_by_keyboard(page: Page) -> None:
    plan = Plan.objects.get()
    page.goto(f"/coordination/plans/{plan.pk}/targets/new/")
    page.focus("#code")
    page.keyboard.type("YOUNG-WOMEN")
    press(page, "Tab", "Tab")
    page.keyboard.type("Cán bộ nữ dưới 40 tuổi")
    # The first row asks for an age.
    page.focus("#criterion-0_0-field")
    choose(page, "criterion-0_0-field", page.inner_text("#criterion-0_0-field option:nth-child(2)"))
    page.wait_for_selector("#criterion-0_0-years")
    page.focus("#criterion-0_0-years")
    page.keyboard.type("40")
    # A second row: the button adds it, and it has the focus.
    page.focus("#criterion-0-add")
    page.keyboard.press("Enter")
    page.wait_for_selector("#criterion-0_1-field")
    choose(page, "criterion-0_1-field", page.inner_text("#criterion-0_1-field option:nth-child(3)"))
    page.wait_for_selector("#criterion-0_1-gender")
    page.focus("#criterion-0_1-gender")
    page.keyboard.type("N")
    if page.input_value("#criterion-0_1-gender") != "female":
        press(page, "ArrowDown")
    press(page, "Tab")
    said = page.locator("#criterion-said .said-text")
    said.wait_for()
    page.wait_for_function("document.querySelector('#criterion-said').innerText.includes('là nữ')")
    assert "dưới 40 tuổi tại ngày tính và là nữ" in said.inner_text()
    page.focus("#threshold_bp")
    page.keyboard.type("12,5")
    press(page, "Tab")
    page.keyboard.type("31/12/2025")
    press(page, "Tab")
    page.wait_for_selector("#effects table")
    page.context.set_offline(True)
    page.focus("button[value=save]")
    press(page, "Enter")
    page.wait_for_selector("#offline:not([hidden])")
    page.context.set_offline(False)
    press(page, "Enter")
    page.wait_for_url(f"**/plans/{plan.pk}/")
    assert "Cán bộ nữ dưới 40 tuổi" in page.inner_text("main")
    version = TargetVersion.objects.get(target__code="YOUNG-WOMEN")
    assert version.criterion == {"all": [{"age_below": 40}, {"gender": "female"}]}
    assert version.threshold_bp == 1250
    assert page.evaluate("refused") == []


ADDRESSES = [
    "/coordination/plans/new/",
    "/coordination/plans/{plan}/correct/",
    "/coordination/plans/{plan}/targets/new/",
    "/coordination/targets/{target}/revise/",
    "/coordination/versions/{version}/correct/",
    "/coordination/targets/{target}/withdraw/",
    "/coordination/targets/{target}/threshold/",
    "/plans/{plan}/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_form_fits_a_phone_and_everyone(address: str, page: Page) -> None:
    version = TargetVersion.objects.get(target__code="trained")
    TargetVersion.objects.filter(pk=version.pk).update(
        criterion={"all": [version.criterion, {"any": [{"not": {"managed_by_in": ["unit"]}}]}]}
    )
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(
        address.format(plan=version.target.plan_id, target=version.target_id, version=version.pk)
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("refused") == []
    found = Axe().run(page).response["violations"]
    assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []
