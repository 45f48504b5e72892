"""What an act would do to the figures, worked by hand from the table of tests/world.py."""

from __future__ import annotations

from datetime import date

import pytest

from apps.cadres.models import Appointment
from apps.cadres.services.people import correct_cadre
from apps.cadres.services.posts import Post, transfer
from apps.common.errors import RuleError
from apps.common.partial import PartialDate
from apps.metrics.previews.preview import Effects, UnitEffect, effect_of
from tests.world import World


def counts(
    effects: Effects, key: str, code: str
) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    unit = one(effects, key)
    change = next(c for c in unit.changes if c.version.target.code == code)
    return tuple((s.met, s.not_met, s.unknown) for s in (change.before, change.after))  # type: ignore[return-value]


def one(effects: Effects, key: str) -> UnitEffect:
    return next(unit for unit in effects.units if unit.unit.key == key)


def to_health(world: World, day: date) -> Post:
    return Post(
        unit=world.units["PNV"],
        title="Phó Trưởng phòng",
        managed_by="unit",
        is_leadership=False,
        start_on=PartialDate.of(day),
    )


def test_a_transfer_takes_from_one_department_and_gives_to_the_other(world: World) -> None:
    # Lan is young and not trained. On 1 July 2025 she turns forty, so on the day before:
    # SNV young 2/2/1 loses a met one, SYT young 3/2/0 gains one.
    lan = world.cadres["lan"]
    effects = effect_of(
        lambda: transfer(cadre=lan, post=to_health(world, world.day), by=world.an),
        user=world.an,
        day=world.day,
    )
    assert counts(effects, "SNV", "young") == ((2, 2, 1), (1, 2, 1))
    assert counts(effects, "SYT", "young") == ((3, 2, 0), (4, 2, 0))
    assert counts(effects, "PTC", "young") == ((1, 1, 1), (0, 1, 1))
    assert [unit.unit.key for unit in effects.units if not unit.is_inner] == ["SNV", "SYT"]
    assert effects.people == 1


def test_nothing_of_the_act_stays(world: World) -> None:
    lan = world.cadres["lan"]
    effect_of(
        lambda: transfer(cadre=lan, post=to_health(world, world.day), by=world.an),
        user=world.an,
        day=world.day,
    )
    assert Appointment.objects.get(cadre=lan).unit == world.organisation


def test_a_verdict_that_turns_is_said(world: World) -> None:
    # With Minh certainly under forty PTC has 2 of 3 young: undetermined becomes met.
    effects = effect_of(
        lambda: correct_cadre(
            cadre=world.cadres["minh"], reason="x", by=world.officer, born=PartialDate(1985, 12, 1)
        ),
        user=world.officer,
        day=world.day,
    )
    turned = {
        (unit.unit.key, change.version.target.code, change.after.verdict.value)
        for unit, change in effects.turns
    }
    # SNV: 3 of 5 young, the half is reached.
    assert turned == {("SNV", "young", "met"), ("PTC", "young", "met")}


def test_units_out_of_sight_are_not_shown(world: World) -> None:
    lan = world.cadres["lan"]
    effects = effect_of(
        lambda: transfer(cadre=lan, post=to_health(world, world.day), by=world.an),
        user=world.officer,
        day=world.day,
    )
    assert {unit.unit.key for unit in effects.units} == {"SNV", "PTC"}


def test_an_act_that_changes_no_figure_says_so(world: World) -> None:
    effects = effect_of(
        lambda: correct_cadre(
            cadre=world.cadres["minh"], reason="x", by=world.officer, full_name="Bùi Minh"
        ),
        user=world.officer,
        day=world.day,
    )
    assert effects.is_none


def test_what_the_act_refuses_is_raised(world: World) -> None:
    with pytest.raises(RuleError):
        effect_of(
            lambda: correct_cadre(
                cadre=world.cadres["minh"], reason="", by=world.officer, gender="male"
            ),
            user=world.officer,
            day=world.day,
        )


def test_people_of_the_root_itself_concern_the_whole_city(world: World) -> None:
    # Dũng, 35, leaves TINH: 6/5/1 young becomes 5/5/1.
    dung = world.cadres["dung"]
    effects = effect_of(
        lambda: Appointment.objects.filter(cadre=dung).delete(), user=world.an, day=world.day
    )
    assert counts(effects, "TINH", "young") == ((6, 5, 1), (5, 5, 1))
