"""What a change of the tree or of a target does to the figures: by hand from tests/world.py."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from apps.accounts.models import User
from apps.common.errors import RuleError
from apps.metrics.figures import figures_of
from apps.metrics.models import Run
from apps.metrics.previews.comparing import effect_of_change
from apps.metrics.previews.preview import Change, Effects
from apps.metrics.services import refresh
from apps.targets.models import TargetVersion, UnitThreshold
from apps.targets.services import (
    correct_target,
    publish_target,
    set_unit_threshold,
    withdraw_target,
)
from apps.units.models import Lineage, Placement
from apps.units.services import close_unit, move_unit, open_unit, rename_unit
from tests.factories import a_cadre, a_plan, a_target, a_unit
from tests.world import World

OLD = {"not": {"age_below": 40}}


def change_of(effects: Effects, key: str, code: str) -> Change:
    unit = next(unit for unit in effects.units if unit.unit.key == key)
    return next(c for c in unit.changes if c.version.target.code == code)


def counts(effects: Effects, key: str, code: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    change = change_of(effects, key, code)
    before, after = ((s.met, s.not_met, s.unknown) for s in (change.before, change.after))
    return before, after


def moved(world: World, user: User | None = None) -> Effects:
    """PTC, with Khoa, Lan and Minh, goes from Sở Nội vụ to Sở Y tế."""
    return effect_of_change(
        lambda: move_unit(
            unit=world.organisation, parent=world.health, from_day=world.day, by=world.coordinator
        ),
        user=user or world.coordinator,
        day=world.day,
    )


class TestMoving:
    def test_the_old_parent_loses_what_the_new_one_gains(self, world: World) -> None:
        effects = moved(world)
        # PTC is 1/1/1 young: SNV 2/2/1 without it is 1/1/0, SYT 3/2/0 with it 4/3/1.
        assert counts(effects, "SNV", "young") == ((2, 2, 1), (1, 1, 0))
        assert counts(effects, "SYT", "young") == ((3, 2, 0), (4, 3, 1))
        # PTC is 0/2/1 trained: SNV 2/2/1 without it is 2/0/0, SYT 3/1/1 with it 3/3/2.
        assert counts(effects, "SNV", "trained") == ((2, 2, 1), (2, 0, 0))
        assert counts(effects, "SYT", "trained") == ((3, 1, 1), (3, 3, 2))

    def test_the_unit_itself_and_the_city_stay_as_they_are(self, world: World) -> None:
        assert {unit.unit.key for unit in moved(world).units} == {"SNV", "SYT"}

    def test_verdicts_that_turn_are_said(self, world: World) -> None:
        # SNV: 1 of 2 young is half; 1 of 1 women; 2 of 2 trained. Qualified 0/0/1 stays open.
        # SYT: 4 of 8 young, 2 of 3 women, 3 of 8 trained, 4 of 5 qualified: all as before.
        turned = {
            (u.unit.key, c.version.target.code, str(c.after.verdict)) for u, c in moved(world).turns
        }
        assert turned == {
            ("SNV", "young", "met"),
            ("SNV", "women", "met"),
            ("SNV", "trained", "met"),
        }

    def test_nothing_of_it_stays(self, world: World) -> None:
        moved(world)
        assert Placement.objects.get(unit=world.organisation).parent == world.interior
        assert not Lineage.objects.filter(unit=world.organisation, ancestor=world.health).exists()

    def test_it_says_what_the_figures_then_are(self, world: World) -> None:
        effects = moved(world)
        move_unit(
            unit=world.organisation, parent=world.health, from_day=world.day, by=world.coordinator
        )
        again = moved_back(world)
        for key in ("SNV", "SYT"):
            for code in ("young", "women", "trained", "qualified"):
                assert counts(effects, key, code)[1] == counts(again, key, code)[0]

    def test_units_out_of_sight_are_not_shown(self, world: World) -> None:
        assert {unit.unit.key for unit in moved(world, world.chi).units} == {"SYT"}
        # In Chi's tree PTC appears; its own figures do not change.
        assert {turn.version.target.code for turn in moved(world, world.chi).turned} == set()

    def test_what_the_act_refuses_is_raised(self, world: World) -> None:
        with pytest.raises(RuleError):
            effect_of_change(
                lambda: move_unit(
                    unit=world.interior,
                    parent=world.organisation,
                    from_day=world.day,
                    by=world.coordinator,
                ),
                user=world.coordinator,
                day=world.day,
            )


def moved_back(world: World) -> Effects:
    return effect_of_change(
        lambda: move_unit(
            unit=world.organisation, parent=world.interior, from_day=world.day, by=world.coordinator
        ),
        user=world.coordinator,
        day=world.day,
    )


def effect(world: World, act: object, day: date | None = None, user: User | None = None) -> Effects:
    return effect_of_change(act, user=user or world.coordinator, day=day or world.day)  # type: ignore[arg-type]


def test_names_and_empty_units_change_no_figure(world: World) -> None:
    by = world.coordinator
    acts = [
        lambda: rename_unit(unit=world.health, name="Sở Sức khỏe", from_day=world.day, by=by),
        lambda: close_unit(unit=world.empty, on=world.day, by=by),
        lambda: open_unit(
            key="X", name="X", kind="division", parent=world.health, start_on=world.day, by=by
        ),
    ]
    assert all(effect(world, act).is_none for act in acts)


class TestTargets:
    def test_a_higher_threshold_turns_verdicts(self, world: World) -> None:
        # Young at 60 %: TINH 6/5/1 needs 8 of 12 and can reach 7; the others stay as they are:
        # SNV 2/2/1 needs 3, SYT 3/2/0 needs 3, PTC 1/1/1 needs 2, PNV 2/1/0 needs 2.
        effects = effect(
            world,
            lambda: correct_target(version=world.young, by=world.coordinator, threshold_bp=6000),
        )
        assert [(u.unit.key, str(c.after.verdict)) for u, c in effects.turns] == [
            ("TINH", "not_met")
        ]
        assert change_of(effects, "SYT", "young").after.threshold_bp == 6000
        assert [(t.before, t.after, t.units) for t in effects.turned] == [("met", "not_met", 1)]
        assert TargetVersion.objects.get(pk=world.young.pk).threshold_bp == 5000

    def test_a_units_own_threshold_concerns_that_unit_alone(self, world: World) -> None:
        effects = effect(
            world,
            lambda: set_unit_threshold(
                target=world.young.target,
                unit=world.health,
                threshold_bp=8000,
                from_day=world.day,
                by=world.coordinator,
            ),
        )
        # SYT 3/2/0 of 80 % needs 4.
        assert [(u.unit.key, str(c.after.verdict)) for u, c in effects.turns] == [
            ("SYT", "not_met")
        ]
        assert [unit.unit.key for unit in effects.units] == ["SYT"]
        assert not UnitThreshold.objects.exists()

    def test_another_criterion_counts_everyone_again(self, world: World) -> None:
        # Women among all: An, Dũng, Khoa, Minh, Phúc, Quân are men, Giang is not known.
        effects = effect(
            world,
            lambda: correct_target(
                version=world.young, by=world.coordinator, criterion={"gender": "female"}
            ),
        )
        assert counts(effects, "TINH", "young") == ((6, 5, 1), (5, 6, 1))

    def test_a_new_target_has_no_before(self, world: World) -> None:
        effects = effect(
            world,
            lambda: publish_target(
                plan=world.plan,
                code="leaders",
                name="Lãnh đạo",
                population=world.young.population,
                criterion={"is_leadership": True},
                threshold_bp=1000,
                due_on=world.young.due_on,
                by=world.coordinator,
            ),
        )
        change = change_of(effects, "PNV", "leaders")
        assert change.is_new
        # Oanh leads; Phúc and Quân do not.
        assert (change.after.met, change.after.not_met) == (1, 2)
        assert not effects.turns
        # TINH, SNV, PTC, SYT and PNV have one leader in ten or more; PKH counts nobody.
        assert [(t.before, t.after, t.units) for t in effects.turned] == [(None, "met", 5)]

    def test_a_withdrawn_target_has_no_after(self, world: World) -> None:
        effects = effect(
            world,
            lambda: withdraw_target(
                target=world.women.target, from_day=world.day, by=world.coordinator
            ),
        )
        assert change_of(effects, "SYT", "women").is_gone


def test_of_many_units_some_are_shown_and_the_others_counted(world: World) -> None:
    # Fifteen divisions with one young person each: TINH 21/5/1, SYT 18/2/0.
    for number in range(15):
        unit = a_unit(f"P{number}", under=world.health)
        a_cadre(f"new-{number}", born="1995", unit=unit)
    effects = effect(
        world,
        lambda: correct_target(version=world.young, by=world.coordinator, criterion=OLD),
    )
    assert (len(effects.units), effects.unshown) == (12, 6)
    # Past forty instead: 0/1 in the fifteen, 5/21/1 in TINH, 2/18/0 in SYT, 1/2/0 in PNV; SNV and
    # PTC have as many on either side.
    assert [(t.before, t.after, t.units) for t in effects.turned] == [("met", "not_met", 18)]


def test_a_user_who_answers_for_nothing_is_shown_nothing(world: World) -> None:
    assert effect(world, lambda: None, user=world.administrator).units == ()


def test_the_day_is_that_of_the_act(world: World) -> None:
    # Two days later Khoa and Lan are both past forty: PTC 0/2/1 young. SNV 1/3/1 loses it.
    later = world.day + timedelta(days=2)
    effects = effect_of_change(
        lambda: move_unit(
            unit=world.organisation, parent=world.health, from_day=later, by=world.coordinator
        ),
        user=world.coordinator,
        day=later,
    )
    assert counts(effects, "SNV", "young") == ((1, 3, 1), (1, 1, 0))


def test_the_published_figures_agree_with_what_was_foretold(world: World) -> None:
    effects = moved(world)
    move_unit(
        unit=world.organisation, parent=world.health, from_day=world.day, by=world.coordinator
    )
    run: Run = refresh(day=world.day)
    figure = figures_of(run, [world.health.pk])[world.health.pk]
    change = change_of(effects, "SYT", "trained")
    found = figure.counts[world.trained.pk]
    assert (change.after.met, change.after.not_met, change.after.unknown) == tuple(found[-3:])


def test_the_targets_of_a_plan_that_is_over_are_compared_when_it_is_named(world: World) -> None:
    # The plan ends with 2025; another holds the day in 2026, and speaks of other targets.
    day = date(2026, 3, 1)
    current = a_plan("KH-02", start_on=date(2026, 1, 1), end_on=date(2031, 1, 1))
    a_target({"gender": "female"}, plan=current, code="women-2")

    def act() -> None:
        correct_target(version=world.trained, by=world.coordinator, threshold_bp=1)

    said = {"user": world.coordinator, "day": day}
    assert effect_of_change(act, **said).is_none
    assert change_of(effect_of_change(act, **said, plan="KH-01"), "TINH", "trained").turns
