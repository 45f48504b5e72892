"""The extract: everything held of a person, from every table, and nothing of anybody else."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from apps.audit.accesses import Search, found
from apps.cadres.identity import sealed
from apps.cadres.models import Appraisal, Cadre, Lookup
from apps.cadres.services.corrections import correct_fact
from apps.entry.models import Draft
from apps.imports.models import Question
from apps.privacy import held
from apps.privacy.extract import extract
from apps.reports.models import LongList
from tests.test_scope import a_batch, a_list, a_subject_request
from tests.world import World

NUMBER = "001085777321"


@pytest.fixture
def furnished(world: World) -> World:
    """The province, in which every kind of table holds something of Khoa."""
    khoa = world.cadres["khoa"]
    Cadre.objects.filter(pk=khoa.pk).update(**sealed(khoa.pk, NUMBER))
    Appraisal.objects.create(cadre=khoa, year=2024, rating="good")
    post = khoa.appointments.get()
    correct_fact(fact=post, reason="sai chức vụ", by=world.officer, title="Chuyên viên chính")
    Draft.objects.create(
        user=world.binh, act="correct", subject="khoa", label="Cải chính", address="/x",
        fields={"full_name": ["Khoa Nháp"]},
    )  # fmt: skip
    Question.objects.create(
        batch=a_batch(world), token="x", sheet="x", row=1, why="name",
        said={"name": "Khoa Trong Bảng Tính"}, candidates=[{"pk": khoa.pk}],
    )  # fmt: skip
    LongList.objects.filter(pk=a_list(world, world.an).pk).update(people=[khoa.pk], title="Ds A")
    Lookup.objects.create(user=world.chi, cadre_id=khoa.pk, looked_at=timezone.now())
    return world


def test_every_table_that_may_hold_a_person_is_in_the_extract_or_says_why_not():
    named = {*held.FACTS, *held.NAMING, *held.ELSEWHERE}
    named |= {model._meta.label for model in held.versions_of_facts()}
    found = {model._meta.label for model in held.models_that_may_hold_people()}
    assert found - named == set(), "a table that may hold people is not spoken of"
    assert named - found == set(), "a table is spoken of that holds nobody"


def test_it_holds_something_from_every_kind_of_table(furnished: World, officer: Client):
    officer.get("/cadres/khoa/")
    parts = extract(furnished.cadres["khoa"])
    text = json.dumps([[part.title, part.columns, part.rows] for part in parts], ensure_ascii=False)
    for said in (NUMBER, "Phạm Đăng Khoa", "30/06/1985", "Chuyên viên chính", "sai chức vụ", "2024",
                 "Khoa Nháp", "Khoa Trong Bảng Tính", "Ds A", "Lê Thị Chi"):  # fmt: skip
        assert said in text, said
    assert "Hoàng Thị Lan" not in text


def test_the_officer_takes_it_out_as_a_workbook_and_as_json(furnished: World, officer: Client):
    request = a_subject_request(furnished)
    book = officer.get(f"/requests/{request.pk}/extract/")
    sheets = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets
    assert any(cell.value == NUMBER for sheet in sheets for row in sheet.rows for cell in row)
    read = officer.get(f"/requests/{request.pk}/extract/?format=json").json()
    assert read["staff_number"] == "khoa"
    lines = found(Search(("officer",), ("khoa",), act="export")).lines
    assert [(line.access.kind, line.access.detail["format"]) for line in lines] == [
        ("extract", "json"), ("extract", "xlsx"),
    ]  # fmt: skip


def test_it_asks_for_a_fresh_proof(furnished: World, officer: Client):
    request = a_subject_request(furnished)
    session = officer.session
    session["confirmed_at"] = 0
    session.save()
    asked = officer.get(f"/requests/{request.pk}/extract/")
    assert (asked.status_code, asked["Location"][:9]) == (302, "/confirm/")


@pytest.mark.parametrize("right", ["erase", "correct"])
def test_only_who_asked_to_see_gets_it(right: str, furnished: World, officer: Client):
    request = a_subject_request(furnished, right)
    assert officer.get(f"/requests/{request.pk}/extract/").status_code == 404
