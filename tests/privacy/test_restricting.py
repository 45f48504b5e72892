"""Restricted processing: marked on pages, left out of files and of what programs get, counted."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.cadres.models import Cadre, Restriction
from apps.common.errors import RuleError
from apps.metrics.services import refresh
from apps.privacy.services import lift, restrict, take_up
from tests.test_scope import a_subject_request
from tests.world import World


@pytest.fixture
def restricted(published: World) -> World:
    """The province, in which Khoa had processing of his data restricted."""
    request = a_subject_request(published, "restrict")
    take_up(request=request, by=published.officer)
    restrict(request=request, by=published.officer, today=published.day)
    return published


def said(client: Client, address: str) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(f"{address}{'&' if '?' in address else '?'}day=2025-06-30&plan=KH-01")
    assert answer.status_code == 200
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def test_the_page_and_the_lists_say_so(restricted: World, officer: Client):
    assert "is restricted since 30/06/2025" in said(officer, "/cadres/khoa/")
    assert said(officer, "/cadres/?q=khoa").count(">restricted</span>") == 1
    assert ">restricted</span>" not in said(officer, "/cadres/?q=lan")


def test_lists_taken_out_leave_the_person_out_and_say_how_many(restricted: World, officer: Client):
    for address in (
        "/lists/cadres/?format=csv",
        "/lists/units/SNV/targets/women/?format=csv&group=not_met",
    ):
        text = said(officer, f"/reports{address}")
        assert "Phạm Đăng Khoa" not in text
        assert "1 people left out" in text


def test_programs_get_nothing_of_the_person(restricted: World, officer: Client):
    on = f"on={restricted.day}"
    listed = officer.get(f"/api/v1/cadres?{on}").json()["results"]
    assert "khoa" not in {row["key"] for row in listed} and listed
    assert officer.get(f"/api/v1/cadres/khoa?{on}").status_code == 404
    assert officer.get("/api/v1/cadres/khoa/appointments").status_code == 404


def test_the_figures_still_count(restricted: World):
    before = restricted.run.people
    assert refresh(day=restricted.day).people == before


def test_lifting_brings_the_person_back(restricted: World, officer: Client):
    request = restricted.cadres["khoa"].subject_requests.get()
    lift(request=request, by=restricted.officer)
    assert not Restriction.objects.exists()
    assert Cadre.objects.unrestricted().count() == Cadre.objects.count()


def test_only_a_request_for_it_restricts(world: World):
    request = a_subject_request(world, "see")
    take_up(request=request, by=world.officer)
    with pytest.raises(RuleError):
        restrict(request=request, by=world.officer, today=world.day)
