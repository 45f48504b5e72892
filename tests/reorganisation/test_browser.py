"""A division is split, from the file to the dashboards and back, by three people in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page

from apps.accounts.roles import Role
from apps.metrics.services import refresh
from tests.browsers import a_browser, is_sound, page_of
from tests.factories import a_member
from tests.reorganisation.test_services import body
from tests.workers import Worker, eventually
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
# The new division stands beside the departments, so that the city's people decide.
NEW = {"open": {"unit": "PMOI", "name": "Ban Tổ chức", "kind": "department", "parent": "TINH"}}
SPLIT = {"split": {"unit": "PTC", "into": ["PMOI", "SNV"]}}
LEADER = {"from": "PTC", "to": "PMOI", "where": {"is_leadership": True}}
WRONG = body(NEW, {"split": {"unit": "PTC", "into": ["PMOI", "SNX"]}}, people=[{"from": "PTC"}])
MENDED = body(NEW, SPLIT, people=[LEADER])


@dataclass
class Desk:
    """Who takes part, each on a page of their own."""

    coordinator: Page
    officer: Page
    second: Page
    head: Page


@pytest.fixture
def desk(live_worker: Worker, live_server: Any) -> Iterator[Desk]:
    """The coordinator, the officer of Sở Nội vụ, another coordinator, and who leads the whole."""
    with transaction.atomic():
        world = make_world()
        second = a_member("second", Role.COORDINATOR, world.province)
    refresh(day=timezone.localdate())
    people = (world.coordinator, world.officer, second, world.an)
    with a_browser() as browser:
        yield Desk(*(page_of(user, browser, live_server.url, language="en") for user in people))


def sent(page: Page, plan: Any, file: Path) -> None:
    file.write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    page.set_input_files("#id_file", file)
    page.click("form.upload button")


def pressed(page: Page, *words: str) -> None:
    """Open what has to be opened, and press the last."""
    for word in words:
        page.click(f"summary:has-text('{word}'), button:has-text('{word}')")


def young(page: Page, unit: str) -> str | None:
    """Those under forty of a unit, as its card says today; None while it has no page."""
    page.goto(f"/units/{unit}/")
    card = page.locator(".card:has-text('Cán bộ trẻ') .figure")
    if not card.count():
        return None
    found = re.search(r"\d+/\d+", card.first.inner_text())
    return found.group() if found else "none"


def test_a_division_is_split_and_put_together_again(desk: Desk, tmp_path: Path) -> None:
    # Giang is the one under forty of the five.
    assert young(desk.head, "SNV") == "1/5"
    address = _drafted(desk.coordinator, tmp_path / "plan.json")
    _looked(desk.coordinator, address)
    desk.coordinator.click("text=What it would do")
    assert "a few" in desk.coordinator.inner_text(".reasons .bad >> nth=0")
    _assigned(desk.officer, address)
    _looked(desk.coordinator, address)
    desk.coordinator.click("text=What it would do")
    assert "about 5 people without the plan, about 5 with it" in desk.coordinator.inner_text(
        ".reasons"
    )

    desk.coordinator.goto(address)
    pressed(desk.coordinator, "Carry it out", "Ask a second person")
    desk.second.goto(address)
    pressed(desk.second, "Confirm that it is carried out")
    desk.second.wait_for_selector(".notice.done:has-text('Carried out')")
    is_sound(desk.second)
    # Khoa, who is 41 by now, leads the new one; Lan and Minh are counted in the department.
    eventually(lambda: young(desk.head, "PMOI") == "0/1")
    assert young(desk.head, "SNV") == "1/4"

    desk.coordinator.goto(address)
    pressed(desk.coordinator, "Undo the reorganisation", "Ask a second person")
    desk.second.goto(address)
    pressed(desk.second, "Confirm that it is undone")
    desk.second.wait_for_selector(".notice.done:has-text('Undone')")
    eventually(lambda: young(desk.head, "PTC") is not None)
    assert young(desk.head, "SNV") == "1/5"


def _drafted(page: Page, file: Path) -> str:
    """Upload a file with faults, see each with its place, and put the mended one there."""
    page.goto("/coordination/reorganisations/")
    sent(page, WRONG, file)
    faults = page.locator(".plan-faults li").all_inner_texts()
    assert [fault.split(":")[0].strip() for fault in faults] == [
        "people[0].to", "acts[1].split.into",
    ]  # fmt: skip
    is_sound(page)
    sent(page, MENDED, file)
    page.wait_for_selector(".plan-acts")
    assert "Phòng Tổ chức (PTC) ends" in page.inner_text(".plan-acts")
    return page.url


def _looked(page: Page, address: str) -> None:
    page.goto(address)
    page.click("button:has-text('Look')")
    page.wait_for_selector(".reasons:has-text('Looked at')")


def _assigned(page: Page, address: str) -> None:
    """Send Lan and Minh, whom no rule sends, to the department's own office."""
    page.goto(address)
    page.click("a:has-text('Send by hand')")
    page.select_option("select[name=to] >> nth=0", "?")
    page.click("button:has-text('Filter')")
    assert page.locator("tbody tr").count() == 2
    for box in page.locator("tbody input").all():
        box.check()
    page.select_option(".plan-send select", "SNV")
    page.click(".plan-send button")
    page.wait_for_selector("text=go nowhere yet: 0")
