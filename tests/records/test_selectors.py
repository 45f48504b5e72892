"""What pages about many people are asked for."""

from __future__ import annotations

import pytest

from apps.records.selectors import wanted_unit
from tests.world import World


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"unit_key": "PTC"}, "PTC"),
        ({"unit": "phòng tổ chức"}, "PTC"),
        ({"unit_key": "SYT"}, None),
        ({"unit_key": "TINH"}, None),
        ({"unit": "Sở Y tế"}, None),
    ],
)
def test_a_unit_is_found_among_those_whose_records_the_user_keeps(
    world: World, asked: dict[str, str], found: str | None
) -> None:
    unit = wanted_unit(world.officer, asked, world.day).unit
    assert (unit and unit.key) == found
