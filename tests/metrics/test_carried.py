"""Series on the tree of another day: what was divided or merged is carried, and nobody is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from apps.metrics.carried import carried
from apps.metrics.series import trend
from apps.metrics.services import refresh
from apps.units.models import Unit
from tests.reorganisation.test_services import MERGE, ON, SPLIT, body, done
from tests.world import World

pytestmark = pytest.mark.django_db
EVE, AFTER = ON - timedelta(days=1), date(2025, 8, 31)
# Both divisions of the two departments become one.
JOIN = body(
    {"open": {"unit": "PCH", "name": "Phòng Chung", "kind": "division", "parent": "SNV"}},
    {"merge": {"units": ["PTC", "PNV"], "into": "PCH"}},
)


def series(world: World, key: str, code: str, tree: date) -> list[tuple[int, ...] | None]:
    target = getattr(world, code).target
    _days, counts = carried(Unit.objects.get(key=key), target, AFTER, tree)
    return [found[:3] if found else None for found in counts]


def published(world: World, plan: dict) -> None:
    refresh(day=EVE)
    done(plan, world)
    for day in (ON, AFTER):
        refresh(day=day)


def test_a_new_unit_has_the_past_of_those_that_became_it(world: World) -> None:
    published(world, JOIN)
    # PTC 0/1/0 and PNV 1/0/0 on the eve; Khoa and Oanh lead in PCH from then on.
    assert series(world, "PCH", "women", AFTER) == [(1, 1, 0)] * 3
    as_it_was = trend(world.an, Unit.objects.get(key="PCH"), world.women.target, AFTER)
    assert as_it_was.days == [ON, AFTER]
    drawn = trend(world.an, Unit.objects.get(key="PCH"), world.women.target, AFTER, "")
    assert (drawn.days, drawn.breaks) == ([EVE, ON, AFTER], [ON])
    assert drawn.counts[0] == (1, 1, 0, 6000)


def test_what_was_divided_stands_above_its_parts(world: World) -> None:
    published(world, SPLIT)
    # PTC became PMOI, and for a part SNV itself: of its past nothing can be told of PMOI alone.
    assert series(world, "PMOI", "women", AFTER) == [None, (0, 1, 0), (0, 1, 0)]
    assert series(world, "SNV", "women", AFTER) == [(1, 1, 0)] * 3
    # On the former tree the new division stands where PTC stood.
    assert series(world, "PTC", "women", EVE) == [(0, 1, 0)] * 3


@pytest.mark.parametrize("plan", [JOIN, SPLIT, MERGE])
def test_the_top_has_the_same_figures_on_every_tree(world: World, plan: dict) -> None:
    published(world, plan)
    for code in ("young", "women", "trained", "qualified"):
        on_each = [series(world, "TINH", code, tree) for tree in (EVE, ON, AFTER)]
        was = trend(world.an, world.province, getattr(world, code).target, AFTER)
        assert on_each == [[found[:3] for found in was.counts if found]] * 3


def test_the_units_below_the_top_add_up_to_it_on_every_tree(world: World) -> None:
    published(world, MERGE)
    for tree, keys in ((EVE, ["SNV", "SYT"]), (AFTER, ["SNV"])):
        below = [series(world, key, "young", tree) for key in keys]
        top = series(world, "TINH", "young", tree)
        # An and Dũng serve in the top itself: one is not young, one is.
        for at, whole in enumerate(top):
            assert whole is not None
            parts = [found[at] or (0, 0, 0) for found in below]
            assert tuple(map(sum, zip(*parts, (1, 1, 0), strict=True))) == whole


def test_the_page_offers_the_trees_that_differ(world: World, an: Client) -> None:
    published(world, MERGE)
    page = an.get(reverse("target", args=["SNV", "women"])).content.decode()
    assert "cây ngày 31/08/2025" in page
    assert "cây ngày 30/06/2025" in page
    query = "?plan=KH-01&target=women&tree="
    drawn = {
        tree: an.get(reverse("series", args=["SNV"]) + query + tree).json()["data"][0]["x"]
        for tree in ("", "own", "2025-06-30", "2025-08-31", "nonsense")
    }
    # SNV was there all along: its own figures, unless another tree is asked for.
    assert drawn[""] == drawn["own"] == drawn["nonsense"]
    line = an.get(reverse("series", args=["SNV"]) + query + "2025-08-31").json()
    # On the tree of August the eve has the leaders of both departments: 3 women and a man.
    assert line["data"][0]["y"] == [75.0]
    assert an.get(reverse("series", args=["SNV"]) + query + "own").json()["data"][0]["y"] == [50.0]
