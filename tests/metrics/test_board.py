"""The figures of a dashboard and of a series, as the world of the tests has them."""

import time
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.roles import Role
from apps.metrics.board import Board, scoreboard
from apps.metrics.models import Result, Run
from apps.metrics.score import Score
from apps.metrics.selectors import run_for
from apps.metrics.services import refresh
from apps.metrics.trends.series import trend
from apps.units.models import Placement, Succession, Unit
from tests.factories import a_cadre, a_member, a_target, a_unit, rebuild_tree
from tests.world import World

pytestmark = pytest.mark.django_db


def board(world: World, unit: Unit, user=None, run: Run | None = None) -> Board:
    run = run or world.run
    return scoreboard(user or world.an, run, unit, unit.name, world.targets)


def counts(score: Score | None) -> tuple[int, int, int]:
    assert score
    return score.met, score.not_met, score.unknown


def test_a_card_has_the_counts_of_the_unit_with_everything_below(published: World) -> None:
    cards = board(published, published.province).cards
    assert [counts(card.score) for card in cards] == [(6, 5, 1), (3, 2, 0), (6, 4, 2), (4, 1, 1)]
    assert [card.score.verdict for card in cards] == ["met", "met", "not_met", "not_met"]


def test_the_units_below_stand_with_their_own_figures(published: World) -> None:
    lines = {line.key: line for line in board(published, published.province).lines}
    assert set(lines) == {"SNV", "SYT"}
    assert [counts(score) for score in lines["SNV"].scores] == [
        (2, 2, 1),
        (1, 1, 0),
        (2, 2, 1),
        (2, 0, 1),
    ]
    # Undetermined, not met, not met, undetermined.
    assert (lines["SNV"].not_met, lines["SNV"].counted) == (2, 4)


def test_the_units_own_people_have_a_row_so_that_the_rows_add_up(published: World) -> None:
    found = board(published, published.province)
    assert found.own
    assert [counts(score) for score in found.own.scores] == [
        (1, 1, 0),
        (0, 1, 0),
        (1, 1, 0),
        (0, 0, 0),
    ]
    for i, total in enumerate(found.total.scores):
        parts = [counts(line.scores[i]) for line in (found.own, *found.lines)]
        assert counts(total) == tuple(map(sum, zip(*parts, strict=True)))


def test_a_unit_without_units_below_has_no_such_row(published: World) -> None:
    found = board(published, published.organisation)
    assert found.own is None
    assert found.lines == ()


def test_nobody_to_count_is_no_population(published: World) -> None:
    assert {s.verdict for s in board(published, published.empty).total.scores if s} == {
        "no_population"
    }


def test_the_units_below_are_those_of_the_runs_day(published: World) -> None:
    before = refresh(day=date(2025, 2, 28))
    keys = [line.key for line in board(published, published.interior, run=before).lines]
    assert sorted(keys) == ["PDT", "PTC"]
    assert [line.key for line in board(published, published.interior).lines] == ["PTC"]


def test_units_out_of_sight_have_no_row(published: World) -> None:
    assert board(published, published.province, user=published.chi).lines[0].key == "SYT"
    assert len(board(published, published.province, user=published.chi).lines) == 1


def test_a_card_remembers_the_month_ends_of_a_year(published: World) -> None:
    for day in (date(2025, 4, 30), date(2025, 5, 15), date(2025, 5, 31), date(2024, 6, 29)):
        refresh(day=day)
    run = refresh(day=published.day)
    year = board(published, published.province, run=run).cards[0].year
    assert [point.day for point in year] == [date(2025, 4, 30), date(2025, 5, 31), published.day]


def test_after_the_due_date_its_verdict_stands_beside_todays(published: World) -> None:
    published.young.due_on = date(2025, 2, 28)
    refresh(day=date(2025, 2, 28))
    card = board(published, published.interior).cards[0]
    # On 28 February Khoa was still 39: Giang, Khoa, Lan of five, Minh unknown.
    assert card.due
    assert counts(card.due.score) == (3, 1, 1)


def test_a_due_date_to_come_has_no_verdict_yet(published: World) -> None:
    assert board(published, published.province).cards[0].due is None


