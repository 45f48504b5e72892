"""A head of department is warned, sees the day, the people and why, and the smallest remedy."""

from __future__ import annotations

import pytest
from django.db import transaction

from apps.cadres.models import Appointment, PlannedRetirement, TrainingCategory
from apps.metrics.ahead.foreseeing import foresee
from apps.metrics.services import refresh
from tests.browsers import a_browser, page_of
from tests.factories import UPDATE
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_warning_to_the_remedy(transactional_db: None, live_server) -> None:
    with transaction.atomic():
        TrainingCategory.objects.get_or_create(code=UPDATE)
        world = make_world()
        Appointment.objects.filter(cadre=world.cadres["hanh"]).update(end_on="2025-09-16")
        PlannedRetirement.objects.create(
            cadre=world.cadres["phuc"], last_day="2025-11-09", ground="early", note="Quyết định 1"
        )
    refresh(day=world.day)
    foresee(world.day)
    with a_browser() as browser:
        page = page_of(world.chi, browser, live_server.url, language="en")
        page.goto("/units/SYT/?day=2025-06-30")
        # Young is met today: 3 of 5, and will not be from November on.
        warning = page.locator("#coming tbody tr", has_text="Sở Y tế")
        assert "11/2025" in warning.inner_text()
        warning.locator("a").click()
        page.wait_for_url("**/targets/young/ahead/**")
        page.wait_for_selector("#turn-title")
        turn = page.inner_text("#turn")
        assert "10/11/2025" in turn
        assert "Lý Hoàng Phúc" in turn
        assert "Ngô Thị Hạnh" in turn
        page.wait_for_selector(".chart[data-state=drawn]")
        page.click("main a:has-text('Can it still be met?')")
        page.wait_for_url("**/units/SYT/mix/**")
        assert "for all targets to be met on 31/12/2025" in page.inner_text("#answer-title")
        assert "Lý Hoàng Phúc" not in page.inner_text("main")
        page.click("main a:has-text('Try these numbers')")
        page.wait_for_url("**/units/SYT/try/**")
        met = [cell.inner_text() for cell in page.locator("#answer tbody td:nth-of-type(3)").all()]
        assert len(met) == 4
        assert all(one.strip().startswith("Met") for one in met)
        # Without the acts at least one is missed again: at once, and the address follows.
        for number in page.locator("input[name^=act-], input[name^=new-]").all():
            if number.is_visible():
                number.fill("")
        page.keyboard.press("Tab")
        page.wait_for_selector("#answer tbody td:nth-of-type(3):has-text('Not met')")
        assert "act-" not in page.url
        page.click("main a:has-text('Can it still be met?')")
        page.wait_for_url("**/units/SYT/mix/**")
        page.fill("#vacancies", "0")
        page.fill("#trainings", "0")
        page.click("button:has-text('Work out')")
        page.wait_for_url("**trainings=0**")
        assert page.inner_text("#answer-title").startswith("No")
        assert page.evaluate("refused") == []
