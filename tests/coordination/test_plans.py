"""Plans in the coordinator's forms: entered, corrected, and what is refused."""

from __future__ import annotations

from datetime import date

from django.test import Client

from apps.audit.selectors import changes_of
from apps.common.months import day_after
from apps.entry.models import Draft
from apps.targets.models import Plan
from apps.targets.services import correct_plan
from tests.entry.built import sent
from tests.world import World

NEW = "/coordination/plans/new/"
PLAN = {
    "code": "88/KH-UBND",
    "name": "Kế hoạch thử",
    "issued_on": "05/01/2026",
    "start_on": "01/01/2026",
    "last_on": "31/12/2030",
    "do": "save",
}


def address(world: World) -> str:
    return f"/coordination/plans/{world.plan.pk}/correct/"


def test_a_plan_is_entered_with_its_last_day(published: World, coordinator: Client) -> None:
    saved = coordinator.post(NEW, PLAN, follow=True)
    plan = Plan.objects.get(code="88/KH-UBND")
    assert saved.redirect_chain[-1][0] == f"/plans/{plan.pk}/"
    assert (plan.start_on, plan.end_on) == (date(2026, 1, 1), date(2031, 1, 1))
    assert (plan.issued_on, plan.is_illustrative) == (date(2026, 1, 5), False)
    assert not Draft.objects.exists()


def test_faults_of_a_plan_stand_at_their_fields(published: World, coordinator: Client) -> None:
    text = coordinator.post(NEW, PLAN | {"last_on": "31/12/2025"}).content.decode()
    assert 'href="#last_on"' in text
    assert "Kế hoạch thử" in text
    text = coordinator.post(NEW, PLAN | {"code": "KH-01"}).content.decode()
    assert 'href="#code"' in text
    assert Plan.objects.count() == 1


def test_what_was_typed_comes_back(published: World, coordinator: Client) -> None:
    coordinator.post(NEW, {"name": "Kế hoạch dở dang", "do": "preview"})
    assert "Kế hoạch dở dang" in coordinator.get(NEW).content.decode()


def test_a_correction_asks_for_a_reason_and_keeps_it(published: World, coordinator: Client) -> None:
    said = sent(coordinator.get(address(published)).content.decode())
    assert said["last_on"] == "31/12/2025"
    said["do"], said["resolution"] = "save", "Nghị quyết 04"
    assert 'href="#reason"' in coordinator.post(address(published), said).content.decode()
    said["reason"] = "ghi thiếu nghị quyết"
    coordinator.post(address(published), said)
    published.plan.refresh_from_db()
    assert published.plan.resolution == "Nghị quyết 04"
    change = changes_of(published.plan, limit=1)[0]
    assert (change.username, change.reason) == ("coordinator", "ghi thiếu nghị quyết")


def test_a_period_that_leaves_a_due_date_out_is_refused(
    published: World, coordinator: Client
) -> None:
    # The targets are due on 31 December 2025, the plan's last day.
    said = sent(coordinator.get(address(published)).content.decode())
    said["do"], said["reason"], said["last_on"] = "save", "sai", "30/11/2025"
    text = coordinator.post(address(published), said).content.decode()
    assert 'href="#last_on"' in text
    assert "31/12/2025" in text
    published.plan.refresh_from_db()
    assert published.plan.end_on == date(2026, 1, 1)


def test_two_at_one_plan_are_told_of_each_other(published: World, coordinator: Client) -> None:
    said = sent(coordinator.get(address(published)).content.decode())
    last = date(2027, 12, 31)
    correct_plan(plan=published.plan, by=published.an, end_on=day_after(last), name="Tên khác")
    said["do"], said["reason"], said["last_on"] = "save", "gia hạn", "31/12/2026"
    text = coordinator.post(address(published), said).content.decode()
    assert "Nguyễn Văn An" in text
    assert "31/12/2027" in text
    assert 'value="31/12/2026"' in text
    again = sent(text)
    again["do"] = "save"
    coordinator.post(address(published), again)
    published.plan.refresh_from_db()
    assert (published.plan.end_on, published.plan.name) == (date(2027, 1, 1), "Tên khác")


def test_links_to_the_forms_are_for_coordinators_alone(
    published: World, coordinator: Client, binh: Client
) -> None:
    page = f"/plans/{published.plan.pk}/"
    assert "/coordination/targets/" in coordinator.get(page).content.decode()
    assert "/coordination/" not in binh.get(page).content.decode()
