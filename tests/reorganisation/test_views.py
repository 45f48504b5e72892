"""Reorganisations in pages: drafted, mended, looked at, assigned, confirmed by a second person."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.audit.models import AccessLog
from apps.common.stepping_down import acting_for, as_jobs
from apps.notices.models import Notice
from apps.reorganisation.models import Destination, Reorganisation
from apps.reorganisation.tasks import work_on_reorganisations
from tests.conftest import client_of
from tests.factories import a_member
from tests.reorganisation.test_services import EVE, MERGE, ON, body, posts_on
from tests.world import World

pytestmark = pytest.mark.django_db
# PTC splits into a new division and the department's office; only its leader goes by rule.
ACTS = (
    {"open": {"unit": "PMOI", "name": "Phòng Mới", "kind": "division", "parent": "SNV"}},
    {"split": {"unit": "PTC", "into": ["PMOI", "SNV"]}},
)
LEADER = {"from": "PTC", "to": "PMOI", "where": {"is_leadership": True}}
HALF = body(*ACTS, people=[LEADER])


def sent(client: Client, plan: Any, name: str = "reorganisation_upload", **places: int) -> Any:
    content = plan if isinstance(plan, bytes) else json.dumps(plan).encode()
    file = SimpleUploadedFile("plan.json", content)
    return client.post(reverse(name, kwargs=places), {"file": file}, follow=True)


def drafted(client: Client, plan: Any = HALF) -> Reorganisation:
    sent(client, plan)
    return Reorganisation.objects.get()


def told(client: Client, name: str, row: Reorganisation, **data: Any) -> str:
    answer = client.post(reverse(name, args=[row.pk]), data, follow=True)
    row.refresh_from_db()
    return answer.content.decode()


def worked(row: Reorganisation) -> None:
    with as_jobs():
        work_on_reorganisations()
    row.refresh_from_db()
    assert row.work == ""


def looked(client: Client, row: Reorganisation) -> str:
    told(client, "reorganisation_edit", row, do="look")
    worked(row)
    return client.get(reverse("reorganisation_preview", args=[row.pk])).content.decode()


def sent_by_hand(client: Client, row: Reorganisation, world: World, to: str, *keys: str) -> str:
    chosen = [world.cadres[key].pk for key in keys]
    address = reverse("reorganisation_people", args=[row.pk, "PTC"])
    return client.post(address, {"cadre": chosen, "to": to}, follow=True).content.decode()


@pytest.fixture
def second(world: World) -> Client:
    """Another coordinator of the province."""
    return client_of(a_member("second", Role.COORDINATOR, world.province))


def test_a_file_with_faults_is_kept_with_them_until_a_corrected_one_comes(
    coordinator: Client,
) -> None:
    wrong = body({"merge": {"units": ["SNV", "nowhere"], "into": "SYT"}}, people=[{"from": "SNV"}])
    said = sent(coordinator, wrong).content.decode()
    row = Reorganisation.objects.get()
    assert row.state == "faulty"
    assert "people[0].to" in said
    wrong["people"] = []
    said = sent(coordinator, wrong, "reorganisation_replace", pk=row.pk).content.decode()
    assert "acts[0].merge.units" in said
    assert "nowhere" in said
    sent(coordinator, MERGE, "reorganisation_replace", pk=row.pk)
    row.refresh_from_db()
    assert (row.state, row.faults) == ("draft", [])


def test_what_is_no_json_is_said_with_its_line_and_nothing_is_kept(coordinator: Client) -> None:
    said = sent(coordinator, b'{"name":\n "x",,}').content.decode()
    assert "2" in said
    for content in (b"\xff\xfe", b"", b"[NaN]", b"[" * 100_000):
        sent(coordinator, content)
    assert not Reorganisation.objects.exists()


def test_acts_are_written_changed_and_taken_out_in_the_page(coordinator: Client) -> None:
    head = {"name": "Sắp xếp", "decision": "1/QĐ", "day": "01/07/2025", "do": "save"}
    coordinator.post(reverse("reorganisation_new"), head)
    row = Reorganisation.objects.get()

    def act(kind: str, query: str = "", **data: str) -> Any:
        address = reverse("reorganisation_act", args=[row.pk, kind]) + query
        return coordinator.post(address, data | {"do": "save"})

    act("open", name="Phòng Mới", unit="PMOI", kind_of_unit="division", parent="Sở Nội vụ")
    act("split", unit="Phòng Tổ chức", into="PMOI\nPKH")
    act("split", "?at=1", unit="Phòng Tổ chức", into="PMOI\nSở Nội vụ")
    act("rename", unit="PNV", name="Phòng Nghiệp vụ Y")
    row.refresh_from_db()
    assert row.plan["acts"][:2] == list(ACTS)
    page = coordinator.get(reverse("reorganisation", args=[row.pk]))
    last = page.context["shown"].acts[2]
    asked = {"do": "take_out", "place": "acts", "at": 2, "mark": last.mark}
    told(coordinator, "reorganisation_edit", row, **asked)
    assert len(row.plan["acts"]) == 2
    # What another act stands in the place of is not taken out.
    told(coordinator, "reorganisation_edit", row, **asked | {"at": 1})
    assert len(row.plan["acts"]) == 2
    # A unit that is nobody's is said at its field, and what was typed stays.
    said = act("close", unit="không có").content.decode()
    assert "không có" in said
    file = coordinator.get(reverse("reorganisation_plan", args=[row.pk])).json()
    assert file["acts"] == row.plan["acts"]
    told(coordinator, "reorganisation_edit", row, do="look")
    dropped = coordinator.post(reverse("reorganisation_edit", args=[row.pk]), {"do": "drop"})
    assert dropped.status_code == 302
    assert Reorganisation.objects.filter(pk=row.pk).exists()  # a worker is at it


def test_the_officer_sends_whom_no_rule_sends_until_nobody_is_left(
    coordinator: Client, officer: Client, world: World
) -> None:
    row = drafted(coordinator)
    said = looked(coordinator, row)
    # Lan and Minh go nowhere; the coordinator, who sees no names, is told that they are a few.
    assert row.outlook.counts["lost"] == [["PTC", 2]]
    assert "Lan" not in said
    told(coordinator, "reorganisation_decide", row, act="ask")
    assert row.asked_by is None
    page = reverse("reorganisation_people", args=[row.pk, "PTC"])
    assert coordinator.get(page).status_code == 403
    said = officer.get(page, {"to": "?"}).content.decode()
    assert "Hoàng Thị Lan" in said
    assert "Khoa" not in said
    assert AccessLog.objects.filter(username="officer", act="list").exists()
    sent_by_hand(officer, row, world, "PMOI", "minh")
    assert "Hoàng Thị Lan" in officer.get(page, {"to": "?"}).content.decode()
    sent_by_hand(officer, row, world, "SNV", "lan", "phuc")  # Phúc is not of this unit
    sent_by_hand(officer, row, world, "SYT", "khoa")  # SYT takes nothing over
    assert set(Destination.objects.values_list("cadre__key", "to")) == {
        ("minh", "PMOI"), ("lan", "SNV"),
    }  # fmt: skip
    row.refresh_from_db()
    assert not row.outlook.is_current
    looked(coordinator, row)
    assert (row.outlook.counts["blocking"], row.outlook.counts["people"]) == (0, [5, 5])
    _check_figures(coordinator, officer, row)
    # In bulk: all that the filter shows, whichever are ticked.
    address = reverse("reorganisation_people", args=[row.pk, "PTC"]) + "?leads=no"
    officer.post(address, {"all": "yes", "to": "-"})
    assert set(Destination.objects.values_list("cadre__key", "to")) == {("minh", ""), ("lan", "")}
    sent_by_hand(officer, row, world, "SNV", "lan")
    # By a rule, which comes after those that are there.
    rule = {"source": "PTC", "to": "SNV", "title": "chuyên viên", "leads": "no", "do": "save"}
    officer.post(reverse("reorganisation_rule", args=[row.pk]), rule)
    row.refresh_from_db()
    where = {"title": "chuyên viên", "is_leadership": False}
    assert row.plan["people"] == [LEADER, {"from": "PTC", "to": "SNV", "where": where}]
    # What goes by the rules again is nobody's choice any more.
    sent_by_hand(officer, row, world, "*", "minh")
    assert Destination.objects.get().cadre == world.cadres["lan"]


def _check_figures(coordinator: Client, officer: Client, row: Reorganisation) -> None:
    """The coordinator reads in fives, and nothing of a part; the officer reads all."""
    address = reverse("reorganisation_preview", args=[row.pk]) + "?part=figures"
    lines = {
        (line.key, line.version.target.code): line
        for line in coordinator.get(address).context["shown"].page
    }
    assert lines["PMOI", "young"].is_open
    city = lines["TINH", "young"]
    # 5/6/1 on that day, in fives.
    assert (city.before.population, city.before.met, city.before.in_fives) == (10, 5, True)
    assert (city.after, city.is_open) == (city.before, False)
    exact = {
        (line.key, line.version.target.code): line
        for line in officer.get(address).context["shown"].page
    }
    # Khoa is forty; of Minh, born in 1985, it is not known.
    new = exact["PMOI", "young"].after
    assert (new.met, new.not_met, new.unknown) == (0, 1, 1)
    assert not any(key == "TINH" for key, _code in exact)


def test_a_plan_below_one_unit_takes_one_person_and_is_undone(
    coordinator: Client, world: World
) -> None:
    row = drafted(coordinator, body(*ACTS, people=[LEADER, {"from": "PTC", "to": "SNV"}]))
    looked(coordinator, row)
    before = posts_on(ON)
    told(coordinator, "reorganisation_decide", row, act="ask")
    worked(row)
    assert (row.state, row.refusal, row.acted_by) == ("applied", "", world.coordinator)
    assert posts_on(ON)["khoa"] == "PMOI"
    assert "PTC" in posts_on(EVE).values()
    told(coordinator, "reorganisation_decide", row, act="undo")
    worked(row)
    assert (row.state, posts_on(ON)) == ("undone", before)


def test_a_plan_of_the_city_takes_a_second_person(
    coordinator: Client, second: Client, world: World
) -> None:
    row = drafted(coordinator, MERGE)
    looked(coordinator, row)
    told(coordinator, "reorganisation_decide", row, act="ask")
    assert Notice.objects.get(code="reorganisation_asked").user.username == "second"
    told(coordinator, "reorganisation_decide", row, act="confirm")
    worked(row)
    assert row.state == "draft"
    # While it waits nothing of it is changed.
    told(coordinator, "reorganisation_edit", row, do="drop")
    told(second, "reorganisation_decide", row, act="take_back", note="chưa đủ hồ sơ")
    assert "chưa đủ hồ sơ" in row.refusal
    told(coordinator, "reorganisation_decide", row, act="ask")
    told(second, "reorganisation_decide", row, act="confirm")
    worked(row)
    assert (row.state, row.confirmed_by.username) == ("applied", "second")
    assert posts_on(ON)["chi"] == "SNV"
    assert Notice.objects.filter(code="reorganisation_done").count() == 2


def test_what_cannot_be_done_is_told_on_the_page_and_changes_nothing(
    coordinator: Client, world: World
) -> None:
    row = drafted(coordinator, body({"close": {"unit": "SNV"}}, people=[
        {"from": "SNV", "to": "TINH"}]))  # fmt: skip
    told(coordinator, "reorganisation_edit", row, do="look")
    worked(row)
    assert "SNV" in row.refusal  # PTC still stands below it
    assert row.state == "draft"


def test_a_file_names_only_people_whose_records_its_sender_keeps(
    coordinator: Client, world: World
) -> None:
    named = body(*ACTS, people=[{"cadre": "minh", "to": "PMOI"}, {"from": "PTC", "to": "SNV"}])
    row = drafted(coordinator, named)
    # Whether there is such a person is not told, and the name is not kept.
    assert (row.state, [path for path, _t, _v in row.faults]) == ("faulty", ["people[0].cadre"])
    assert "minh" not in json.dumps(row.plan)
    both = a_member("both", Role.COORDINATOR, world.interior)
    a_member_too(both, world)
    sent(client_of(both), named)
    kept = Reorganisation.objects.get(prepared_by=both)
    assert kept.state == "draft"
    assert "minh" not in json.dumps(kept.plan)
    address = reverse("reorganisation_plan", args=[kept.pk])
    assert client_of(both).get(address).json()["people"][0] == {"cadre": "minh", "to": "PMOI"}
    assert "minh" not in coordinator.get(address).content.decode()


def a_member_too(user: User, world: World) -> None:
    user.memberships.create(role=Role.OFFICER, unit=world.interior, start_on="2020-01-01")


def test_the_database_shows_destinations_to_who_sees_the_people(
    coordinator: Client, officer: Client, world: World
) -> None:
    row = drafted(coordinator)
    sent_by_hand(officer, row, world, "SNV", "lan", "minh")

    def seen(user: User) -> int:
        with acting_for(user.pk):
            return Destination.objects.count()

    assert [seen(u) for u in (world.officer, world.an, world.coordinator, world.chi)] == [
        2,
        2,
        0,
        0,
    ]
    with acting_for(world.officer.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reorganisation_former")
        assert cursor.fetchone() == (0,)


def test_a_neighbour_finds_nothing_of_a_plan(coordinator: Client, world: World) -> None:
    row = drafted(coordinator)
    for role in (Role.OFFICER, Role.COORDINATOR):
        near = client_of(a_member(f"near-{role}", role, world.health))
        assert near.get(reverse("reorganisation", args=[row.pk])).status_code == 404
        assert row.decision not in near.get(reverse("reorganisations")).content.decode()
