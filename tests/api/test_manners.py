"""What every address of the API does alike: errors, tags, keys, limits."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.accounts.models import ApiToken
from apps.api.models import KeptAnswer
from apps.api.views.cadres import Cadres
from apps.cadres.models import Cadre, Training
from apps.units.models import Membership
from tests.api.callers import Caller
from tests.conftest import client_of
from tests.world import World, make_world

pytestmark = pytest.mark.django_db
POST = {"unit": "SNV", "title": "Chuyên viên", "managed_by": "unit", "start_on": "2026-01-01"}
NEW = {"full_name": "Lê Văn Mới", "post": POST}
COURSE = {"category": "knowledge_update", "completed_on": "2024-05"}


def assert_problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["reference"] == answer["X-Request-ID"]
    assert {"type", "title", "detail"} <= problem.keys()
    return problem


def test_every_error_is_a_problem_with_a_reference(world: World, monkeypatch: Any) -> None:
    program = Caller(world.officer)
    assert_problem(Client().get("/api/v1/units"), 401)
    assert_problem(Caller(world.auditor).get("units"), 403)
    assert_problem(program.get("nowhere/at/all"), 404)
    assert_problem(program.get("units/NIL"), 404)
    assert_problem(program.client.delete("/api/v1/units", headers=program.headers()), 405)
    assert_problem(program.client.options("/api/v1/units", headers=program.headers()), 405)
    assert_problem(program.get("units", headers={"Accept": "text/csv"}), 406)
    sent = program.headers({"Idempotency-Key": "a-key-of-mine"})
    text = program.client.post("/api/v1/cadres", "<x/>", content_type="text/xml", headers=sent)
    assert_problem(text, 415)
    monkeypatch.setattr(Cadres, "_register", lambda _view: 1 / 0)
    failed = assert_problem(program.post("cadres", NEW), 500)
    assert "ZeroDivision" not in str(failed)


@pytest.mark.parametrize(
    "query",
    ["unknown=1", "on=2025-02-31", "on=0001-01-01", "on=99999-01-01", "limit=0", "limit=9999999999999999",
     "cursor=forged", "fields=secret", "q=%00", "q=", "gender=x", "on=2025-01-01&on=2025-01-02"],
)  # fmt: skip
def test_a_parameter_that_makes_no_sense_is_refused_not_passed_over(
    query: str, world: World
) -> None:
    program = Caller(world.officer)
    answer = program.client.get(f"/api/v1/cadres?{query}", headers=program.headers())
    assert_problem(answer, 400)


@pytest.mark.parametrize(
    "body",
    ['{"full_name": "a\\u0000b"}', '{"full_name": "\\ud800"}', "[1]", "{", '{"a":' * 3000,
     '{"year": 1' + "0" * 5000 + ', "rating": "good"}', '{"year": NaN, "rating": "good"}',
     '{"year": "2024", "rating": "good"}', '{"year": 2024, "rating": true}'],
)  # fmt: skip
def test_what_cannot_be_stored_is_refused_and_never_a_fault(body: str, world: World) -> None:
    program = Caller(world.officer)
    for number, path in enumerate(("cadres", "cadres/khoa/appraisals")):
        headers = program.headers({"Idempotency-Key": f"a-key-of-mine-{number}"})
        answer = program.client.post(
            f"/api/v1/{path}", body.encode(), content_type="application/json", headers=headers
        )
        assert_problem(answer, 400)


def test_answers_are_not_kept_on_the_way_and_are_known_again(world: World) -> None:
    program = Caller(world.officer)
    first = program.get("units")
    assert first["Cache-Control"] == "private, no-store"
    assert first["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in first
    again = program.get("units", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    weak = program.get("units", headers={"If-None-Match": f"W/{first['ETag']}"})
    assert weak.status_code == 304
    assert program.get("units", headers={"If-None-Match": '"x"'}).status_code == 200


def test_the_same_post_twice_has_one_effect_and_one_answer(world: World) -> None:
    program = Caller(world.officer)
    first = program.post("cadres", NEW, key="import-2026-11-23")
    again = program.post("cadres", NEW, key="import-2026-11-23")
    assert first.status_code == again.status_code == 201
    assert (first.content, first["Location"]) == (again.content, again["Location"])
    assert again["Idempotency-Replayed"] == "true"
    assert Cadre.objects.filter(full_name="Lê Văn Mới").count() == 1
    other = program.post("cadres", NEW | {"full_name": "Khác"}, key="import-2026-11-23")
    assert_problem(other, 422)
    # What is kept of the answer says nothing to whoever reads the table.
    assert "Mới" not in KeptAnswer.objects.get().body
    # Another caller's key is another key.
    assert Caller(world.officer).post("cadres", NEW, key="import-2026-11-23").status_code == 201


def test_a_post_without_a_key_is_refused(world: World) -> None:
    program = Caller(world.officer)
    answer = program.client.post(
        "/api/v1/cadres", NEW, content_type="application/json", headers=program.headers()
    )
    assert assert_problem(answer, 400)["errors"][0]["field"] == "Idempotency-Key"


def test_a_key_is_free_again_after_a_day_and_after_a_failure(world: World) -> None:
    program = Caller(world.officer)
    wrong = {"category": "nil"}
    assert program.post("cadres/lan/trainings", wrong, key="course-1").status_code == 422
    assert program.post("cadres/lan/trainings", COURSE, key="course-1").status_code == 201
    KeptAnswer.objects.update(made_at=timezone.now() - timedelta(hours=25))
    other = COURSE | {"completed_on": "2025"}
    assert program.post("cadres/lan/trainings", other, key="course-1").status_code == 201


def test_an_answer_is_not_repeated_to_whoever_lost_rights_meanwhile(world: World) -> None:
    program = Caller(world.officer)
    assert program.post("cadres", NEW, key="import-2026-11-23").status_code == 201
    Membership.objects.filter(user=world.officer).update(unit=world.health)
    assert_problem(program.post("cadres", NEW, key="import-2026-11-23"), 409)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_waits_for_the_other() -> None:
    world = make_world()
    program = Caller(world.officer)
    found: list[Any] = []

    def send() -> None:
        found.append(program.post("cadres/lan/trainings", COURSE, key="course-at-once"))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in found] == [201, 201]
    assert found[0].content == found[1].content
    assert Training.objects.filter(completed_on="2024-05").count() == 1


def test_a_caller_that_asks_too_often_is_told_when_to_come_again(
    world: World, settings: Any
) -> None:
    settings.API_RATES = {"reading": 2, "writing": 1}
    program = Caller(world.binh)
    assert [program.get("plans").status_code for _ in range(2)] == [200, 200]
    refused = program.get("plans")
    assert_problem(refused, 429)
    assert 0 < int(refused["Retry-After"]) <= 60
    # Another token, and the same user in the browser, are counted for themselves.
    assert Caller(world.binh).get("plans").status_code == 200
    assert client_of(world.binh).get("/api/v1/plans").status_code == 200


def test_a_session_changes_nothing_without_its_csrf_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.officer)
    assert client.get("/api/v1/plans").status_code == 200
    keyed = {"Idempotency-Key": "a-key-of-mine"}
    answer = client.post("/api/v1/cadres", NEW, content_type="application/json", headers=keyed)
    assert_problem(answer, 403)
    assert not Cadre.objects.filter(full_name="Lê Văn Mới").exists()


def test_who_must_change_the_password_is_told_so(world: World) -> None:
    world.binh.must_change_password = True
    world.binh.save()
    assert_problem(client_of(world.binh).get("/api/v1/plans"), 403)


def test_a_token_that_is_kept_says_nothing(world: World) -> None:
    program = Caller(world.officer)
    kept = ApiToken.objects.get()
    assert program.token not in str(vars(kept))
    assert len(kept.digest) == 64
