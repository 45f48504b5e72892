"""How a unit stands among others: those that the user may see, and no others."""

from __future__ import annotations

from apps.metrics.ranking import around
from tests.world import World


def test_a_unit_is_ranked_among_those_that_the_user_may_see(published: World) -> None:
    assert published.run is not None
    found = {
        user.username: around(
            user, published.run, published.interior, published.province, published.women, own=False
        )
        for user in (published.an, published.binh)
    }
    assert {place.unit.key for place in found["an"].beside} == {"SNV", "SYT"}
    assert {place.unit.key for place in found["binh"].beside} == {"SNV"}
    assert {place.unit.key for place in found["binh"].below} == {"PTC"}
