"""How many people a pair of conditions describes, for each user in their own units."""

from __future__ import annotations

from apps.metrics.previews.describing import described
from apps.targets.conditions import parse
from tests.world import World

YOUNG, LEADER, FEMALE = ({"age_below": 40}, {"is_leadership": True}, {"gender": "female"})


def test_the_people_of_the_users_units_are_counted_once(world: World) -> None:
    # The figures at the head of tests/world.py: TINH 6/5/1, SNV 2/2/1.
    everyone, young = parse({"all": []}), parse(YOUNG)
    found = described(everyone, young, user=world.coordinator, day=world.day)
    assert (found.met, found.not_met, found.unknown, found.population) == (6, 5, 1, 12)
    found = described(everyone, young, user=world.binh, day=world.day)
    assert (found.met, found.not_met, found.unknown) == (2, 2, 1)


def test_only_the_population_is_counted(world: World) -> None:
    found = described(parse(LEADER), parse(FEMALE), user=world.coordinator, day=world.day)
    assert (found.met, found.not_met, found.unknown) == (3, 2, 0)
