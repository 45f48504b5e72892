"""Lists of the people of the whole city: nothing goes out before a second person confirmed it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.audit.models import AccessLog
from apps.common.errors import RuleError
from apps.metrics.services import refresh
from apps.notices.models import Notice
from apps.reports import tasks
from apps.reports.lists import confirming, keeping
from apps.reports.models import ListRequest, LongList
from apps.units.models import Membership
from tests.conftest import client_of
from tests.factories import a_member
from tests.world import World

pytestmark = pytest.mark.django_db
PLACE = "?day=2025-06-30&plan=KH-01&format=csv"
CADRES = f"/reports/lists/cadres/{PLACE}"
WHO = f"/reports/lists/units/TINH/targets/young/{PLACE}&group=met"
REQUESTS = "/reports/lists/requests/"


def asked(client: Client, address: str = CADRES) -> ListRequest:
    """Ask for a list of the whole city, with a reason."""
    answer = client.post(address, {"reason": "Họp Ban cán sự"})
    assert (answer.status_code, answer["Location"]) == (302, REQUESTS)
    return ListRequest.objects.latest("pk")


def decide(client: Client, request: ListRequest, act: str = "confirm", **more: str) -> Any:
    """Decide as the page of requests does."""
    client.post(f"{REQUESTS}{request.pk}/", {"act": act, **more})
    request.refresh_from_db()
    return request


def written(client: Client, by: Client, address: str = CADRES) -> LongList:
    """Return a list of the whole city that another confirmed and a worker wrote."""
    decide(by, asked(client, address))
    tasks.work_on_reports()
    return LongList.objects.latest("pk")


def codes(user: User) -> list[str]:
    """Return what a user was told, the first first."""
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("code", flat=True))


@pytest.mark.parametrize("address", [CADRES, f"{CADRES}&unit=TINH&q=khoa", WHO])
def test_one_person_alone_gets_no_list_of_the_city(address: str, world: World, an: Client) -> None:
    if address == WHO:
        refresh(day=world.day)
    an.cookies["django_language"] = "en"
    page = an.get(address)
    assert "attachment" not in page.headers.get("Content-Disposition", "")
    assert "it takes two people" in page.content.decode()
    assert an.post(address).status_code == 200, "without a reason nothing is asked for"
    request = asked(an, address)
    for act in ("confirm", "refuse"):
        assert decide(an, request, act, note="x").state == "waiting"
    tasks.sweep_reports()
    assert not LongList.objects.exists()
    assert not AccessLog.objects.filter(act="export").exists()


def test_a_list_goes_out_once_to_whoever_asked_and_is_logged_with_both_names(
    world: World, an: Client, coordinator: Client
) -> None:
    made = written(an, coordinator)
    address = f"/reports/lists/{made.pk}/file/"
    assert coordinator.get(address).status_code == 403
    other = client_of(a_member("leader2", Role.LEADER, world.units["TINH"]))
    assert other.get(address).status_code == 404
    got = an.get(address)
    assert "Khoa" in b"".join(got.streaming_content).decode()  # type: ignore[attr-defined]
    entry = AccessLog.objects.get(act="export")
    assert entry.username == "an"
    assert (entry.detail["confirmed_by"], entry.detail["reason"]) == (
        "coordinator",
        "Họp Ban cán sự",
    )
    assert an.get(address).status_code == 404
    assert AccessLog.objects.filter(act="export").count() == 1
    assert world.coordinator.full_name in an.get(f"/reports/lists/{made.pk}/").content.decode()
    # 12 people of the province and two lines above them.
    assert made.rows == 12


def test_a_day_after_it_was_written_a_list_goes_out_no_more(
    world: World, an: Client, coordinator: Client
) -> None:
    made = written(an, coordinator)
    late = timezone.now() - timedelta(hours=24, minutes=1)
    LongList.objects.update(written_at=late)
    assert an.get(f"/reports/lists/{made.pk}/file/").status_code == 404
    assert confirming.begin_confirmed() == 0
    assert keeping.expire_lists(timezone.localdate()) == 1
    assert confirming.begin_confirmed() == 0, "what has gone out is not written again"


def test_both_are_told(world: World, an: Client, coordinator: Client) -> None:
    request = asked(an)
    assert codes(world.coordinator) == ["list_asked"]
    assert codes(world.an) == []
    decide(coordinator, request)
    tasks.work_on_reports()
    assert codes(world.an) == ["list_decided", "list_ready"]
    request = decide(coordinator, asked(an), "refuse", note="Không cần họ tên")
    assert (request.state, request.note) == ("refused", "Không cần họ tên")
    assert codes(world.an)[2:] == ["list_decided"]
    page = an.get(REQUESTS).content.decode()
    assert "Không cần họ tên" in page
    assert decide(an, asked(an), "withdraw").state == "withdrawn"
    assert decide(coordinator, request).state == "refused", "what is decided stays decided"


def test_a_request_that_nobody_decides_runs_out(
    world: World, an: Client, coordinator: Client
) -> None:
    request = asked(an)
    past = timezone.now() - timedelta(hours=73)
    ListRequest.objects.update(asked_at=past, until=past + confirming.VALID_FOR)
    assert decide(coordinator, request).state == "waiting"
    assert confirming.expire_requests() == 1
    request.refresh_from_db()
    assert (request.state, request.decided_by) == ("expired", None)
    assert codes(world.an) == ["list_decided"]


@pytest.mark.parametrize("who", ["binh", "officer", "auditor", "administrator"])
def test_who_does_not_stand_for_the_whole_city_confirms_nothing(
    who: str, world: World, an: Client
) -> None:
    request = asked(an)
    assert decide(client_of(getattr(world, who)), request).state == "waiting"


def test_a_request_is_seen_by_whoever_asked_and_by_who_may_confirm_all_of_it(
    world: World, an: Client
) -> None:
    request = asked(an)
    today = timezone.localdate()
    people = [world.an, world.coordinator, world.officer, world.binh, world.auditor]
    # Sees all of the city, and confirms nothing.
    people.append(a_member("head2", Role.HEAD, world.province))
    seeing = [one for one in people if ListRequest.objects.visible_to(one, today)]
    assert seeing == [world.an, world.coordinator]
    assert [one for one in people if confirming.may_confirm(one, request, today)] == seeing
    world.coordinator.is_active = False
    assert not confirming.may_confirm(world.coordinator, request, today)


@pytest.mark.parametrize("lost", ["role", "account", "confirmer"])
def test_rights_lost_after_asking_let_nothing_out(
    lost: str, world: World, an: Client, coordinator: Client
) -> None:
    request = asked(an)
    if lost == "role":
        Membership.objects.filter(user=world.an).update(role=Role.HEAD)
    elif lost == "account":
        User.objects.filter(pk=world.an.pk).update(is_active=False)
    else:
        Membership.objects.filter(user=world.coordinator).delete()
    assert decide(coordinator, request).state == "waiting"


@pytest.mark.parametrize("lost", ["role", "account"])
def test_rights_lost_after_confirming_let_nothing_out(
    lost: str, world: World, an: Client, coordinator: Client
) -> None:
    decide(coordinator, asked(an))
    if lost == "role":
        Membership.objects.filter(user=world.an).update(role=Role.HEAD)
    else:
        User.objects.filter(pk=world.an.pk).update(is_active=False)
    tasks.work_on_reports()
    assert LongList.objects.get().state == "failed"


def test_a_list_that_grew_to_the_whole_city_while_it_waited_is_not_written(
    world: World, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.reports.lists.keeping.AT_ONCE", 3)
    assert officer.post(CADRES).status_code == 302
    Membership.objects.filter(user=world.officer).update(unit=world.units["TINH"])
    tasks.work_on_reports()
    assert LongList.objects.get().state == "failed"


def test_asking_and_confirming_ask_for_a_fresh_proof(world: World, coordinator: Client) -> None:
    stale = Client()
    stale.force_login(world.an)
    stale.post(CADRES, {"reason": "x"})
    assert not ListRequest.objects.exists()
    request = asked(client_of(world.an))
    late = Client()
    late.force_login(world.coordinator)
    assert decide(late, request).state == "waiting"
    assert decide(coordinator, request).state == "confirmed"


def test_nothing_waits_for_somebody_who_is_not_there(world: World, an: Client) -> None:
    Membership.objects.exclude(user=world.an).delete()
    an.post(CADRES, {"reason": "x"})
    assert not ListRequest.objects.exists()


def test_the_same_is_asked_for_once_and_counts_alone_stay_free(
    published: World, an: Client
) -> None:
    asked(an)
    an.post(CADRES, {"reason": "x"})
    assert ListRequest.objects.count() == 1
    units = an.get(f"/reports/lists/units/TINH/{PLACE}")
    assert "attachment" in units["Content-Disposition"]


def test_who_confirms_reads_what_it_is_in_their_language_and_no_counts(
    world: World, an: Client, coordinator: Client
) -> None:
    an.cookies["django_language"] = "vi"
    request = asked(an, f"{CADRES}&gender=male")
    coordinator.cookies["django_language"] = "en"
    page = coordinator.get(REQUESTS).content.decode()
    assert "Filters: Gender: Male" in page
    assert "Họp Ban cán sự" in page
    with translation.override("vi"):
        assert request.lines[0] == "Danh sách cán bộ"


def test_two_who_decide_at_once_decide_once(world: World, an: Client) -> None:
    request = asked(an)
    today = timezone.localdate()
    confirming.confirm_list(request=request, by=world.coordinator, today=today)
    other = a_member("leader2", Role.LEADER, world.units["TINH"])
    with pytest.raises(RuleError):
        confirming.refuse_list(request=request, by=other, note="x", today=today)
    versions = request.events.order_by("pgh_id")
    said = [version.pgh_context.metadata["username"] for version in versions]
    assert said == ["an", "coordinator"]


@pytest.mark.parametrize("kind", ["filled", "list"])
def test_a_template_filled_with_the_whole_city_is_not_handed_out(kind: str, world: World) -> None:
    keeper = a_member("keeper", Role.OFFICER, world.units["TINH"])
    client = client_of(keeper)
    assert client.get(f"/imports/template/{kind}/?unit=TINH").status_code == 302
    assert client.get("/imports/template/blank/?unit=TINH").status_code == 200
    stale = Client()
    stale.force_login(keeper)
    assert "/confirm/" in stale.get(f"/imports/template/{kind}/?unit=SNV")["Location"]
