"""Rows 2, 3, 5 and 6 of the acceptance table at the API: nobody else's, and nothing unlisted."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from apps.accounts.roles import Role
from apps.api.views.site import description
from apps.cadres.models import (
    Appointment,
    Appraisal,
    Cadre,
    PlannedRetirement,
    Qualification,
    Training,
)
from apps.imports.models import Batch
from apps.reports.models import Report
from apps.units.models import Membership
from tests.api.callers import Caller
from tests.factories import a_member
from tests.test_scope import a_batch, a_report
from tests.world import World

pytestmark = pytest.mark.django_db
POST = {"unit": "SNV", "title": "Chuyên viên", "managed_by": "unit", "start_on": "2026-01-01"}
# What may be sent to each address, and whose fields are added to it.
WRITES: dict[str, tuple[dict[str, Any], type[models.Model]]] = {
    "cadres": ({"full_name": "Lê Văn Mới", "post": POST}, Cadre),
    "cadres/giang/appointments": (POST | {"kind": "transfer", "unit": "PTC"}, Appointment),
    "cadres/giang/qualifications": ({"kind": "english", "level": "certificate"}, Qualification),
    "cadres/giang/trainings": ({"category": "knowledge_update", "completed_on": "2020"}, Training),
    "cadres/giang/appraisals": ({"year": 2024, "rating": "good"}, Appraisal),
    "cadres/giang/planned-retirements": (
        {"last_day": "2046-03-31", "ground": "early", "note": "Quyết định 1"},
        PlannedRetirement,
    ),
    "cadres/giang/retirement": ({"on": "2026-12-01"}, Appointment),
    "reports": (
        {"unit": "SNV", "kind": "progress", "plan": "KH-01", "period": "day", "day": "2025-06-30"},
        Report,
    ),
}
CHANGES: dict[str, tuple[dict[str, Any], type[models.Model]]] = {
    "cadres/khoa": ({"born": "1985-07"}, Cadre),
    "cadres/khoa/appointments/{}": ({"title": "Phó"}, Appointment),
    "cadres/khoa/qualifications/{}": ({"awarded_on": "2010"}, Qualification),
    "cadres/khoa/trainings/{}": ({"name": "Lớp"}, Training),
}
VALUES: dict[str, Any] = {
    "BooleanField": True, "IntegerField": 1, "BigAutoField": 1, "AutoField": 1, "JSONField": {},
    "ForeignKey": 1, "DateField": "2020-01-01", "PositiveSmallIntegerField": 1,
    "SmallIntegerField": 1,
}  # fmt: skip


def unlisted_of(
    model: type[models.Model], sent: dict[str, Any], allowed: set[str]
) -> dict[str, Any]:
    """Return every column and relation of a model that may not be sent, with a value for it."""
    found = {"pk": 1}
    for field in model._meta.get_fields():
        value = VALUES.get(type(field).__name__, "x")
        found |= {field.name: value, getattr(field, "attname", field.name): value}
    return {name: value for name, value in found.items() if name not in {*allowed, *sent}}


def listed(path: str, method: str) -> set[str]:
    """Return the fields that the description lists for an address."""
    spoken = "/api/v1/" + path.replace("giang", "{key}").replace("khoa", "{key}").replace(
        "{}", "{id}"
    )
    said = description("en")
    body = said["paths"][spoken][method]["requestBody"]["content"]["application/json"]
    name = body["schema"]["$ref"].rpartition("/")[2]
    return set(said["components"]["schemas"][name]["properties"])


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table that the API writes."""
    tables = (Cadre, Appointment, Qualification, Training, Appraisal, Report, Batch)
    return {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in tables
    }


@pytest.mark.parametrize("path", sorted(WRITES))
def test_row_5_no_unlisted_field_of_a_model_is_set_by_a_post(path: str, published: World) -> None:
    program, before = Caller(published.officer), everything()
    sent, model = WRITES[path]
    unlisted = unlisted_of(model, sent, listed(path, "post"))
    answer = program.post(path, sent | unlisted)
    assert answer.status_code == 400
    assert {each["field"] for each in answer.json()["errors"]} == set(unlisted)
    assert everything() == before
    assert program.post(path, sent).status_code in (201, 202, 204)


@pytest.mark.parametrize("path", sorted(CHANGES))
def test_row_5_no_unlisted_field_of_a_model_is_set_by_a_change(path: str, published: World) -> None:
    sent, model = CHANGES[path]
    program, before = Caller(published.officer), everything()
    row = model._default_manager.filter(cadre__key="khoa").first() if "{}" in path else None
    address = path.format(row.pk) if row else path
    unlisted = unlisted_of(model, sent, listed(path, "patch"))
    answer = program.patch(address, sent | {"reason": "x"} | unlisted, tag="*")
    assert answer.status_code == 400
    assert {each["field"] for each in answer.json()["errors"]} == set(unlisted)
    assert everything() == before
    assert program.patch(address, sent | {"reason": "nhầm"}, tag="*").status_code == 200


