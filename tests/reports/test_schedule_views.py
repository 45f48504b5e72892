"""The page of scheduled reports, and the draft whose notice is seen when it is opened."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.notices.models import Notice
from apps.reports.models import Schedule
from apps.reports.scheduling import set_up_schedule
from tests.reports.conftest import asked, draft
from tests.world import World

pytestmark = pytest.mark.django_db
ANSWERS = {
    "unit": "SNV",
    "kind": "progress",
    "plan": "KH-01",
    "period": "quarter",
    "language": "vi",
    "style": "state",
}


def body(client: Client, address: str = "/reports/schedules/") -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def scheduled(world: World) -> Schedule:
    return set_up_schedule(asked=asked(world, period="quarter"), by=world.officer, today=world.day)


def test_the_archive_leads_there_for_who_may_take_reports_out(
    world: World, officer: Client, binh: Client
) -> None:
    assert "/reports/schedules/" in body(officer, "/reports/")
    assert "/reports/schedules/" not in body(binh, "/reports/")
    assert "Nothing is scheduled" in body(officer)


def test_a_schedule_is_set_up_listed_paused_resumed_and_removed(
    world: World, officer: Client
) -> None:
    assert officer.post("/reports/schedules/add/", ANSWERS).status_code == 302
    schedule = Schedule.objects.get()
    assert (schedule.unit, schedule.made_by, schedule.is_active) == (
        world.interior,
        world.officer,
        True,
    )
    html = body(officer)
    assert "Sở Nội vụ" in html
    assert "Pause" in html
    for act, state in (("pause", "paused"), ("resume", "active")):
        officer.post(f"/reports/schedules/{schedule.pk}/act/", {"act": act})
        schedule.refresh_from_db()
        assert schedule.state == state
    officer.post(f"/reports/schedules/{schedule.pk}/act/", {"act": "drop"})
    assert not Schedule.objects.exists()


def test_the_same_schedule_again_is_refused_with_a_sentence(world: World, officer: Client) -> None:
    officer.post("/reports/schedules/add/", ANSWERS)
    officer.cookies["django_language"] = "en"
    answer = officer.post("/reports/schedules/add/", ANSWERS)
    assert "scheduled for the unit already" in answer.content.decode()
    assert Schedule.objects.count() == 1


def test_a_unit_next_door_cannot_be_chosen(world: World, officer: Client) -> None:
    answer = officer.post("/reports/schedules/add/", ANSWERS | {"unit": "SYT"})
    assert answer.status_code == 200
    assert not Schedule.objects.exists()


def test_an_act_that_nobody_knows_is_not_found(world: World, officer: Client) -> None:
    schedule = scheduled(world)
    answer = officer.post(f"/reports/schedules/{schedule.pk}/act/", {"act": "x"})
    assert answer.status_code == 404


def test_the_words_of_coming_reports_are_changed(world: World, officer: Client) -> None:
    schedule = scheduled(world)
    address = f"/reports/schedules/{schedule.pk}/"
    assert "SỞ NỘI VỤ" in body(officer, address)
    answer = officer.post(address, {"style": "state", "agency": "SỞ NỘI VỤ HÀ NỘI"})
    assert answer.status_code == 302
    schedule.refresh_from_db()
    assert schedule.imprint["agency"] == "SỞ NỘI VỤ HÀ NỘI"


def test_a_stopped_schedule_says_why(world: World, officer: Client) -> None:
    schedule = scheduled(world)
    Schedule.objects.filter(pk=schedule.pk).update(state="stopped", made_by=world.chi)
    assert "may no longer take reports of this unit out" in body(officer)


@pytest.mark.django_db(transaction=True)
def test_opening_the_draft_is_seeing_its_notice(world: World, officer: Client) -> None:
    report = draft(world)
    notice = Notice.objects.get(user=world.officer)
    assert notice.seen_at is None
    html = body(officer, f"/reports/{report.pk}/")
    assert "bell-count" not in html
    notice.refresh_from_db()
    assert notice.seen_at
