"""Posts assigned to units: what stands on a day, and what an assignment replaces."""

from datetime import date

import pytest

from apps.common.errors import RuleError
from apps.units.headcount import assign_headcount, headcounts
from apps.units.models import HeadcountQuota
from tests.world import World

pytestmark = pytest.mark.django_db


def assign(world: World, posts: int | None, day: date) -> None:
    assign_headcount(unit=world.interior, posts=posts, start_on=day, by=world.coordinator)


def on(world: World, day: date) -> int | None:
    return headcounts([world.interior.pk, world.health.pk], day).get(world.interior.pk)


def test_a_number_holds_until_the_next_one(world: World) -> None:
    assign(world, 80, date(2024, 1, 1))
    assign(world, 75, date(2025, 1, 1))
    days = (date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
    assert [on(world, day) for day in days] == [None, 80, 80, 75]


def test_an_earlier_number_ends_where_the_later_one_begins(world: World) -> None:
    assign(world, 75, date(2025, 1, 1))
    assign(world, 80, date(2024, 1, 1))
    assert [on(world, date(year, 6, 30)) for year in (2024, 2025)] == [80, 75]


def test_the_number_of_the_same_day_is_replaced_and_the_history_keeps_it(world: World) -> None:
    assign(world, 80, date(2024, 1, 1))
    assign(world, 81, date(2024, 1, 1))
    assert on(world, date(2024, 1, 1)) == 81
    assert HeadcountQuota.objects.count() == 1
    events = HeadcountQuota.events.rel.related_model.objects.order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "delete", "insert"]


def test_from_a_day_on_nothing_may_be_assigned(world: World) -> None:
    assign(world, 80, date(2024, 1, 1))
    assign(world, None, date(2025, 1, 1))
    assert [on(world, date(year, 6, 30)) for year in (2024, 2025)] == [80, None]


@pytest.mark.parametrize("posts", [-1, 1_000_001])
def test_a_number_that_no_unit_has_is_refused(world: World, posts: int) -> None:
    with pytest.raises(RuleError) as refused:
        assign(world, posts, date(2024, 1, 1))
    assert refused.value.field == "posts"


def test_a_unit_out_of_the_tree_gets_no_posts(world: World) -> None:
    with pytest.raises(RuleError) as refused:
        assign_headcount(
            unit=world.closed, posts=5, start_on=date(2025, 3, 1), by=world.coordinator
        )
    assert refused.value.field == "start_on"
