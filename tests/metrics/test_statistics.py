"""Statistical tables: numbers worked by hand from tests/world.py, and totals that add up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.audit.history import acting
from apps.audit.known import facts_as_known, present_moment
from apps.cadres.models import Cadre
from apps.metrics.measures import Assigned
from apps.metrics.progress import NoFiguresError
from apps.metrics.statistics import Count, Tabulation, table
from apps.reports.bm01 import BM01
from apps.targets.conditions import Not, parse
from apps.units.headcount import assign_headcount
from tests.factories import a_cadre, a_unit, qualify
from tests.histories import careers, undone, write
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 30)


def column(tabulation: Tabulation, number: int) -> list[Count]:
    """Return a column of form BM01 by its printed number: each line, then the total."""
    place = number - 3
    return [*(line.counts[place] for line in tabulation.lines), tabulation.total[place]]


def met(tabulation: Tabulation, number: int) -> list[int | None]:
    return [count.met for count in column(tabulation, number)]


def unknown(tabulation: Tabulation, number: int) -> list[int]:
    return [count.unknown for count in column(tabulation, number)]


@pytest.fixture
def province(world: World) -> Tabulation:
    """Form BM01 of the province: its own people, Home Affairs, Health, and the total."""
    return table(world.province, BM01.measures, DAY)


def test_a_table_has_the_units_own_people_and_a_line_a_child(province: Tabulation) -> None:
    lines = [(line.key, line.is_own) for line in province.lines]
    assert lines == [("TINH", True), ("SNV", False), ("SYT", False)]
    # An and Dũng; Bình, Giang, Khoa, Lan, Minh; Chi, Hạnh, Oanh, Phúc, Quân.
    assert met(province, 4) == [2, 5, 5, 12]


def test_women_are_counted_and_who_has_no_gender_is_unknown(province: Tabulation) -> None:
    # Bình and Lan, Giang unknown; Chi, Hạnh, Oanh.
    assert met(province, 5) == [0, 2, 3, 5]
    assert unknown(province, 5) == [0, 1, 0, 1]


def test_everybody_stands_in_one_column_of_degrees(province: Tabulation) -> None:
    # Doctorate: Lan; Chi. Master: An; Bình; Oanh. University: Dũng; Giang, Khoa; Hạnh, Quân.
    assert met(province, 14) == [0, 1, 1, 2]
    assert met(province, 15) == [1, 1, 1, 3]
    assert met(province, 16) == [1, 2, 2, 5]
    # College: Minh. Intermediate: Phúc. Elementary: nobody.
    assert [met(province, number)[-1] for number in (17, 18, 19)] == [1, 1, 0]


def test_levels_of_theory_leave_out_none_and_unrecorded(province: Tabulation) -> None:
    # Bachelor: Chi. Advanced: An, Bình, Lan. Intermediate: Dũng, Khoa, Minh, Hạnh, Oanh.
    # Elementary: Quân. Phúc is known to have none; of Giang nothing is recorded.
    assert [met(province, number)[-1] for number in (20, 21, 22, 23)] == [1, 3, 5, 1]
    assert [unknown(province, number)[-1] for number in (20, 21, 22, 23)] == [1, 1, 1, 1]


def test_bands_of_age_count_full_years(province: Tabulation) -> None:
    # Hạnh is 29. From 31 to 40: Dũng 35, Giang 37, Khoa 40 today, Lan 39, Minh 39 or 40, Oanh 34,
    # Phúc 32. Bình 44, Chi 49. An 55, Quân 56, and only he is a man of 56 to 60.
    assert [met(province, number)[-1] for number in (34, 35, 36, 37)] == [1, 7, 2, 2]
    assert [met(province, number)[-1] for number in (38, 39, 40)] == [0, 1, 0]
    assert all(unknown(province, number)[-1] == 0 for number in range(34, 41))


def test_what_nobody_recorded_is_unknown_and_not_nought(province: Tabulation) -> None:
    for number in (6, 7, 8, 9, 24, 26, 28, 30, 31):
        assert column(province, number)[-1] == Count(0, 12)


def test_marks_grades_and_languages_are_counted(world: World) -> None:
    khoa, lan = world.cadres["khoa"], world.cadres["lan"]
    Cadre.objects.filter(key__in=["khoa", "lan"]).update(is_party_member=True, is_minority=False)
    Cadre.objects.filter(key="minh").update(is_religious=True)
    qualify(khoa, "specialist", kind="grade")
    qualify(khoa, "principal", kind="grade", awarded_on="2024")
    qualify(lan, "officer", kind="grade", awarded_on="2025")
    qualify(lan, "certificate", kind="english")
    qualify(khoa, "university", kind="english")
    found = table(world.organisation, BM01.measures, DAY)
    assert [line.key for line in found.lines] == ["PTC"]
    # Khoa, Lan, Minh: Minh's Party membership is not recorded.
    assert column(found, 6)[-1] == Count(2, 1)
    assert column(found, 7)[-1] == Count(0, 1)
    assert column(found, 8)[-1] == Count(1, 2)
    # Khoa is a principal specialist and no longer a specialist. Lan became officer some day in
    # 2025: whether by 30 June is not known.
    assert column(found, 10)[-1] == Count(1, 1)
    assert column(found, 11)[-1] == Count(0, 1)
    assert column(found, 12)[-1] == Count(0, 2)
    assert column(found, 26)[-1] == Count(1, 1)
    assert column(found, 27)[-1] == Count(1, 1)


def test_past_the_age_of_retirement(world: World) -> None:
    # A man born in June 1963 reaches 61 in June 2024 and is past it from July on; born in July
    # 1964 he reaches 61 years 3 months in October 2025. A woman born in September 1968 reaches 56
    # years 8 months in May 2025. Of somebody whose gender is not recorded both must hold.
    ages = [
        ("male", "1963-06", True),
        ("male", "1964-07", False),
        ("female", "1968-09", True),
        ("female", "1968-12", False),
        ("", "1963-06", True),
        ("", "1968-09", None),
        ("", "1990", False),
        ("male", None, None),
    ]
    for gender, born, _past in ages:
        a_cadre(unit=world.empty, born=born, gender=gender)
    past = parse({"past_retirement_age": True}, of_table=True)
    found = table(world.empty, [past, Not(past)], DAY)
    assert found.total == (Count(3, 2), Count(3, 2))


def test_posts_are_summed_and_their_lack_is_told(world: World) -> None:
    for unit, posts in ((world.interior, 4), (world.organisation, 3), (world.profession, 5)):
        assign_headcount(unit=unit, posts=posts, start_on=date(2025, 1, 1), by=world.coordinator)
    found = table(world.province, [Assigned()], DAY)
    # Nothing is assigned to the province itself nor to Health, where people serve: one unit each.
    # What Home Affairs has covers its divisions.
    cells = [*(line.counts[0] for line in found.lines), found.total[0]]
    assert cells == [Count(None, 1), Count(7, 0), Count(5, 1), Count(12, 2)]
    before = table(world.province, [Assigned()], date(2024, 12, 31))
    # Home Affairs, both its divisions, Health, its division, and the province itself.
    assert before.total == (Count(None, 6),)


def test_a_unit_with_nobody_has_a_line_of_noughts(world: World) -> None:
    found = table(world.empty, [parse({"gender": "female"})], DAY)
    assert [line.counts for line in found.lines] == [(Count(0, 0),)]
    assert found.people == 0


def test_a_unit_out_of_the_tree_has_no_table(world: World) -> None:
    with pytest.raises(NoFiguresError):
        table(world.closed, [], DAY)


def test_a_table_of_an_earlier_moment_comes_back(world: World) -> None:
    before, moment = table(world.province, BM01.measures, DAY), present_moment()
    with acting("officer"):
        Cadre.objects.filter(key="an").update(is_party_member=True, gender="female")
        qualify(world.cadres["an"], "senior", kind="grade")
        assign_headcount(
            unit=world.interior, posts=9, start_on=date(2025, 1, 1), by=world.coordinator
        )
    assert table(world.province, BM01.measures, DAY) != before
    with facts_as_known(moment):
        assert table(world.province, BM01.measures, DAY) == before


CONDITIONS = [
    parse({"gender": "female"}),
    parse({"age_below": 40}),
    parse({"qualification_at_least": {"kind": "professional", "level": "master"}}),
    parse({"is_leadership": True}),
]


@settings(max_examples=25)
@given(drawn=st.lists(careers(), max_size=8), day=st.dates(date(2015, 1, 1), date(2030, 1, 1)))
def test_totals_add_up_and_a_condition_and_its_contrary_count_everybody(drawn, day) -> None:
    with undone():
        root = a_unit(kind="city")
        below = [a_unit(under=root, kind="department") for _ in range(2)]
        units = [root, *below, a_unit(under=below[0], kind="division")]
        write(drawn, units)
        columns = [*CONDITIONS, *(Not(part) for part in CONDITIONS), parse({"all": []})]
        found = table(root, columns, day)
    for place, total in enumerate(found.total):
        cells = [line.counts[place] for line in found.lines]
        assert total == Count(sum(c.met or 0 for c in cells), sum(c.unknown for c in cells))
    half = len(CONDITIONS)
    for place in range(half):
        yes, no = found.total[place], found.total[half + place]
        assert yes.unknown == no.unknown
        assert (yes.met or 0) + (no.met or 0) + yes.unknown == found.people
    assert found.total[-1] == Count(found.people, 0)
