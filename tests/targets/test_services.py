"""Publishing, revising and withdrawing targets; the plans that are shipped."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command

from apps.accounts.models import User
from apps.common.errors import RuleError
from apps.metrics.selectors import specs
from apps.targets import services
from apps.targets.models import Plan, Target, TargetVersion, UnitThreshold
from tests.factories import a_plan, a_unit

BY = User(username="coordinator")
APRIL, MAY = date(2024, 4, 1), date(2024, 5, 1)
LEADERS = {"is_leadership": True}


def publish(plan: Plan, **changes: object) -> TargetVersion:
    said = {
        "code": "WOMEN",
        "name": "Cán bộ nữ",
        "population": LEADERS,
        "criterion": {"gender": "female"},
        "threshold_bp": 1500,
        "due_on": date(2025, 12, 31),
        **changes,
    }
    return services.publish_target(plan=plan, by=BY, **said)


@pytest.fixture
def plan(db):
    return a_plan("KH-1")


def test_a_plan_is_entered_once(db):
    said = {"code": "KH-9", "name": "Kế hoạch", "start_on": date(2026, 1, 1), "by": BY}
    services.publish_plan(**said, end_on=date(2027, 1, 1))
    with pytest.raises(RuleError) as error:
        services.publish_plan(**said, end_on=date(2027, 1, 1))
    assert error.value.field == "code"


def test_a_plan_must_end_after_it_starts(db):
    with pytest.raises(RuleError) as error:
        services.publish_plan(
            code="KH-9",
            name="Kế hoạch",
            start_on=date(2026, 1, 1),
            end_on=date(2026, 1, 1),
            by=BY,
        )
    assert error.value.field == "end_on"


def test_a_target_is_in_force_from_its_day_or_without_one_on_every_day(plan):
    always = publish(plan)
    later = publish(plan, code="LATER", start_on=APRIL)
    assert [spec.version_id for spec in specs(date(2024, 3, 31))] == [always.pk]
    assert [spec.version_id for spec in specs(APRIL)] == [always.pk, later.pk]


def test_targets_are_shown_in_the_order_in_which_they_were_published(plan):
    publish(plan, code="B")
    publish(plan, code="A")
    assert [target.code for target in plan.targets.all()] == ["B", "A"]


def test_who_published_a_target_is_in_its_history(plan):
    publish(plan)
    event = apps.get_model("targets", "TargetVersionEvent").objects.get()
    assert event.pgh_context.metadata["username"] == "coordinator"


def test_a_code_is_used_once_in_a_plan(plan):
    publish(plan)
    with pytest.raises(RuleError) as error:
        publish(plan)
    assert error.value.field == "code"


@pytest.mark.parametrize(
    ("field", "condition", "path"),
    [
        ("criterion", {"age_under": 40}, "$.age_under"),
        ("criterion", {"all": [{"gender": "female"}, {"gender": "x"}]}, "$.all[1].gender"),
        (
            "criterion",
            {"qualification_at_least": {"kind": "professional", "level": "advanced"}},
            "$.qualification_at_least.level",
        ),
        (
            "criterion",
            {"not": {"any": [{"trained": {"category": "cooking", "within_months": 6}}]}},
            "$.not.any[0].trained.category",
        ),
        ("population", {"gender": "female"}, "$.gender"),
        ("population", {"managed_by_in": ["nobody"]}, "$.managed_by_in[0]"),
    ],
)
def test_a_faulty_condition_is_refused_with_the_path_of_the_fault(plan, field, condition, path):
    with pytest.raises(RuleError) as error:
        publish(plan, **{field: condition})
    assert error.value.field == field
    assert f" {path}: " in error.value.message
    assert not Target.objects.exists()


@pytest.mark.parametrize("threshold", [0, 10_001])
def test_a_threshold_is_above_0_and_at_most_100_percent(plan, threshold):
    with pytest.raises(RuleError) as error:
        publish(plan, threshold_bp=threshold)
    assert error.value.field == "threshold_bp"


def test_a_revised_target_says_the_new_from_a_day_and_the_old_before(plan):
    old = publish(plan, legal_basis="Kế hoạch 1")
    new = services.revise_target(target=old.target, from_day=APRIL, by=BY, threshold_bp=2000)
    assert [spec.threshold_bp for spec in specs(date(2024, 3, 31))] == [1500]
    assert [spec.threshold_bp for spec in specs(APRIL)] == [2000]
    assert new.legal_basis == "Kế hoạch 1"
    old.refresh_from_db()
    assert old.threshold_bp == 1500


def test_a_revision_between_two_versions_ends_where_the_next_begins(plan):
    target = publish(plan).target
    services.revise_target(target=target, from_day=MAY, by=BY, threshold_bp=3000)
    services.revise_target(target=target, from_day=APRIL, by=BY, threshold_bp=2000)
    days = [date(2024, 3, 31), APRIL, date(2024, 4, 30), MAY]
    assert [specs(day)[0].threshold_bp for day in days] == [1500, 2000, 2000, 3000]


def test_a_revision_is_checked_like_a_new_target(plan):
    target = publish(plan).target
    with pytest.raises(RuleError) as error:
        services.revise_target(target=target, from_day=APRIL, by=BY, criterion={"age_below": 0})
    assert error.value.field == "criterion"
    assert target.versions.count() == 1


def test_a_version_is_not_revised_from_its_own_first_day(plan):
    target = publish(plan, start_on=date(2021, 1, 1)).target
    with pytest.raises(RuleError) as error:
        services.revise_target(target=target, from_day=date(2021, 1, 1), by=BY, threshold_bp=1)
    assert error.value.field == "from_day"


def test_only_what_a_version_says_can_be_revised(plan):
    target = publish(plan).target
    with pytest.raises(TypeError):
        services.revise_target(target=target, from_day=APRIL, by=BY, target_id=7)


def test_a_withdrawn_target_is_out_of_force_from_that_day(plan):
    target = publish(plan).target
    services.withdraw_target(target=target, from_day=APRIL, by=BY)
    assert len(specs(date(2024, 3, 31))) == 1
    assert specs(APRIL) == []
    with pytest.raises(RuleError):
        services.withdraw_target(target=target, from_day=MAY, by=BY)


def test_a_target_with_a_later_version_is_not_withdrawn_before_it(plan):
    target = publish(plan).target
    services.revise_target(target=target, from_day=MAY, by=BY, threshold_bp=3000)
    with pytest.raises(RuleError):
        services.withdraw_target(target=target, from_day=APRIL, by=BY)


def test_a_unit_has_its_own_threshold_from_a_day_until_it_is_taken_back(plan):
    target, unit = publish(plan).target, a_unit("SNV")
    said = {"target": target, "unit": unit, "by": BY}
    services.set_unit_threshold(**said, threshold_bp=2500, from_day=date(2023, 1, 1))
    services.set_unit_threshold(**said, threshold_bp=3000, from_day=APRIL)
    services.set_unit_threshold(**said, threshold_bp=None, from_day=MAY)
    days = [date(2022, 12, 31), date(2023, 1, 1), APRIL, MAY]
    assert [specs(day)[0].own_thresholds.get(unit.pk) for day in days] == [None, 2500, 3000, None]


def test_a_units_threshold_is_not_set_before_one_that_begins_later(plan):
    target, unit = publish(plan).target, a_unit("SNV")
    said = {"target": target, "unit": unit, "by": BY}
    services.set_unit_threshold(**said, threshold_bp=2500, from_day=MAY)
    for threshold, day in ((2000, APRIL), (2000, MAY), (0, date(2025, 1, 1))):
        with pytest.raises(RuleError):
            services.set_unit_threshold(**said, threshold_bp=threshold, from_day=day)
    assert UnitThreshold.objects.count() == 1


def test_the_shipped_plans_are_published_once(db):
    for _again in range(2):
        call_command("seed_plans", verbosity=0)
    assert list(Plan.objects.values_list("code", flat=True)) == ["177/KH-UBND", "MH-2026-2030"]
    assert TargetVersion.objects.count() == 10


def test_plan_177_has_its_four_targets_and_the_one_of_the_resolution(db):
    call_command("seed_plans", verbosity=0)
    plan = Plan.objects.get(code="177/KH-UBND")
    versions = TargetVersion.objects.filter(target__plan=plan).order_by("target__position")
    assert [(v.target.code, v.threshold_bp) for v in versions] == [
        ("YOUNG", 1500),
        ("FEMALE", 1500),
        ("DEGREE_THEORY", 10_000),
        ("TRAINED", 10_000),
        ("POSTGRADUATE", 4000),
    ]
    assert all(v.legal_basis and v.due_on == date(2025, 12, 31) for v in versions)
    assert len(specs(date(2021, 1, 1))) == 5
    assert specs(date(2020, 12, 31)) == []
    young = versions[0]
    assert "dưới 40 tuổi" in young.provisional
    assert "under 40" in young.provisional_en


def test_the_second_plan_is_marked_as_an_illustration(db):
    call_command("seed_plans", verbosity=0)
    plan = Plan.objects.get(code="MH-2026-2030")
    assert plan.is_illustrative
    assert {v.due_on for v in TargetVersion.objects.filter(target__plan=plan)} == {
        date(2030, 12, 31)
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end_on": date(2021, 1, 1)}, "end_on"),
        ({"code": "KH-2"}, "code"),
        # The target is due on 31 December 2025.
        ({"end_on": date(2025, 12, 30)}, "end_on"),
        ({"start_on": date(2026, 1, 1), "end_on": date(2027, 1, 1)}, "start_on"),
    ],
)
def test_a_plan_is_not_corrected_into_what_cannot_be(plan, changes, field):
    publish(plan)
    a_plan("KH-2")
    with pytest.raises(RuleError) as error:
        services.correct_plan(plan=plan, by=BY, **changes)
    assert error.value.field == field


def test_a_due_date_that_lay_outside_before_hinders_no_correction(plan):
    publish(plan, due_on=date(2030, 1, 1))
    services.correct_plan(plan=plan, by=BY, end_on=date(2025, 6, 1), reason="rút ngắn")
    plan.refresh_from_db()
    assert plan.end_on == date(2025, 6, 1)


def test_a_version_since_ever_comes_before_those_with_a_day(plan):
    old = publish(plan)
    new = services.revise_target(target=old.target, from_day=APRIL, by=BY, threshold_bp=2000)
    assert list(old.target.versions.in_order()) == [old, new]
