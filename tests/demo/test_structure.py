"""Hà Nội's units before and after the reorganisations of 2025."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from apps.demo.posts import LAYOUTS
from apps.demo.structure import COMMUNES_DAY, DEPARTMENTS_DAY, Place, the_city
from apps.demo.titles import title


@pytest.fixture(scope="module")
def city():
    return the_city()


def _kinds(city, day):
    placed = [
        u
        for u in city.units.values()
        if (u.start_on is None or u.start_on <= day) and (u.end_on is None or day < u.end_on)
    ]
    return Counter(unit.kind for unit in placed)


def test_there_are_30_districts_and_526_communes_until_30_june_2025(city):
    kinds = _kinds(city, date(2025, 6, 30))
    assert (kinds["district"], kinds["commune"]) == (30, 526)


def test_there_are_126_communes_and_no_district_since_1_july_2025(city):
    kinds = _kinds(city, COMMUNES_DAY)
    assert (kinds["district"], kinds["commune"]) == (0, 126)


def test_the_departments_were_reorganised_on_1_march_2025(city):
    # 21 departments and two management boards; then 15 and one.
    assert _kinds(city, date(2025, 2, 28))["department"] == 23
    assert _kinds(city, DEPARTMENTS_DAY)["department"] == 16


def test_every_department_district_and_commune_that_ended_has_successors(city):
    ended = [u for u in city.units.values() if u.end_on and "." not in u.key]
    assert len(ended) == 30 + 526 + 9
    assert [u.key for u in ended if not city.successors(u.key)] == []


def test_every_successor_begins_by_the_day_and_outlives_it(city):
    for before, after, day in city.successions:
        heir = city.units[after]
        assert city.units[before].end_on == day
        assert heir.start_on is None or heir.start_on <= day
        assert heir.end_on is None or heir.end_on > day


def test_labour_became_part_of_the_department_of_home_affairs(city):
    assert city.successors("S03") == ["S02"]
    # Its office was dissolved, its division for people of merit moved as it was.
    assert city.successors("S03.1") == ["S02.1"]
    assert city.units["S03.5"].places == [
        Place("S03", "Phòng Người có công", None, DEPARTMENTS_DAY),
        Place("S02", "Phòng Người có công", DEPARTMENTS_DAY),
    ]


def test_agriculture_and_environment_is_a_new_department(city):
    assert city.units["S24"].start_on == DEPARTMENTS_DAY
    assert {b for b, a, _ in city.successions if a == "S24"} == {"S10", "S11"}
    assert city.keeping_heads >= {"S11"}


def test_the_committee_for_ethnic_affairs_was_renamed(city):
    names = [place.name for place in city.units["S13"].places]
    assert names == ["Ban Dân tộc", "Sở Dân tộc và Tôn giáo"]
    assert city.units["S02.8"].places[-1].parent == "S13"


def test_keys_are_those_of_the_statistical_codes(city):
    assert city.units["D001"].name == "Quận Ba Đình"
    assert city.units["O00001"].places[0].parent == "D001"
    assert city.units["N00004"].name == "Phường Ba Đình"


def test_placements_lie_inside_those_of_their_parents(city):
    forever, ever = date.max, date.min
    for unit in city.units.values():
        for place in unit.places:
            if place.parent:
                parent = city.units[place.parent]
                assert (parent.start_on or ever) <= (place.start_on or ever)
                assert (place.end_on or forever) <= (parent.end_on or forever)


@pytest.mark.parametrize(
    ("kind", "place", "titles"),
    [
        ("department", "Sở Nội vụ", ["Giám đốc", "Phó Giám đốc"]),
        ("department", "Thanh tra Thành phố", ["Chánh Thanh tra", "Phó Chánh Thanh tra"]),
        ("division", "Văn phòng Sở Y tế", ["Chánh Văn phòng", "Phó Chánh Văn phòng"]),
        ("division", "Phòng Nội chính", ["Trưởng phòng", "Phó Trưởng phòng"]),
        ("public_service_unit", "Viện Quy hoạch", ["Viện trưởng", "Phó Viện trưởng"]),
        ("district", "Thị xã Sơn Tây", ["Bí thư Thị ủy", "Chủ tịch UBND thị xã"]),
        ("commune", "Phường Ba Đình", ["Bí thư Đảng ủy phường", "Chủ tịch UBND phường"]),
    ],
)
def test_titles_are_those_of_the_kind_of_body(kind, place, titles):
    assert [title(post, place) for post in LAYOUTS[kind].leaders[:2]] == titles
