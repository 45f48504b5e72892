"""A new officer enters the hundred people of a unit through the forms, most of it by keyboard.

The people of Phòng Kế hoạch, where nobody serves at first, by their numbers from 0:

====== ============================================================================
0–11   registered in the browser, each with a university degree and a course of 2023
12–31  university and intermediate political theory
32–35  college
12–51  the course of May 2024, entered for all of them at once
====== ============================================================================

Even numbers are women. 0–29 were born in 2000, the others in 1970; the birth of 99 is not known.
Those whose number ends in 0 or 1 lead. 0–39 are managed by the department, the others by the unit.

====================== ==== ======== ======== ==========================================
target                 met  not met  unknown  why
====================== ==== ======== ======== ==========================================
young, 50 %            30   69       1
women who lead, 60 %   10   10       0        ten end in 0, ten in 1
trained, 100 %         52   48       0        12 in 2023, 40 in 2024
qualified, 100 %       20   4        16       of 40: college does not do; 0–11 lack the
                                              theory, of 36–39 nothing is recorded
====================== ==== ======== ======== ==========================================
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from apps.accounts.roles import Role
from apps.cadres.models import Appraisal, Cadre
from apps.entry.models import Draft
from apps.metrics.services import refresh
from tests.browsers import a_browser, page_of
from tests.conftest import client_of
from tests.factories import a_member
from tests.figures import counts_at
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)
EVERYONE = range(100)
IN_BROWSER = range(12)
# Of those in the browser, so many have their degree and course entered there too.
LEARNING = 3


@pytest.fixture
def journey(transactional_db: None, live_server: Any) -> Iterator[tuple[Page, Client, World]]:
    """A page on which the new officer of Phòng Kế hoạch has signed in, and a client beside it."""
    with transaction.atomic():
        world = make_world()
        officer = a_member("mai", Role.OFFICER, world.empty, full_name="Trịnh Thị Mai")
        world.plan.end_on = timezone.localdate().replace(month=12, day=31)
        world.plan.save()
    refresh(day=timezone.localdate())
    client = client_of(officer)
    with a_browser() as browser:
        yield page_of(officer, browser, live_server.url, language="en"), client, world


def key_of(number: int) -> str:
    return f"KH{number:03d}"


def person(number: int) -> dict[str, str]:
    """Return what the form of a person says, as typed."""
    said = {
        "full_name": f"Người Số {number:02d}",
        "born": "15/05/2000" if number < 30 else "20/08/1970",
        "gender": "male" if number % 2 else "female",
        "key": key_of(number),
        "unit": "Phòng Kế hoạch",
        "unit_key": "PKH",
        "title": "Chuyên viên chính" if 12 <= number < 52 else "Chuyên viên",
        "managed_by": "department" if number < 40 else "unit",
        "start_on": "01/01/2022",
        "do": "save",
    }
    if number == 99:
        said["born"] = ""
    if number % 10 < 2:
        said["is_leadership"] = "on"
    return said


def move(page: Page, *steps: str) -> None:
    """Press keys, or type what is no key."""
    for step in steps:
        if step in ("Tab", "Space", "Enter", "ArrowDown"):
            page.keyboard.press(step)
        else:
            page.keyboard.insert_text(step)


def register(page: Page, number: int) -> None:
    """Register a person by keyboard alone, from the first field to the button."""
    said = person(number)
    page.goto("/records/new/")
    page.focus("#full_name")
    move(page, said["full_name"], "Tab", said["born"], "Tab")
    # Not known, female, male.
    move(page, *["ArrowDown"] * (1 + number % 2), "Tab", said["key"], "Tab", "Tab")
    page.keyboard.type("ke hoach")
    page.wait_for_selector("#unit-offers li[data-key=PKH]")
    move(page, "ArrowDown", "Enter", "Tab", said["title"], "Tab")
    # Choose, central, city, subordinate, department.
    move(page, *["ArrowDown"] * 4, "Tab", *(["Space"] if number % 10 < 2 else []), "Tab")
    move(page, said["start_on"], "Enter")
    page.wait_for_url(f"**/cadres/{said['key']}/")


def learn(page: Page, number: int) -> None:
    """Add the degree and the course of a person."""
    page.goto(f"/cadres/{key_of(number)}/qualification/")
    page.select_option("#level", "professional:university")
    page.focus("#awarded_on")
    move(page, "2012", "Enter")
    page.wait_for_url(f"**/cadres/{key_of(number)}/")
    page.goto(f"/cadres/{key_of(number)}/training/")
    page.select_option("#category", "knowledge_update")
    page.focus("#completed_on")
    move(page, "06/2023", "Enter")
    page.wait_for_url(f"**/cadres/{key_of(number)}/")


def enter_the_rest(client: Client) -> None:
    """Send the same forms for everybody else."""
    for number in EVERYONE[12:]:
        saved = client.post("/records/new/", person(number))
        assert saved["Location"] == f"/cadres/{key_of(number)}/"
    levels = dict.fromkeys(
        range(12, 32), ("professional:university", "political_theory:intermediate")
    )
    levels |= dict.fromkeys(range(32, 36), ("professional:college",))
    levels |= dict.fromkeys(IN_BROWSER[LEARNING:], ("professional:university",))
    for number in IN_BROWSER[LEARNING:]:
        said = {"category": "knowledge_update", "completed_on": "06/2023", "do": "save"}
        assert client.post(f"/cadres/{key_of(number)}/training/", said).status_code == 302
    for number, held in levels.items():
        for level in held:
            said = {"level": level, "awarded_on": "2010", "do": "save"}
            saved = client.post(f"/cadres/{key_of(number)}/qualification/", said)
            assert saved.status_code == 302


def one_course_for_many(page: Page) -> None:
    """Tick everyone whom the list shows once it is narrowed."""
    page.goto("/records/course/?unit_key=PKH")
    page.select_option("#category", "knowledge_update")
    page.fill("#name", "Chuyển đổi số")
    page.fill("#completed_on", "05/2024")
    page.fill("#narrow", "chuyen vien chinh")
    page.check("[data-tick-all]")
    page.click("button[value=save]")
    page.wait_for_url("**/records/")
    assert "40 people" in page.inner_text(".notice.done")


def ratings_of_the_unit(page: Page) -> None:
    """Rate a hundred people on one page: every fourth excellent, the others good."""
    page.goto("/records/ratings/?unit_key=PKH&year=2024")
    for number in EVERYONE:
        page.select_option(f"#rating-{key_of(number)}", "good" if number % 4 else "excellent")
    page.click("button[value=save]")
    page.wait_for_url("**/records/")


def test_a_hundred_people_are_entered_and_every_figure_is_right(
    journey: tuple[Page, Client, World],
) -> None:
    page, client, world = journey
    for number in IN_BROWSER:
        register(page, number)
    for number in IN_BROWSER[:LEARNING]:
        learn(page, number)
    assert page.evaluate("refused") == []
    enter_the_rest(client)
    one_course_for_many(page)
    ratings_of_the_unit(page)
    assert Cadre.objects.filter(key__startswith="KH").count() == 100
    assert Appraisal.objects.filter(year=2024, rating="excellent").count() == 25
    assert Appraisal.objects.filter(year=2024, rating="good").count() == 75
    assert list(Draft.objects.values_list("act", "subject")) == []

    run = refresh(day=timezone.localdate())
    counts = [counts_at(run, world.empty, version) for version in world.targets]
    assert [(found.met, found.not_met, found.unknown) for found in counts] == [
        (30, 69, 1),
        (10, 10, 0),
        (52, 48, 0),
        (20, 4, 16),
    ]
    page.goto("/units/PKH/?plan=KH-01")
    text = " ".join((page.text_content("main") or "").split())
    for said in (
        "30/100",
        "10/20",
        "52/100",
        "20/40",
        "16 records unknown",
        "Women 50",
        "Men 49",  # the one whose birth is not known is not drawn
        "Under 40: 30",
        "Not drawn: 1 records whose age is open, 0 without",
    ):
        assert said in text
