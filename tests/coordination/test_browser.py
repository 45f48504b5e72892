"""A coordinator at work in a real browser: by keyboard, with the effect shown, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from apps.units.models import Placement
from tests.browsers import is_sound

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_unit_is_moved_by_keyboard_and_the_effect_is_seen_before(page: Page) -> None:
    page.goto("/tree/")
    page.focus("a[href='/units/SNV/acts/move/']")
    page.goto("/units/PTC/acts/move/")
    page.focus("#parent")
    page.keyboard.type("so y", delay=20)
    page.wait_for_selector("#parent-offers li[data-key]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("31/11/2025")
    page.keyboard.press("Enter")
    page.wait_for_selector(".summary a[href='#from_day']")
    assert page.input_value("#parent") == "Sở Y tế"
    page.fill("#from_day", "01/07/2025")
    page.press("#from_day", "Tab")
    page.wait_for_selector("#effects .in-fives")
    page.context.set_offline(True)
    page.click("button[value=save]")
    page.wait_for_selector("#offline:not([hidden])")
    assert page.input_value("#from_day") == "01/07/2025"
    page.context.set_offline(False)
    page.click("button[value=save]")
    page.wait_for_url("**/tree/")
    assert "Phòng Tổ chức" in page.inner_text(".notice.done")
    assert Placement.objects.filter(unit__key="PTC").latest("pk").parent.key == "SYT"
    assert page.evaluate("refused") == []


def test_the_key_is_proposed_while_typing_and_given_on_saving(page: Page) -> None:
    page.goto("/coordination/units/new/?under=SYT")
    page.select_option("#kind", "division")
    page.wait_for_selector(".proposal strong")
    assert page.inner_text(".proposal strong") == "SYT.1"
    page.fill("#name", "Phòng Dược")
    page.fill("#start_on", "01/07/2025")
    page.press("#start_on", "Enter")
    page.wait_for_url("**/tree/")
    assert "SYT.1" in page.inner_text(".notice.done")
    assert page.evaluate("refused") == []


@pytest.mark.parametrize(
    "address",
    [
        "/tree/",
        "/units/SNV/history/",
        "/coordination/",
        "/coordination/units/new/?under=SNV",
        "/units/PTC/acts/rename/",
        "/units/PTC/acts/move/",
        "/units/SNV/acts/close/",
    ],
)
def test_a_page_fits_a_phone_and_everyone(address: str, page: Page) -> None:
    page.goto(address)
    is_sound(page)
