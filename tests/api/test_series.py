"""The series behind a chart: for whom, and what it says."""

import pytest
from django.test import Client
from rest_framework.decorators import api_view

from tests.world import World

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/units/{}/series?plan=KH-01&target=young&day=2025-06-30"


def test_the_series_is_a_figure_with_the_units_counts(published: World, binh: Client) -> None:
    answer = binh.get(ADDRESS.format("SNV"))
    assert answer.headers["Content-Type"] == "application/json"
    # Two of five, and one more who may be.
    assert answer.json()["data"][0]["text"] == ["40,0–60,0\u00a0% (2/5)"]
    assert answer.json()["data"][0]["x"] == ["2025-06-30"]


def test_a_unit_out_of_sight_is_not_found(published: World, chi: Client) -> None:
    assert chi.get(ADDRESS.format("SNV")).status_code == 404


def test_what_is_kept_for_one_reader_does_not_leak_to_another(
    published: World, binh: Client, chi: Client
) -> None:
    assert binh.get(ADDRESS.format("SNV")).status_code == 200
    assert chi.get(ADDRESS.format("SNV")).status_code == 404


@pytest.mark.parametrize("query", ["plan=KH-01&target=nil", "plan=nil&target=young", ""])
def test_a_target_that_is_not_there_is_not_found(
    published: World, binh: Client, query: str
) -> None:
    assert binh.get(f"/api/v1/units/SNV/series?{query}&day=2025-06-30").status_code == 404


def test_a_day_that_no_calendar_has_is_not_found(published: World, binh: Client) -> None:
    answer = binh.get("/api/v1/units/SNV/series?plan=KH-01&target=young&day=2025-02-31")
    assert answer.status_code == 404


def test_without_figures_there_is_no_series(world: World, binh: Client) -> None:
    assert binh.get(ADDRESS.format("SNV")).status_code == 404


def test_strangers_and_those_who_see_no_figures_are_refused(
    published: World, client: Client, auditor: Client
) -> None:
    assert client.get(ADDRESS.format("SNV")).status_code == 401
    assert auditor.get(ADDRESS.format("TINH")).status_code == 403


def test_nothing_can_be_written(published: World, binh: Client) -> None:
    assert binh.post(ADDRESS.format("SNV")).status_code == 405


def test_a_view_that_names_no_rule_is_closed_to_everyone(rf, world: World) -> None:
    @api_view(["GET"])
    def forgotten(request):
        raise AssertionError

    request = rf.get("/")
    request.user = world.an
    assert forgotten(request).status_code == 403
