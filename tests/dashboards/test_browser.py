"""The dashboard in a real browser: nothing against the policy, nothing out of its width."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from playwright.sync_api import Page

from apps.cadres.models import TrainingCategory
from apps.metrics.services import refresh
from tests.browsers import a_browser, page_of
from tests.factories import UPDATE
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/units/TINH/?day=2025-06-30"


@pytest.fixture
def signed_in(transactional_db: None, live_server) -> Iterator[Page]:
    """A page of the site on which An has signed in."""
    with transaction.atomic():
        TrainingCategory.objects.get_or_create(code=UPDATE)
        world: World = make_world()
    refresh(day=world.day)
    with a_browser() as browser:
        page = page_of(world.an, browser, live_server.url, language="en")
        page.faults = []
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        page.on("console", lambda said: said.type == "error" and page.faults.append(said.text))
        yield page


def open_dashboard(page: Page) -> None:
    page.goto(ADDRESS)
    page.wait_for_selector(".chart[data-state=drawn]")


def test_the_page_and_its_chart_break_no_rule_of_the_policy(signed_in: Page) -> None:
    open_dashboard(signed_in)
    assert signed_in.evaluate("refused") == []
    assert signed_in.faults == []


def test_nothing_is_wider_than_the_window(signed_in: Page) -> None:
    for width in (1440, 768, 390):
        signed_in.set_viewport_size({"width": width, "height": 900})
        open_dashboard(signed_in)
        assert signed_in.evaluate("document.documentElement.scrollWidth") == width


def test_choosing_a_target_swaps_the_board_and_can_be_undone(signed_in: Page) -> None:
    open_dashboard(signed_in)
    signed_in.click(".card:nth-child(2) h2 a")
    signed_in.wait_for_url("**target=women")
    signed_in.wait_for_selector(".chart[data-state=drawn]")
    assert "Cán bộ nữ" in signed_in.inner_text(".card.chosen h2")
    signed_in.go_back()
    signed_in.wait_for_selector(".card.chosen:nth-child(1)")
    assert signed_in.locator(".masthead").count() == 1
    assert signed_in.faults == []


def test_a_slash_opens_the_search_and_finds_without_accents(signed_in: Page) -> None:
    open_dashboard(signed_in)
    signed_in.keyboard.press("/")
    signed_in.keyboard.type("y te")
    signed_in.click("#finder-found a:has-text('Sở Y tế')")
    signed_in.wait_for_url("**/units/SYT/**")


def test_the_language_changes_and_the_page_stays(signed_in: Page) -> None:
    open_dashboard(signed_in)
    signed_in.click(".card:nth-child(2) h2 a")
    signed_in.wait_for_url("**target=women")
    signed_in.click(".language button[value=vi]")
    signed_in.wait_for_selector("html[lang=vi]")
    assert signed_in.url.endswith("target=women")


def test_the_chart_opens_as_a_table(signed_in: Page) -> None:
    open_dashboard(signed_in)
    signed_in.click(".trend summary")
    signed_in.wait_for_selector(".trend table")
    assert "6/12" in signed_in.inner_text(".trend table")


def test_on_paper_there_are_neither_masthead_nor_buttons(signed_in: Page) -> None:
    open_dashboard(signed_in)
    signed_in.emulate_media(media="print")
    assert not signed_in.is_visible(".masthead")
    assert not signed_in.is_visible("[data-print]")
    assert signed_in.is_visible(".edition")


def test_the_list_of_records_to_mend_fits_and_breaks_no_rule_of_the_policy(signed_in: Page) -> None:
    for width in (1440, 768, 390):
        signed_in.set_viewport_size({"width": width, "height": 900})
        signed_in.goto("/quality/?day=2025-06-30")
        assert signed_in.evaluate("document.documentElement.scrollWidth") == width
    signed_in.click(".strip a:has-text('Gender not recorded')")
    signed_in.wait_for_url("**rule=no_gender**")
    assert signed_in.locator(".work tbody tr").count() == 1
    assert (signed_in.evaluate("refused"), signed_in.faults) == ([], [])
