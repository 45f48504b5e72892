"""People and their facts through the API: read by whom, written by the rules of the forms."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from apps.audit.models import AccessLog
from apps.cadres.identity import sealed
from apps.cadres.models import Appointment, Cadre
from tests.api.callers import Caller
from tests.world import World

pytestmark = pytest.mark.django_db
POST = {"unit": "SNV", "title": "Chuyên viên", "managed_by": "unit", "start_on": "2026-01-01"}
NEW = {"full_name": "Lê Văn Mới", "born": "1990-02", "gender": "male", "post": POST}


def history(model: type = Cadre) -> list[tuple[str, str, str]]:
    event = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    rows = event.objects.order_by("pgh_id").select_related("pgh_context")
    return [
        (row.pgh_label, said.get("username", ""), said.get("reason", ""))
        for row in rows
        if (said := row.pgh_context.metadata if row.pgh_context else {})
    ]


def test_a_person_is_registered_read_and_corrected_from_the_state_that_was_read(
    world: World,
) -> None:
    program = Caller(world.officer)
    made = program.post("cadres", NEW)
    assert made.status_code == 201, made.content
    address = made["Location"]
    read = program.get(address)
    assert read.json()["full_name"] == "Lê Văn Mới"
    assert read.json()["born"] == "1990-02"
    assert read.json()["unit"] == "SNV"
    key = read.json()["key"]
    change = {"born": "1990-03-04", "reason": "theo giấy khai sinh"}
    assert program.patch(f"cadres/{key}", change).status_code == 428
    assert program.patch(f"cadres/{key}", change, tag='"another"').status_code == 412
    changed = program.patch(f"cadres/{key}", change, tag=read["ETag"])
    assert changed.json()["born"] == "1990-03-04"
    assert changed["ETag"] == program.get(address)["ETag"] != read["ETag"]
    assert history() == [("insert", "officer", ""), ("update", "officer", change["reason"])]


FACTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "appointments": (
        POST | {"kind": "transfer", "unit": "PTC", "start_on": "2026-05-01"},
        {"title": "Phó trưởng phòng", "signed_on": "2026-04-20"},
    ),
    "qualifications": (
        {"kind": "state_management", "level": "officer", "awarded_on": "2019"},
        {"level": "specialist"},
    ),
    "trainings": ({"category": "knowledge_update", "completed_on": "2024-05"}, {"name": "Lớp 1"}),
    "appraisals": ({"year": 2024, "rating": "good"}, {"rating": "excellent"}),
    "planned-retirements": (
        {"last_day": "2046-03-31", "ground": "kept_on", "note": "Quyết định 12/QĐ-TU"},
        {"ground": "other"},
    ),
}


@pytest.mark.parametrize("kind", sorted(FACTS))
def test_a_fact_is_recorded_corrected_and_withdrawn(kind: str, world: World) -> None:
    program = Caller(world.officer)
    new, change = FACTS[kind]
    made = program.post(f"cadres/giang/{kind}", new)
    assert made.status_code == 201, made.content
    address = made["Location"]
    read = program.get(address)
    assert new.items() <= read.json().items() | {"kind": new.get("kind")}.items()
    assert read.json()["id"] in [
        row["id"] for row in program.get(f"cadres/giang/{kind}").json()["results"]
    ]
    changed = program.patch(address[8:], change | {"reason": "nhầm"}, tag=read["ETag"])
    assert change.items() <= changed.json().items()
    tag = {"If-Match": changed["ETag"]}
    assert program.post(f"{address}/withdrawal", {"reason": "nhầm"}).status_code == 428
    gone = program.post(f"{address}/withdrawal", {"reason": "nhầm"}, headers=tag)
    assert gone.status_code == 204
    assert program.get(address).status_code == 404


def test_a_post_ends_and_a_person_retires(world: World) -> None:
    program = Caller(world.officer)
    post = world.cadres["lan"].appointments.get()
    address = f"/api/v1/cadres/lan/appointments/{post.pk}"
    tag = {"If-Match": program.get(address)["ETag"]}
    ended = program.post(
        f"{address}/end", {"on": "2026-10-01", "ended_by": "resigned"}, headers=tag
    )
    assert (ended.json()["end_on"], ended.json()["ended_by"]) == ("2026-10-01", "resigned")
    assert program.post("cadres/minh/retirement", {"on": "2026-12-01"}).status_code == 204
    held = world.cadres["minh"].appointments.get(start_on="2025-03-01")
    assert str(held.end_on) == "2026-12-01"


def test_what_breaks_a_rule_changes_nothing_and_is_said_at_its_field(world: World) -> None:
    # Bình holds the primary post in SNV: a second one is refused, as in the form.
    answer = Caller(world.officer).post("cadres/binh/appointments", POST)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["errors"][0]["field"] == "start_on"
    assert "chức vụ chính" in problem["errors"][0]["detail"]
    assert problem["reference"] == answer["X-Request-ID"]
    assert Appointment.objects.filter(cadre=world.cadres["binh"]).count() == 1


def test_problems_are_said_in_the_language_that_is_asked_for(world: World) -> None:
    answer = Caller(world.officer, language="en").post("cadres/binh/appointments", POST)
    assert "holds the primary post" in answer.json()["detail"]
    world.officer.language = "en"
    world.officer.save()
    answer = Caller(world.officer).post("cadres/binh/appointments", POST)
    assert "holds the primary post" in answer.json()["detail"]


def test_a_likely_double_is_asked_about_before_it_is_written(world: World) -> None:
    program = Caller(world.officer)
    twin = NEW | {"full_name": "Phạm Đăng Khoa", "born": "1985-06-30"}
    asked = program.post("cadres", twin)
    assert asked.status_code == 409
    assert [each["code"] for each in asked.json()["concerns"]] == ["duplicate"]
    assert program.post("cadres", twin | {"confirm": ["duplicate"]}).status_code == 201


@pytest.mark.parametrize(
    ("place", "value"),
    [("unit", "SYT"), ("unit", "PNV"), ("unit", "nowhere")],
)
def test_a_unit_of_others_and_one_that_is_not_there_are_answered_alike(
    place: str, value: str, world: World
) -> None:
    answer = Caller(world.officer).post("cadres", NEW | {"post": POST | {place: value}})
    said = answer.json()["errors"]
    assert answer.status_code == 422
    assert "không có đơn vị nào của bạn" in said[0]["detail"]
    assert said[0]["detail"].replace(value, "…").count("…") == 1
    assert said[0]["field"] == "unit"


def test_strict_fields_are_told_only_to_who_keeps_the_record(world: World) -> None:
    khoa = world.cadres["khoa"]
    Cadre.objects.filter(pk=khoa.pk).update(is_minority=True, **sealed(khoa.pk, "001085000001"))
    kept = Caller(world.officer).get("cadres/khoa").json()
    assert kept["is_minority"] is True
    assert kept["personal_number"] == "001••••••001"
    strict = {"is_party_member", "is_minority", "is_religious", "personal_number"}
    # The head sees people; a token for reading alone is no more than that.
    for program in (Caller(world.binh), Caller(world.officer, "people:read")):
        for answer in (
            program.get("cadres/khoa"),
            program.get("cadres/khoa", fields="is_minority,personal_number"),
            program.get("cadres"),
        ):
            assert "001085000001" not in answer.content.decode()
            assert not any(f'"{name}"' in answer.content.decode() for name in strict)


def test_no_answer_holds_the_whole_number(world: World) -> None:
    program = Caller(world.officer)
    made = program.post("cadres", NEW | {"personal_number": "001090000007"})
    assert made.json()["personal_number"] == "001••••••007"
    assert "001090000007" not in made.content.decode()


def test_every_reading_of_people_is_logged(world: World) -> None:
    program = Caller(world.binh)
    for path in ("cadres/khoa", "cadres/khoa/trainings", "cadres"):
        assert program.get(path).status_code == 200
    rows = AccessLog.objects.order_by("pk").values_list("username", "act", "kind", "key")
    assert list(rows) == [
        ("binh", "read", "cadre", "khoa"),
        ("binh", "read", "cadre", "khoa"),
        ("binh", "list", "cadres", "*"),
    ]
    assert AccessLog.objects.latest("pk").detail["token"] == "kiểm thử"


def test_people_are_filtered_sorted_and_paged_without_gaps(world: World) -> None:
    program = Caller(world.binh)
    seen, address = [], "/api/v1/cadres?limit=2&fields=key"
    while address:
        page = program.client.get(address, headers=program.headers()).json()
        assert len(page["results"]) <= 2
        seen += [row["key"] for row in page["results"]]
        address = page["next"]
    # By given name, as on the page: Bình, Giang, Khoa, Lan, Minh.
    assert seen == ["binh", "giang", "khoa", "lan", "minh"]
    women = program.get("cadres", gender="female", unit="PTC").json()["results"]
    assert [row["key"] for row in women] == ["lan"]
    # What the page knows of a person's key says nothing of their name.
    assert "cursor" in program.get("cadres", limit="1").json()["next"]
