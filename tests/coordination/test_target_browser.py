"""A coordinator at work in a real browser: a target put together by keyboard, on a phone, for all."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from apps.targets.models import Plan, TargetVersion
from tests.browsers import is_sound

pytestmark = pytest.mark.django_db(transaction=True)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def choose(page: Page, place: str, steps: int, shown: str) -> None:
    """Go down in the list in focus, and wait for the row to be drawn anew."""
    page.wait_for_function("place => document.activeElement.id === place", arg=place)
    press(page, *["ArrowDown"] * steps)
    page.wait_for_selector(shown)


def test_a_target_from_nothing_by_keyboard(page: Page) -> None:
    plan = Plan.objects.get()
    page.goto(f"/coordination/plans/{plan.pk}/targets/new/")
    page.focus("#code")
    page.keyboard.type("YOUNG-WOMEN")
    press(page, "Tab", "Tab")
    page.keyboard.type("Cán bộ nữ dưới 40 tuổi")
    # The first row asks for an age.
    page.focus("#criterion-0_0-field")
    choose(page, "criterion-0_0-field", 1, "#criterion-0_0-years")
    press(page, "Tab", "Tab")
    page.keyboard.type("40")
    # A second row: the button adds it, and it has the focus.
    page.focus("#criterion-0-add")
    press(page, "Enter")
    page.wait_for_selector("#criterion-0_1-field")
    choose(page, "criterion-0_1-field", 2, "#criterion-0_1-gender")
    press(page, "Tab", "Tab", "ArrowDown", "Tab")
    said = page.locator("#criterion-said .said-text")
    said.wait_for()
    page.wait_for_function("document.querySelector('#criterion-said').innerText.includes('là nữ')")
    assert "dưới 40 tuổi tại ngày tính và là nữ" in said.inner_text()
    page.focus("#threshold_bp")
    page.keyboard.type("12,5")
    press(page, "Tab")
    page.keyboard.type("31/12/2025")
    press(page, "Tab")
    page.wait_for_selector("#effects .describes")
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
    page.goto(
        address.format(plan=version.target.plan_id, target=version.target_id, version=version.pk)
    )
    is_sound(page)
