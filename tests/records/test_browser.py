"""An officer at work in a real browser: by keyboard, with a fault, off line, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page

from apps.cadres.identity import sealed
from apps.cadres.models import (
    Appointment,
    Appraisal,
    Cadre,
    Lookup,
    PlannedRetirement,
    TrainingCategory,
)
from apps.metrics.services import refresh
from apps.records.acts import ACTS
from tests.browsers import a_browser, page_of
from tests.factories import UPDATE
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(transactional_db: None, live_server: Any) -> Iterator[Page]:
    """A page of the site on which the officer of Sở Nội vụ has signed in."""
    with transaction.atomic():
        TrainingCategory.objects.get_or_create(code=UPDATE)
        world: World = make_world()
        listed = addresses(world)
    refresh(day=world.day)
    with a_browser() as browser:
        page = page_of(world.officer, browser, live_server.url)
        page.addresses = listed  # type: ignore[attr-defined]
        yield page


def fill(page: Page) -> None:
    """Fill in a transfer by keyboard alone, from the unit on."""
    page.goto("/cadres/khoa/transfer/")
    page.focus("#unit")
    page.keyboard.type("so noi", delay=20)
    page.wait_for_selector("#unit-offers li[data-key]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Phó Giám đốc")
    page.keyboard.press("Tab")
    page.keyboard.type("S")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("31/11/2025")


def test_a_transfer_by_keyboard_with_a_fault_and_a_broken_line(page: Page) -> None:
    fill(page)
    page.keyboard.press("Enter")
    page.wait_for_selector(".summary a[href='#start_on']")
    assert page.input_value("#title") == "Phó Giám đốc"
    assert page.input_value("#start_on") == "31/11/2025"
    page.fill("#start_on", "01/07/2025")
    page.press("#start_on", "Tab")
    page.wait_for_selector("#effects table, #effects .icon")
    page.context.set_offline(True)
    page.click("button[value=save]")
    page.wait_for_selector("#offline:not([hidden])")
    assert page.input_value("#start_on") == "01/07/2025"
    page.context.set_offline(False)
    page.click("button[value=save]")
    page.wait_for_url("**/cadres/khoa/")
    assert "Phạm Đăng Khoa" in page.inner_text(".notice.done")
    post = Appointment.objects.filter(cadre__key="khoa").latest("pk")
    assert (post.unit.key, post.title) == ("SNV", "Phó Giám đốc")
    assert page.evaluate("refused") == []


def addresses(world: World) -> list[str]:
    """Return every page of records, with the pages that lead there."""
    khoa = world.cadres["khoa"]
    facts = {
        "post": khoa.appointments.get().pk,
        "qualification": khoa.qualifications.all()[0].pk,
        "training": khoa.trainings.get().pk,
        "appraisal": Appraisal.objects.create(cadre=khoa, year=2024, rating="good").pk,
        "planned-retirement": PlannedRetirement.objects.create(
            cadre=khoa, last_day="2044-12-31", ground="early", note="Quyết định 12/QĐ-SNV"
        ).pk,
    }
    Cadre.objects.filter(pk=khoa.pk).update(**sealed(khoa.pk, "001085000001"))
    look = Lookup.objects.create(
        user=world.officer,
        cadre_id=world.cadres["oanh"].pk,
        unit=world.profession,
        looked_at=timezone.now(),
    )
    return [
        "/records/?q=khoa",
        "/records/new/",
        "/records/receive/",
        f"/records/receive/{look.pk}/",
        "/records/course/",
        "/records/course/?unit_key=SNV",
        "/records/ratings/?unit_key=SNV",
        *(f"/cadres/khoa/{act}/" for act in (*ACTS, "number")),
        *(f"/cadres/khoa/{kind}/{pk}/" for kind, pk in facts.items()),
        f"/cadres/khoa/post/{facts['post']}/?act=withdraw",
        "/cadres/khoa/",
        "/cadres/?q=khoa",
        "/quality/",
    ]


def test_every_page_of_records_fits_a_phone_and_everyone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    wrong = {}
    for address in page.addresses:  # type: ignore[attr-defined]
        answer = page.goto(address)
        found = [
            rule["id"]
            for rule in Axe().run(page).response["violations"]
            if rule["impact"] in ("serious", "critical")
        ]
        found += page.evaluate("refused")
        width = page.evaluate("document.documentElement.scrollWidth")
        if answer.status != 200 or width != 390 or found:
            wrong[address] = (answer.status, width, found)
    assert wrong == {}
