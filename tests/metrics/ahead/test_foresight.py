"""What is stored of the days ahead, the day on which a verdict turns, and who is warned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.cadres.models import Appointment, PlannedRetirement
from apps.metrics.ahead.foreseeing import foresee, foresee_if_due
from apps.metrics.ahead.foresight import curve, turning, warnings
from apps.metrics.core.verdict import Verdict
from apps.metrics.measuring import measure
from apps.metrics.models import ForeseenLoss, ProjectedUnit, Projection, Run
from apps.metrics.services import refresh
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming(published: World) -> World:
    """The world in which Hạnh leaves on 16 September and Phúc retires after 9 November."""
    people = published.cadres
    Appointment.objects.filter(cadre=people["hanh"]).update(end_on="2025-09-16")
    PlannedRetirement.objects.create(
        cadre=people["phuc"], last_day="2025-11-09", ground="early", note="Quyết định 1"
    )
    foresee(published.day)
    return published


def ids(world: World, *names: str) -> list[int]:
    return sorted(world.cadres[name].pk for name in names)


def test_every_stored_figure_is_what_measuring_the_day_gives(coming: World) -> None:
    projection = Projection.objects.get()
    assert projection.days[0] == coming.day
    assert projection.days[-1] == date(2027, 6, 30)
    rows = measure(projection.days, retirements_from=coming.day)
    told = rows.set_index(["as_of", "unit_key", "target", "scope"])
    for unit in coming.units.values():
        for version in (coming.young, coming.women, coming.trained, coming.qualified):
            for own in (True, False):
                found = curve(coming.an, coming.run, unit, version.target, own=own)
                points: Sequence = found.points if found else ()
                assert len(points) == (0 if unit.key == "PDT" else len(projection.days))
                for day, counts in (point.counts for point in points):
                    scope = "own" if own else "subtree"
                    row = told.loc[(day.isoformat(), unit.key, version.target.code, scope)]
                    assert counts[:3] == (row["met"], row["not_met"], row["unknown"])


def test_the_very_day_and_the_people_by_whom_a_verdict_turns(coming: World) -> None:
    # SYT: Hạnh, Oanh and Phúc of 5; without Hạnh 2 of 4, which is enough; then Oanh of 3.
    found = curve(coming.chi, coming.run, coming.health, coming.young.target)
    assert found.turn() == (date(2025, 10, 31), date(2025, 11, 30))
    turned = turning(found, coming.health, coming.young.target)
    assert turned.day == date(2025, 11, 10)
    assert (turned.score.met, turned.score.population) == (1, 3)
    assert turned.score.verdict == Verdict.NOT_MET
    assert turned.who.gone.tolist() == ids(coming, "hanh")
    assert turned.who.retired.tolist() == ids(coming, "phuc")
    assert turned.who.lapsed.tolist() == turned.who.gained.tolist() == []
    # TINH: Lan turns forty on 1 July, and Minh may be young: 5 of 12, and one unknown.
    whole = curve(coming.an, coming.run, coming.province, coming.young.target)
    turned = turning(whole, coming.province, coming.young.target)
    assert turned.day == date(2025, 7, 1)
    assert turned.score.verdict == Verdict.UNDETERMINED
    assert turned.who.lapsed.tolist() == ids(coming, "lan")
    # SYT alone, Hạnh and Chi: without Hạnh nobody is young.
    alone = curve(coming.chi, coming.run, coming.health, coming.young.target, own=True)
    turned = turning(alone, coming.health, coming.young.target, own=True)
    assert turned.day == date(2025, 9, 16)
    # A verdict that stays has no such day.
    stays = curve(coming.chi, coming.run, coming.health, coming.women.target)
    assert stays.turn() is None
    assert turning(stays, coming.health, coming.women.target) is None


def test_who_will_lose_what_is_met_is_warned_once_for_each_target(coming: World) -> None:
    versions = [coming.young.pk, coming.women.pk]
    listed = warnings(coming.an, coming.run, coming.province, versions)
    told = {(turn.unit.key, turn.version.target.code): turn for turn in listed}
    # PNV: Oanh and Phúc of 3, without Phúc Oanh of 2, which is half.
    assert set(told) == {("TINH", "young"), ("SYT", "young")}
    of_health = told["SYT", "young"]
    assert of_health.day == date(2025, 11, 30)
    assert (of_health.lapsed, of_health.retired, of_health.gone, of_health.gained) == (0, 1, 1, 0)
    assert told["TINH", "young"].day == date(2025, 7, 31)
    assert [turn.unit.key for turn in warnings(coming.chi, coming.run, coming.health, versions)] == ["SYT"]  # fmt: skip
    assert warnings(coming.chi, coming.run, coming.health, [coming.women.pk]) == []


def test_a_warning_of_a_deeper_unit_names_the_one_above_it(coming: World) -> None:
    copied = warnings(coming.chi, coming.run, coming.health, [coming.young.pk])[0]
    copied.pk, copied.unit = None, coming.profession
    copied.save()
    of_city = warnings(coming.an, coming.run, coming.province, [coming.young.pk])
    above = {turn.unit.key: turn.above for turn in of_city}
    assert above == {"TINH": None, "SYT": None, "PNV": "Sở Y tế"}
    of_health = warnings(coming.chi, coming.run, coming.health, [coming.young.pk])
    assert [turn.above for turn in of_health] == [None, None]


def test_who_sees_counts_only_is_shown_nothing_of_it(coming: World) -> None:
    run, user = coming.run, coming.coordinator
    assert curve(user, run, coming.health, coming.young.target) is None
    assert curve(user, run, coming.province, coming.young.target) is None
    assert warnings(user, run, coming.province, [coming.young.pk]) == []


def test_of_a_past_day_nothing_is_foreseen(coming: World) -> None:
    before = refresh(day=date(2025, 2, 28))
    assert curve(coming.an, before, coming.province, coming.young.target) is None
    assert warnings(coming.an, before, coming.province, [coming.young.pk]) == []


def test_it_is_computed_anew_for_a_new_day_or_some_minutes_after_a_change(world: World) -> None:
    assert foresee_if_due(world.day) is None
    run = refresh(day=world.day)
    first = foresee_if_due(world.day)
    assert first.run == run.pk
    assert foresee_if_due(world.day) is None
    later = refresh(day=world.day, reason=Run.Reason.CHANGE)
    assert foresee_if_due(world.day) is None
    assert curve(world.an, later, world.province, world.young.target).is_stale
    Projection.objects.update(computed_at=timezone.now() - timedelta(minutes=11))
    assert foresee_if_due(world.day).run == later.pk
    assert foresee_if_due(world.day + timedelta(days=1)) is not None
    assert Projection.objects.count() == 1
    assert ProjectedUnit.objects.values("projection").distinct().count() == 1
    assert not ForeseenLoss.objects.exclude(projection=Projection.objects.get()).exists()
