"""Requests of people about their data: recorded, due by the law's clock, answered, told of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.roles import Role
from apps.audit.selectors import changes_of
from apps.common.errors import RuleError
from apps.notices.models import Notice
from apps.privacy.clocks import CLOCKS, first_answer_by
from apps.privacy.models import SubjectRequest
from apps.privacy.selectors import listed, open_requests
from apps.privacy.services import answer, put_off, record_request, refuse, take_up
from apps.privacy.telling import tell_of_requests
from tests.factories import a_member
from tests.world import World

MONDAY = date(2025, 6, 30)


def asked(world: World, right: str = "see", *, on: date = MONDAY, who: str = "khoa"):
    return record_request(
        cadre=world.cadres[who], right=right, way="letter", received_on=on, words="  Xin xem. ",
        by=world.officer, today=max(on, MONDAY),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("right", "due", "later"),
    # By hand from the decree: 10 and 10, 15 and 15, 20 and 20 days after 30 June.
    [("see", "2025-07-10", "2025-07-20"), ("correct", "2025-07-10", "2025-07-20"),
     ("restrict", "2025-07-15", "2025-07-30"), ("object", "2025-07-15", "2025-07-30"),
     ("erase", "2025-07-20", "2025-08-09")],
)  # fmt: skip
def test_each_right_has_its_days_and_may_be_put_off_once(world, right, due, later):
    request = asked(world, right)
    assert request.due_on.isoformat() == due
    put_off(request=request, reason="Hồ sơ giấy ở kho", by=world.officer, today=MONDAY)
    request.refresh_from_db()
    assert request.due_on.isoformat() == later
    with pytest.raises(RuleError, match="một lần|once"):
        put_off(request=request, reason="x", by=world.officer, today=MONDAY)


def test_every_right_has_a_clock_with_its_source():
    assert set(CLOCKS) == set(SubjectRequest.Right.values)
    assert all(clock.source for clock in CLOCKS.values())


def test_a_first_answer_is_due_within_two_working_days():
    assert first_answer_by(MONDAY) == date(2025, 7, 2)
    assert first_answer_by(date(2025, 7, 3)) == date(2025, 7, 7)  # Thursday: Friday, Monday


def test_a_late_request_cannot_be_put_off(world: World):
    request = asked(world)
    with pytest.raises(RuleError):
        put_off(request=request, reason="x", by=world.officer, today=date(2025, 7, 11))


def test_it_goes_from_received_to_answered_and_every_step_is_kept(world: World):
    request = asked(world)
    assert request.words == "Xin xem."
    take_up(request=request, by=world.officer)
    answer(request=request, reply="Đã gửi bản trích.", by=world.officer, today=MONDAY)
    request.refresh_from_db()
    assert (request.state, request.closed_on) == ("answered", MONDAY)
    steps = [(c.username, c.row["state"]) for c in changes_of(request)]
    assert steps == [("officer", "answered"), ("officer", "in_work"), ("officer", "received")]


def test_a_refusal_needs_its_reason_and_closes(world: World):
    request = asked(world, "erase")
    with pytest.raises(RuleError):
        refuse(request=request, reply=" ", by=world.officer, today=MONDAY)
    refuse(request=request, reply="Điều 14 khoản 2", by=world.officer, today=MONDAY)
    with pytest.raises(RuleError):
        take_up(request=request, by=world.officer)


def test_a_day_to_come_is_refused(world: World):
    with pytest.raises(RuleError) as error:
        record_request(
            cadre=world.cadres["khoa"], right="see", way="phone", words="", by=world.officer,
            received_on=MONDAY + timedelta(days=1), today=MONDAY,
        )  # fmt: skip
    assert error.value.field == "received_on"


def test_the_most_urgent_comes_first_and_says_how_late_it_is(world: World):
    asked(world, "erase", on=date(2025, 6, 1))  # due 21 June: nine days late
    asked(world, "see", on=date(2025, 6, 23))  # due 3 July: in three days
    asked(world, "see", who="lan")
    rows = open_requests(world.officer, MONDAY)
    assert [(row.days_left, row.is_late, row.is_soon) for row in rows] == [
        (-9, True, False), (3, False, True), (10, False, False),
    ]  # fmt: skip


def test_a_request_follows_the_person_to_whoever_keeps_the_record(world: World):
    request = asked(world)
    khoa = world.cadres["khoa"]
    assert list(SubjectRequest.objects.visible_to(world.officer, MONDAY)) == [request]
    khoa.appointments.update(unit=world.profession)
    assert list(SubjectRequest.objects.visible_to(world.officer, MONDAY)) == []


def test_officers_are_told_each_morning_of_what_is_late_or_due_soon(world: World):
    asked(world, "erase", on=date(2025, 6, 1))
    asked(world, "see", on=date(2025, 6, 23))
    assert tell_of_requests(MONDAY) == 1
    assert tell_of_requests(MONDAY) == 0
    notice = Notice.objects.get(code="requests_due")
    assert (notice.user, notice.values["late"], notice.values["soon"]) == (world.officer, "1", "1")


def test_nobody_is_told_when_nothing_is_due(world: World):
    asked(world, "erase")
    assert tell_of_requests(MONDAY) == 0


def html(client: Client, address: str) -> str:
    client.cookies["django_language"] = "en"
    found = client.get(address)
    assert found.status_code == 200
    return found.content.decode()


def test_the_officer_records_a_request_from_the_page_of_the_person(
    published: World, officer: Client
):
    today = timezone.localdate()
    assert "/requests/new/khoa/" in html(officer, "/cadres/khoa/")
    data = {"right": "see", "way": "email", "received_on": f"{today:%d/%m/%Y}", "words": "Xin xem"}
    made = officer.post("/requests/new/khoa/", data)
    request = SubjectRequest.objects.get()
    assert (made.status_code, made["Location"]) == (302, f"/requests/{request.pk}/")
    page = html(officer, f"/requests/{request.pk}/")
    assert "Xin xem" in page and "10 days left" in page


def test_a_fault_keeps_what_was_typed(world: World, officer: Client):
    page = officer.post("/requests/new/khoa/", {"received_on": "31/12/2099", "words": "Xin xem"})
    assert page.status_code == 200
    assert "Xin xem" in page.content.decode()
    assert not SubjectRequest.objects.exists()


def test_the_steps_are_taken_on_the_page_of_the_request(world: World, officer: Client):
    request = asked(world)
    for act, state in (("take_up", "in_work"), ("answer", "answered"), ("refuse", "answered")):
        officer.post(f"/requests/{request.pk}/act/", {"act": act, "reply": "Đã gửi"})
        request.refresh_from_db()
        assert request.state == state
    assert "Đã gửi" in html(officer, f"/requests/{request.pk}/")


def test_a_late_request_is_marked_on_the_list(world: World, officer: Client):
    today = timezone.localdate()
    record_request(
        cadre=world.cadres["khoa"], right="see", way="letter", words="", by=world.officer,
        received_on=today - timedelta(days=12), today=today,
    )  # fmt: skip
    assert "2 days late" in html(officer, "/requests/")
    assert listed(SubjectRequest.objects.get(), today).days_late == 2


def test_who_sees_the_people_without_keeping_their_records_sees_no_request(world: World):
    asked(world)
    assert list(SubjectRequest.objects.visible_to(world.binh, MONDAY)) == []


def test_a_request_of_somebody_erased_stays_with_its_unit(world: World):
    request = asked(world)
    SubjectRequest.objects.update(cadre=None)
    next_door = a_member("next-door", Role.OFFICER, world.health)
    assert list(SubjectRequest.objects.visible_to(world.officer, MONDAY)) == [request]
    assert list(SubjectRequest.objects.visible_to(next_door, MONDAY)) == []
