"""Series on the tree of another day: what was divided or merged is carried, and nobody is lost."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from apps.metrics.measuring import measure
from apps.metrics.services import refresh
from apps.metrics.trends.carried import carried, standing_within
from apps.metrics.trends.series import trend
from apps.targets.models import TargetVersion
from apps.units.models import Unit
from tests.histories import undone
from tests.reorganisation.test_services import MERGE, ON, SPLIT, body, done
from tests.world import World

pytestmark = pytest.mark.django_db
COUNTS = ("met", "not_met", "unknown")
EVE, AFTER = ON - timedelta(days=1), date(2025, 8, 31)
# Both divisions of the two departments become one.
JOIN = body(
    {"open": {"unit": "PCH", "name": "Phòng Chung", "kind": "division", "parent": "SNV"}},
    {"merge": {"units": ["PTC", "PNV"], "into": "PCH"}},
)


def series(world: World, key: str, code: str, tree: date) -> list[tuple[int, ...] | None]:
    target = getattr(world, code).target
    unit = Unit.objects.get(key=key)
    _days, counts = carried(unit, standing_within(unit, tree), target, AFTER)
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
    assert (drawn.origins, drawn.divided) == (["Phòng Nghiệp vụ", "Phòng Tổ chức"], [])


def test_a_target_revised_since_still_names_who_became_the_unit(world: World) -> None:
    published(world, JOIN)
    target, unit = world.women.target, Unit.objects.get(key="PCH")
    said = {"name": "Nữ", "due_on": AFTER, "population": {}, "criterion": {"gender": "female"}}
    TargetVersion.objects.filter(pk=world.women.pk).update(end_on=AFTER)
    TargetVersion.objects.create(target=target, threshold_bp=1, start_on=AFTER, **said)
    drawn = trend(world.an, unit, target, AFTER, "")
    assert drawn.origins == ["Phòng Nghiệp vụ", "Phòng Tổ chức"]
    # Nobody is named whose figures the target never had.
    target.versions.filter(pk=world.women.pk).delete()
    assert trend(world.an, unit, target, AFTER, "").origins == []


def test_what_was_divided_stands_above_its_parts(world: World) -> None:
    published(world, SPLIT)
    # PTC became PMOI, and for a part SNV itself: of its past nothing can be told of PMOI alone.
    assert series(world, "PMOI", "women", AFTER) == [None, (0, 1, 0), (0, 1, 0)]
    assert series(world, "SNV", "women", AFTER) == [(1, 1, 0)] * 3
    drawn = trend(world.an, Unit.objects.get(key="PMOI"), world.women.target, AFTER, "")
    assert (drawn.days, drawn.origins, drawn.divided) == ([ON, AFTER], [], ["Phòng Tổ chức"])
    # On the former tree the new division stands where PTC stood.
    assert series(world, "PTC", "women", EVE) == [(0, 1, 0)] * 3


@pytest.mark.parametrize("plan", [JOIN, SPLIT, MERGE])
def test_the_top_has_the_same_figures_on_every_tree(world: World, plan: dict) -> None:
    published(world, plan)
    for code in ("young", "women", "trained", "qualified"):
        on_each = [series(world, "TINH", code, tree) for tree in (EVE, ON, AFTER)]
        was = trend(world.an, world.province, getattr(world, code).target, AFTER)
        assert on_each == [[found[:3] for found in was.counts if found]] * 3


class _Tree:
    """What stands while acts are drawn: divisions by the department that they lie under."""

    def __init__(self) -> None:
        self.under = {"PTC": "SNV", "PNV": "SYT", "PKH": "SYT"}
        self.departments = ["SNV", "SYT"]
        self.opened = 0

    def open(self, parent: str) -> tuple[str, dict[str, Any]]:
        self.opened += 1
        key = f"N{self.opened}"
        self.under[key] = parent
        kind = {"unit": key, "name": f"Phòng {key}", "kind": "division", "parent": parent}
        return key, {"open": kind}

    def plan(self, on: date, kind: str, at: random.Random) -> dict[str, Any]:
        acts, people = getattr(self, kind)(at)
        return body(*acts, people=people) | {"effective_on": on.isoformat()}

    def merge(self, at: random.Random) -> tuple[list[Any], list[Any]]:
        ending = at.sample(sorted(self.under), min(2, len(self.under)))
        for key in ending:
            del self.under[key]
        new, act = self.open(at.choice(self.departments))
        return [act, {"merge": {"units": ending, "into": new}}], []

    def split(self, at: random.Random) -> tuple[list[Any], list[Any]]:
        ending = at.choice(sorted(self.under))
        del self.under[ending]
        (one, first), (other, second) = (self.open(at.choice(self.departments)) for _ in "ab")
        lead = {"from": ending, "to": one, "where": {"is_leadership": True}}
        people = [lead, {"from": ending, "to": other}]
        return [first, second, {"split": {"unit": ending, "into": [one, other]}}], people

    def move(self, at: random.Random) -> tuple[list[Any], list[Any]]:
        key = at.choice(sorted(self.under))
        new, act = self.open(at.choice(self.departments))
        self.under[key] = at.choice(self.departments)
        return [act, {"move": {"unit": key, "parent": self.under[key]}}], []

    def join(self, at: random.Random) -> tuple[list[Any], list[Any]]:
        """Let one department take the other over, with all that lies below it."""
        if len(self.departments) < 2:
            return self.merge(at)
        at.shuffle(self.departments)
        gone, stays = self.departments.pop(), self.departments[0]
        below = [key for key, parent in self.under.items() if parent == gone]
        self.under |= dict.fromkeys(below, stays)
        acts = [{"move": {"unit": key, "parent": stays}} for key in below]
        return [*acts, {"merge": {"units": [gone, stays], "into": stays}}], []


@settings(max_examples=8, phases=[Phase.generate])
@given(
    kinds=st.lists(st.sampled_from(["merge", "split", "move", "join"]), min_size=2, max_size=2),
    seed=st.integers(0, 999),
)
def test_the_top_is_the_same_on_every_tree_whatever_was_reorganised(
    world: World, kinds: list[str], seed: int
) -> None:
    tree, at, days = _Tree(), random.Random(seed), [EVE]
    with undone():
        refresh(day=EVE)
        for on, kind in zip((ON, date(2025, 8, 1)), kinds, strict=True):
            done(tree.plan(on, kind, at), world)
            refresh(day=on)
            days.append(on)
        rows = measure(days).set_index(["as_of", "unit_key", "target", "scope"])
        for code in ("young", "women", "trained", "qualified"):
            target = getattr(world, code).target
            measured = [
                tuple(rows.loc[(day.isoformat(), "TINH", target.code, "subtree"), list(COUNTS)])
                for day in days
            ]
            for day in days:
                assert series(world, "TINH", code, day) == measured
            # Nobody is counted in two units of today; who was in what is now divided, in the top.
            tops = [series(world, key, code, days[-1]) for key in tree.departments]
            own = [
                tuple(rows.loc[(day.isoformat(), "TINH", target.code, "own"), list(COUNTS)])
                for day in days
            ]
            for number, whole in enumerate(measured):
                parts = [found[number] or (0, 0, 0) for found in tops]
                total = map(sum, zip(*parts, own[number], strict=True))
                assert all(part <= most for part, most in zip(total, whole, strict=True))
            assert tuple(map(sum, zip(*(top[-1] for top in tops), own[-1], strict=True))) == whole


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
