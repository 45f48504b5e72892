"""An office's own workbook of 2,000 people: imported, undone and imported again in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page

from apps.cadres.models import Appraisal, Cadre
from apps.common.partial import PartialDate
from apps.metrics.services import refresh
from tests.browsers import a_browser, is_sound, page_of
from tests.imports.office import PEOPLE, SIZE, SLIPS, TRUTH, messy
from tests.workers import Worker, eventually
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)
UNITS = ["Phòng Tổ chức", "Sở Nội vụ"]
# Both are recorded, the one with his year alone, the other to the day.
KNOWN = [("Bùi Quang Minh", "12/05/1985"), ("Phạm Đăng Khoa", "1985")]
TARGETS = ("young", "women", "trained", "qualified")
# People and posts; both levels of each; a rating of each; the courses of all but multiples of 8.
FACTS = SIZE + SIZE + 2 * SIZE + SIZE + 1750


@pytest.fixture
def page(live_worker: Worker, live_server: Any) -> Iterator[Page]:
    """A page of the site on which the officer of Sở Nội vụ has signed in."""
    with transaction.atomic():
        world: World = make_world()
    refresh(day=timezone.localdate())
    with a_browser() as browser:
        yield page_of(world.officer, browser, live_server.url)


def upload(page: Page, file: Path) -> None:
    page.goto("/imports/")
    page.set_input_files("#id_file", file)
    page.click("form.upload .main")
    page.wait_for_selector("form.reading, .fault-notice")


def check(page: Page) -> None:
    page.click(".reading-acts .main")
    page.wait_for_selector(".counts")


def write(page: Page) -> None:
    page.click(".confirm .main")
    page.wait_for_selector(".notice.done:has-text('đã ghi')")


def number(page: Page, words: str) -> int:
    """The figure above some words on the page of the check."""
    shown = page.inner_text(f".counts > div:has-text('{words}') .count")
    return int(shown.replace(".", ""))


def figures(page: Page) -> dict[str, tuple[int, int]]:
    """Those who meet each target of Sở Nội vụ and all who count, as the cards say."""
    page.goto("/units/SNV/")
    cards = page.locator(".card .figure").all_inner_texts()
    parts = [re.search(r"([\d.]+)/([\d.]+)", card) for card in cards]
    pairs = [tuple(int(n.replace(".", "")) for n in found.groups()) for found in parts if found]
    return dict(zip(TARGETS, pairs, strict=True))  # type: ignore[arg-type]


def test_a_messy_workbook_is_imported_undone_and_imported_again(page: Page, tmp_path: Path) -> None:
    slips, mended = tmp_path / "can-bo.xlsx", tmp_path / "can-bo-da-sua.xlsx"
    slips.write_bytes(messy(UNITS, with_slips=True, known=KNOWN))
    mended.write_bytes(messy(UNITS, with_slips=False, known=KNOWN))
    before = figures(page)

    _see_what_is_wrong(page, slips, tmp_path / "marked.xlsx")
    batch = _import_what_was_mended(page, mended)
    is_sound(page)
    # Everybody counts as TRUTH says, beside those who are recorded.
    after = {
        target: (before[target][0] + TRUTH[target][0], before[target][1] + TRUTH[target][1])
        for target in TARGETS
    }
    eventually(lambda: figures(page) == after)
    assert set(Cadre.objects.values_list("full_name", flat=True)) > {p.name for p in PEOPLE}

    page.goto(batch)
    _undo(page)
    eventually(lambda: figures(page) == before)
    assert Cadre.objects.get(key="minh").born == PartialDate.parse("1985")
    assert not Appraisal.objects.exists()

    _import_what_was_mended(page, mended)
    eventually(lambda: figures(page) == after)


def _see_what_is_wrong(page: Page, file: Path, marked: Path) -> None:
    """Choose the order of the dates that fit both, then find every slip by its cell."""
    page.goto("/imports/")
    is_sound(page)
    upload(page, file)
    assert page.locator(".sample:has-text('Chuyên viên')").count() == 2
    open_orders = page.locator(".date-orders .wrong select")
    assert open_orders.count() == 2
    is_sound(page)
    for order in open_orders.all():
        order.select_option("dmy")
    check(page)
    is_sound(page)
    # The course of the one whose number was mistyped finds nobody.
    assert number(page, "lỗi phải sửa") == len(SLIPS) + 1
    problems = page.locator(".problems .is-fault").all_inner_texts()
    assert any("C14" in text and "31/02/1979" in text for text in problems)
    assert any("Ban Bí mật" in text for text in problems)
    assert page.locator(".confirm button[disabled]").count() == 1
    with page.expect_download() as download:
        page.click("#problems a[href*=marked]")
    download.value.save_as(marked)
    comment = openpyxl.load_workbook(marked)["Khối văn phòng"]["C14"].comment
    assert comment is not None
    assert "02/1979" in comment.text


def _import_what_was_mended(page: Page, file: Path) -> str:
    """Answer the doubts, write, and return the address of the batch."""
    upload(page, file)
    assert page.locator(".sheet .flag:not(.provisional)").count() == 3
    check(page)
    assert number(page, "lỗi phải sửa") == 0
    for asked in page.locator("#questions fieldset").all():
        asked.locator("input").first.check()
    page.click("#questions .main")
    page.wait_for_selector(".confirm .main:has-text('Ghi')")
    assert (number(page, "dòng thêm"), number(page, "sửa")) == (FACTS, 1)
    write(page)
    return page.url


def _undo(page: Page) -> None:
    page.click(".sure summary")
    page.click(".sure-box .main")
    page.wait_for_selector("h1:has-text('Đã hoàn tác')")
    is_sound(page)


def test_an_old_workbook_is_refused_and_who_leaves_finds_a_batch_again(
    page: Page, tmp_path: Path
) -> None:
    old, file = tmp_path / "cu.xls", tmp_path / "can-bo.xlsx"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4000))
    file.write_bytes(messy(UNITS, with_slips=False))
    upload(page, old)
    assert ".xlsx" in page.inner_text(".fault-notice")
    is_sound(page)
    page.goto("/imports/")
    page.set_input_files("#id_file", file)
    assert page.inner_text(".file-chosen") == "can-bo.xlsx"
    page.click("form.upload .main")
    page.wait_for_url("**/imports/*/**")
    page.goto("/units/SNV/")

    def is_read() -> int:
        page.goto("/imports/")
        return page.locator(".batch-state.read").count()

    eventually(is_read)
    is_sound(page)
    page.click("th a:has-text('can-bo.xlsx')")
    page.wait_for_selector("form.reading")
