"""The tree on a day and the life of a unit."""

import pytest
from django.test import Client

from apps.units.models import Succession
from tests.world import World

pytestmark = pytest.mark.django_db


def html(client: Client, address: str) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_tree_opens_with_the_units_the_user_answers_for(
    world: World, an: Client, binh: Client
) -> None:
    page = html(an, "/tree/?day=2025-06-30")
    assert page.index("Tỉnh Sông Hồng") < page.index("Sở Nội vụ") < page.index("Sở Y tế")
    own = html(binh, "/tree/?day=2025-06-30")
    assert "Phòng Tổ chức" in own
    assert "Sở Y tế" not in own


def test_each_unit_counts_its_people_by_primary_post(world: World, an: Client) -> None:
    page = html(an, "/tree/?day=2025-06-30")
    # Twelve in the province, of whom five in each department.
    assert '<span class="number">12</span>' in page
    assert page.count('<span class="number">5</span>') == 2


def test_the_tree_of_an_earlier_day_holds_the_unit_that_closed(world: World, an: Client) -> None:
    assert "Phòng Đào tạo" in html(an, "/units/SNV/below/?day=2025-02-28")
    assert "Phòng Đào tạo" not in html(an, "/units/SNV/below/?day=2025-03-01")


def test_units_are_found_by_name(world: World, an: Client, chi: Client) -> None:
    assert "Phòng Tổ chức" in html(an, "/tree/?day=2025-06-30&q=chuc+to")
    assert "No unit by that name" in html(chi, "/tree/?day=2025-06-30&q=chuc+to")


def test_the_life_of_a_unit_tells_what_it_became(world: World, an: Client, binh: Client) -> None:
    Succession.objects.create(
        predecessor=world.closed, successor=world.organisation, effective_on="2025-03-01"
    )
    page = html(an, "/units/PDT/history/?day=2025-06-30")
    assert "until 01/03/2025" in page
    assert "Phòng Tổ chức" in page
    assert "Phòng Đào tạo" in html(binh, "/units/PTC/history/?day=2025-06-30")


def test_the_life_of_a_neighbours_unit_is_out_of_sight(world: World, chi: Client) -> None:
    assert chi.get("/units/PDT/history/?day=2025-06-30").status_code == 404
    assert chi.get("/units/nothing/history/").status_code == 404
