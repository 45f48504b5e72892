"""Made-up careers: they fit together, follow the law, and move as the city's figures should."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from apps.cadres.columns import day_number
from apps.demo.aims import FORTY_YEARS, share
from apps.demo.careers import simulate
from apps.demo.posts import CITY, IS_COMMITTEE, LAYOUTS, NUMBER, POSTS, RANK, posts_of
from apps.demo.structure import the_city
from apps.demo.world import FEMALE, FIRST, OPEN, YEAR, retires

TODAY = date(2026, 11, 23)
NOW = day_number(TODAY)
MONTHS = [day_number(date(2021 + n // 12, n % 12 + 1, 1)) for n in range(1, 70)]


@pytest.fixture(scope="module")
def city():
    return the_city()


@pytest.fixture(scope="module")
def careers(city):
    (whole,) = simulate(city, people=4000, today=TODAY, number=3)
    return whole


def test_so_many_people_serve_on_the_day(careers):
    assert int((careers.until == OPEN).sum()) == 4000
    assert len(careers.on(NOW)) == 4000


def test_posts_of_a_person_follow_one_another_without_overlap(careers):
    assert (careers.until > careers.since).all()
    same = careers.person[1:] == careers.person[:-1]
    assert (careers.since[1:][same] >= careers.until[:-1][same]).all()


def test_posts_lie_inside_the_existence_of_their_unit(city, careers):
    units = list(city.units.values())
    start = np.array([day_number(u.start_on) if u.start_on else -(10**9) for u in units])
    end = np.array([day_number(u.end_on) if u.end_on else OPEN for u in units])
    assert (careers.since >= start[careers.unit]).all()
    assert (careers.until <= end[careers.unit]).all()


def test_nobody_serves_beyond_the_age_of_retirement(careers):
    out = retires(careers.born, careers.gender)[careers.person]
    is_open = careers.until == OPEN
    assert (careers.until[~is_open] <= out[~is_open]).all()
    # Retirement falls on the first of a month: who serves now is not due before the next.
    assert (out[is_open] > NOW).all()


def test_people_are_from_22_to_62(careers):
    ages = (NOW - careers.born[careers.person[careers.on(NOW)]]) / YEAR
    assert ages.min() >= 22
    assert ages.max() < 62


def test_people_leave_enter_rise_and_change_places_each_year(careers):
    for year in range(2021, 2026):
        span = day_number(date(year, 1, 1)), day_number(date(year + 1, 1, 1))
        began = (careers.since >= span[0]) & (careers.since < span[1])
        is_first = np.append(True, careers.person[1:] != careers.person[:-1])
        entered = int((began & is_first).sum())
        follows = np.flatnonzero(began & ~is_first)
        rises = RANK[careers.post[follows]] - RANK[careers.post[follows - 1]]
        moves = (rises == 0) & (careers.unit[follows] != careers.unit[follows - 1])
        left = len(
            np.unique(careers.person[(careers.until > span[0]) & (careers.until <= span[1])])
        )
        assert min(entered, int((rises > 0).sum()), int(moves.sum()), left) > 30


def test_no_unit_has_two_heads_on_a_day(careers):
    head = np.isin(careers.post, [NUMBER[LAYOUTS[k].leaders[0]] for k in ("department", "commune")])
    for day in (NOW, day_number(date(2024, 6, 1)), day_number(date(2025, 7, 1))):
        rows = careers.on(day)
        units = careers.unit[rows[head[rows]]]
        assert len(units) == len(np.unique(units))


def test_the_shares_of_young_people_and_women_move_slowly_about_their_curves(careers):
    before = None
    for day in MONTHS:
        rows = careers.on(day)
        people = careers.person[rows[IS_COMMITTEE[careers.post[rows]]]]
        young = float((careers.born[people] > day - FORTY_YEARS).mean())
        female = float((careers.gender[people] == FEMALE).mean())
        assert abs(young - share("young", day)) < 0.035
        assert abs(female - share("female", day)) < 0.02
        if before:
            assert abs(young - before[0]) < 0.025
            assert abs(female - before[1]) < 0.025
        before = young, female


def test_the_directors_of_the_city_are_managed_by_its_standing_committee():
    managed = {POSTS[i].managed_by for i in posts_of(LAYOUTS["department"], 3).tolist()}
    assert managed == {CITY}


def test_a_small_unit_gets_its_highest_posts_first():
    names = [POSTS[i].title for i in posts_of(LAYOUTS["division"], 2).tolist()]
    assert names == ["{head}", "{deputy}"]
    # Ten people: a head, two deputies, and of the seven left four in ten, rounded, are senior.
    titles = [POSTS[i].title for i in posts_of(LAYOUTS["division"], 10).tolist()]
    assert titles.count("Chuyên viên chính") == 3
    assert len(titles) == 10


def test_the_simulation_begins_in_2021(careers):
    assert day_number(FIRST) > careers.since.min()
    assert len(careers.on(day_number(FIRST))) > 4000