def test_row_2_what_lies_next_door_is_not_there_whatever_is_asked(published: World) -> None:
    oanh, before = published.cadres["oanh"], everything()
    facts = {
        "appointments": Appointment, "qualifications": Qualification, "trainings": Training,
    }  # fmt: skip
    batch, report = a_batch(published), a_report(published, is_issued=True)
    Batch.objects.update(unit=published.health)
    before |= everything()
    program, details = Caller(published.officer), set()
    for key in ("oanh", "nobody"):
        answers = [program.get(f"cadres/{key}"), program.patch(f"cadres/{key}", {}, tag="*")]
        answers.append(program.post(f"cadres/{key}/retirement", {"on": "2026-12-01"}))
        for kind, model in facts.items():
            row = model.objects.filter(cadre=oanh).first()
            # Under her own key, and under that of somebody whom the officer may see.
            for owner in (key, "khoa"):
                address = f"cadres/{owner}/{kind}/{row.pk}"
                tagged = {"headers": {"If-Match": "*"}}
                answers.append(program.get(address))
                answers.append(program.patch(address, {"reason": "x"}, tag="*"))
                answers.append(program.post(f"{address}/withdrawal", {"reason": "x"}, **tagged))
            answers.append(program.get(f"cadres/{key}/{kind}"))
            answers.append(program.post(f"cadres/{key}/{kind}", {}))
        for answer in answers:
            assert answer.status_code == 404, answer.request
            assert "Oanh" not in answer.content.decode()
            details.add(answer.json()["detail"])
    # The words are the same for what is not there and for what is not yours.
    assert len(details) == 1
    assert program.get(f"imports/{batch.pk}").status_code == 404
    assert Caller(published.chi).get(f"reports/{report.pk}").status_code == 404
    assert everything() == before


def test_row_3_no_list_or_filter_tells_of_anybody_next_door(published: World) -> None:
    program = Caller(published.officer)
    strangers = ("Chi", "Hạnh", "Oanh", "Phúc", "Quân", "An", "Dũng")
    asked: list[tuple[str, dict[str, str]]] = [
        ("cadres", {}), ("cadres", {"q": "oanh"}), ("cadres", {"unit": "SYT"}), ("cadres", {"unit": "TINH"}),
        ("cadres", {"gender": "female"}), ("cadres", {"age": "30-39"}), ("cadres", {"lacks": "gender"}),
        ("figures/people", {"unit": "SNV", "plan": "KH-01", "target": "young", "group": "outside"}),
        ("figures/people", {"unit": "SNV", "plan": "KH-01", "target": "trained", "group": "met"}),
        ("imports", {}), ("reports", {}), ("units", {"q": "so"}), ("units", {"q": "phong"}),
    ]  # fmt: skip
    for path, query in asked:
        answer = program.get(path, **query)
        assert answer.status_code == 200, path
        names = [row.get("full_name", "").split()[-1:] for row in answer.json()["results"]]
        assert not {word for name in names for word in name} & set(strangers), (path, query)
        assert "SYT" not in answer.content.decode()


def test_row_6_the_fields_that_are_told_are_those_of_the_role(world: World) -> None:
    strict = {"is_party_member", "is_minority", "is_religious", "personal_number"}
    plain = {"key", "full_name", "born", "gender", "unit", "title", "is_leadership", "managed_by"}
    told = {"officer": plain | strict, "binh": plain, "an": plain}
    for role, fields in told.items():
        program = Caller(getattr(world, role))
        assert set(program.get("cadres/khoa").json()) == fields, role
        for row in program.get("cadres").json()["results"]:
            assert set(row) == fields, role
    # Whoever keeps records next door reads no more here than whoever sees the people.
    both = a_member("both", Role.HEAD, world.interior)
    Membership.objects.create(user=both, role="officer", unit=world.health, start_on="2020-01-01")
    rows = {row["key"]: set(row) for row in Caller(both).get("cadres").json()["results"]}
    assert (rows["khoa"], rows["oanh"]) == (plain, plain | strict)
    assert Caller(both).patch("cadres/khoa", {"reason": "x"}, tag="*").status_code == 404
    # Derived and inner columns are told to nobody.
    inner = (
        {field.name for field in apps.get_model("cadres", "Cadre")._meta.fields} - plain - strict
    )
    assert inner == {
        "id",
        "name_key",
        "sort_key",
        "born_earliest",
        "born_latest",
        "personal_number_index",
    }


def test_a_view_that_names_no_rule_refuses_everybody(world: World) -> None:
    class Forgotten(APIView):
        def get(self, request: Request) -> Response:
            return Response({"said": "all"})

    request = APIRequestFactory().get("/")
    force_authenticate(request, user=world.an)
    assert Forgotten.as_view()(request).status_code == 403
