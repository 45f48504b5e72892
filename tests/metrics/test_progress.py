"""The figures of a report are those of the world's story, and of ``measure``."""

from __future__ import annotations

from datetime import date

import pytest

from apps.audit.known import facts_as_known, present_moment
from apps.cadres.models import Cadre
from apps.metrics.measuring import measure
from apps.metrics.progress import NoFiguresError, Progress, progress
from tests.world import World

pytestmark = pytest.mark.django_db


def of_interior(world: World, before: date | None = None) -> Progress:
    return progress(world.interior, plan=world.plan, day=world.day, before=before)


def test_the_counts_are_those_of_the_story(world: World) -> None:
    found = of_interior(world)
    counts = [(aim.now.met, aim.now.not_met, aim.now.unknown) for aim in found.aims]
    assert counts == [(2, 2, 1), (1, 1, 0), (2, 2, 1), (2, 0, 1)]
    assert [(line.key, line.parent, line.depth) for line in found.lines] == [("PTC", "SNV", 1)]
    # PTC: young undetermined 1, women 1, trained 3, qualified met.
    assert found.lines[0].short == 5
    assert found.name == "Sở Nội vụ"


def test_the_whole_province_agrees_with_measure(world: World) -> None:
    found = progress(world.province, plan=world.plan, day=world.day, before=None)
    rows = measure([world.day], plan=world.plan.code)
    rows = rows[rows["scope"] == "subtree"]
    expected = {
        (row.unit_key, row.target): (row.met, row.not_met, row.unknown, row.verdict)
        for row in rows.itertuples()
    }
    codes = [aim.version.target.code for aim in found.aims]
    for key, scores in [
        ("TINH", [aim.now for aim in found.aims]),
        *((line.key, line.scores) for line in found.lines),
    ]:
        for code, score in zip(codes, scores, strict=True):
            got = (score.met, score.not_met, score.unknown, score.verdict.value)
            assert got == expected[key, code]


def test_what_is_not_known_is_said_by_fact(world: World) -> None:
    young, _women, trained, qualified = of_interior(world).aims
    # Minh was born in 1985, Khoa's training is undated, Giang's theory is not recorded.
    assert young.unknown == {"born": 1}
    assert trained.unknown == {"training": 1}
    assert qualified.unknown == {"political_theory": 1}


def test_what_changed_since_an_earlier_day_sums_up(world: World) -> None:
    found = of_interior(world, before=date(2023, 6, 30))
    for aim in found.aims:
        assert aim.before is not None
        assert aim.parts is not None
        assert sum(change[0] for change in aim.parts.values()) == aim.now.met - aim.before.met


def test_a_day_before_the_unit_was_there_is_not_compared(world: World) -> None:
    world.interior.placements.update(start_on="2024-01-01")
    found = of_interior(world, before=date(2023, 6, 30))
    assert found.before is None
    assert all(aim.before is None and aim.parts is None for aim in found.aims)


def test_a_unit_out_of_the_tree_has_no_figures(world: World) -> None:
    with pytest.raises(NoFiguresError):
        progress(world.closed, plan=world.plan, day=world.day, before=None)


def test_records_are_counted_with_what_they_lack(world: World) -> None:
    found = of_interior(world).completeness
    # Bình, Giang, Khoa, Lan, Minh: Minh's birth is a year, Giang's gender and theory are unknown.
    assert (found.people, found.birth_date, found.full_birth_date) == (5, 0, 1)
    assert (found.gender, found.degree, found.political_theory) == (1, 0, 1)


def test_the_figures_of_an_earlier_moment_come_back(world: World) -> None:
    before, moment = of_interior(world, date(2023, 6, 30)), present_moment()
    Cadre.objects.filter(key="binh").update(gender="male")
    assert of_interior(world, date(2023, 6, 30)) != before
    with facts_as_known(moment):
        assert of_interior(world, date(2023, 6, 30)) == before