@pytest.mark.parametrize("children", [5, 400])
def test_the_number_of_queries_does_not_grow_with_the_units(world: World, children: int) -> None:
    root = a_unit("ROOT", kind="city")
    user = a_member("root-leader", Role.LEADER, root)
    units = Unit.objects.bulk_create(
        Unit(key=f"K{i}", name=f"K{i}", name_key=f"k{i}", kind="commune") for i in range(children)
    )
    Placement.objects.bulk_create(Placement(unit=u, parent=root, name=u.name) for u in units)
    rebuild_tree()
    a_cadre("x", unit=units[0])
    run = refresh(day=world.day)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = scoreboard(user, run, root, "ROOT", world.targets)
    assert len(found.lines) == children
    # The roles of the reader, the units below, the figures, and those of earlier months.
    assert len(queries) == 4


def test_the_run_of_a_day_is_its_last_edition_or_that_of_the_day_before(world: World) -> None:
    refresh(day=date(2025, 6, 1))
    first = refresh(day=date(2025, 6, 10))
    second = refresh(day=date(2025, 6, 10))
    late = refresh(day=date(2025, 6, 5))
    assert run_for(date(2025, 6, 10)) == second != first
    assert run_for(date(2025, 6, 9)) == late
    assert run_for(date(2030, 1, 1)) == second
    # Before the first day there is nothing: the last published run is shown instead.
    assert run_for(date(2020, 1, 1)) == late


def test_without_runs_there_is_none(world: World) -> None:
    assert run_for(world.day) is None


def test_a_series_holds_each_day_by_its_last_edition(world: World) -> None:
    for day in (date(2025, 2, 27), date(2025, 2, 28), date(2025, 3, 1)):
        refresh(day=day)
    refresh(day=date(2025, 2, 28))
    found = trend(world.binh, world.interior, world.young.target, world.day)
    assert found.days == [date(2025, 2, 27), date(2025, 2, 28), date(2025, 3, 1)]
    # Giang, Khoa and Lan are under forty, Bình is not, Minh is unknown.
    assert found.counts == [(3, 1, 1, 5000)] * 3


def test_a_series_ends_at_its_day_and_changes_where_a_figure_did(world: World) -> None:
    for day in (date(2025, 6, 29), date(2025, 6, 30), date(2025, 7, 1)):
        refresh(day=day)
    found = trend(world.binh, world.organisation, world.young.target, date(2025, 6, 30))
    # Khoa turns forty on 30 June; Lan, one day younger, on 1 July.
    assert found.counts == [(2, 0, 1, 5000), (1, 1, 1, 5000)]


def test_a_series_says_where_its_units_were_reorganised(world: World) -> None:
    Succession.objects.create(
        predecessor=world.closed, successor=world.organisation, effective_on=date(2025, 3, 1)
    )
    for day in (date(2025, 2, 27), date(2025, 3, 2)):
        refresh(day=day)
    target = world.young.target
    assert trend(world.an, world.province, target, world.day).breaks == [date(2025, 3, 1)]
    assert trend(world.an, world.health, target, world.day).breaks == []


def test_a_series_of_a_unit_out_of_sight_is_empty(published: World) -> None:
    found = trend(published.chi, published.interior, published.young.target, published.day)
    assert found.counts == []


def test_five_years_of_days_are_read_in_under_fifty_milliseconds(world: World) -> None:
    version = a_target({"age_below": 40}, plan=world.plan, code="long")
    first = date(2020, 7, 1)
    runs = Run.objects.bulk_create(
        Run(as_of=first + timedelta(days=i), edition=1, reason="night", people=1)
        for i in range(1826)
    )
    numbers = [run.pk for run in runs]
    # A change on every fiftieth day.
    Run.objects.update(version_ids=[version.pk])
    Result.objects.bulk_create(
        Result(unit=world.province, from_run=run, counts=[5000, 0, 0, 0, i, 1, 0], profile=b"1234")
        for i, run in enumerate(numbers[::50])
    )
    taken = []
    for _round in range(5):
        started = time.process_time()
        found = trend(world.an, world.province, version.target, date(2026, 12, 31))
        taken.append(time.process_time() - started)
    assert len(found.days) == 1826
    assert found.counts[49:51] == [(0, 1, 0, 5000), (1, 1, 0, 5000)]
    assert min(taken) < 0.05
