"""A table in a real browser: put together by keyboard, tried out, reported on; on a phone, for all."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from apps.accounts.models import User
from apps.reports.bm01 import DEFINITION
from apps.reports.models import Report, TableTemplate
from apps.reports.saving import save_table
from apps.units.models import Unit
from tests.browsers import is_sound
from tests.reports.conftest import figures_of, worked_off

pytestmark = pytest.mark.django_db(transaction=True)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def write(page: Page, place: str, text: str) -> None:
    page.focus(f"#{place}")
    press(page, "Control+A")
    page.keyboard.type(text)


def save(page: Page) -> None:
    page.focus("button[value=save]")
    press(page, "Enter")


def ask_for(page: Page, steps: int, shown: str) -> None:
    """Choose what the first row asks for, by the arrow keys, and wait for its inputs."""
    page.focus("#condition-0_0-field")
    press(page, *["ArrowDown"] * steps)
    page.wait_for_selector(shown)


def test_three_columns_by_keyboard_and_a_report_from_them(page: Page) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto("/reports/tables/new/")
    is_sound(page)
    write(page, "name", "Cán bộ nữ và trẻ")
    save(page)
    page.wait_for_selector("#preview .laid")
    # Women: the second thing that a row may ask for.
    page.focus('a[href$="/columns/new/"]')
    press(page, "Enter")
    page.wait_for_selector("#label")
    write(page, "label", "Nữ")
    write(page, "number", "4")
    write(page, "group_1", "Trong đó")
    ask_for(page, 2, "#condition-0_0-gender")
    page.focus("#condition-0_0-gender")
    press(page, "ArrowDown", "Tab")
    write(page, "day", "30/06/2025")
    press(page, "Tab")
    page.wait_for_function(
        "() => document.querySelector('#condition-said').innerText.includes('là nữ')"
    )
    page.wait_for_selector("#effects .laid")
    # Bình of their own; Lan in Phòng Tổ chức.
    total = page.locator("#effects .total td.number").all_inner_texts()
    assert total[-1] == "2"
    is_sound(page)
    save(page)
    page.wait_for_url("**/tables/*/#column-2")
    page.wait_for_selector("#preview .laid")
    page.goto(f"/reports/tables/{TableTemplate.objects.get().pk}/columns/new/")
    assert page.input_value("#group_1") == "Trong đó"
    write(page, "label", "Dưới 40 tuổi")
    write(page, "number", "5")
    ask_for(page, 1, "#condition-0_0-years")
    write(page, "condition-0_0-years", "40")
    press(page, "Tab")
    save(page)
    page.wait_for_url("**/tables/*/#column-3")
    page.wait_for_selector("#preview .laid")
    write(page, "try-day", "30/06/2025")
    press(page, "Tab")
    page.wait_for_function(
        "() => [...document.querySelectorAll('#preview .total td.number')].at(-1).innerText === '2'"
    )
    is_sound(page)
    table = TableTemplate.objects.get()
    assert table.definition["columns"][1] == {
        "label": "Trong đó",
        "columns": [
            {"label": "Nữ", "number": "4", "condition": {"gender": "female"}},
            {"label": "Dưới 40 tuổi", "number": "5", "condition": {"age_below": 40}},
        ],
    }
    page.goto(f"/reports/?kind=table:{table.pk}&unit=SNV")
    page.select_option("select[name=period]", "day")
    page.fill("input[name=day]", "30/06/2025")
    page.focus(".ask-report .button.main")
    press(page, "Enter")
    page.wait_for_selector("progress")
    worked_off()
    page.wait_for_selector("#issue-title")
    # People, women, younger than forty (Giang; Lan, forty tomorrow; Minh, born in 1985, unknown).
    assert figures_of(Report.objects.get()) == [[2, 1, 1], [3, 1, 1], [5, 2, 2]]
    assert page.evaluate("refused") == []
    assert faults == []


def test_the_screens_fit_a_phone_and_everyone(page: Page) -> None:
    table = save_table(
        unit=Unit.objects.get(key="SNV"), name="BM01", definition=DEFINITION,
        by=User.objects.get(username="officer"),
    )  # fmt: skip
    for address in ("", f"{table.pk}/", f"{table.pk}/head/", f"{table.pk}/columns/37/"):
        page.goto(f"/reports/tables/{address}")
        if address == f"{table.pk}/":
            page.wait_for_selector("#preview .laid, #preview .notice, #preview .fault")
        is_sound(page)
