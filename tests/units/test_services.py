"""Opening, moving, renaming, closing, merging and splitting units; granting assignments."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.common.errors import RuleError
from apps.units import services
from apps.units.models import Membership, Succession, Unit
from apps.units.selectors import exists_throughout
from apps.units.verifying import tree_violations
from tests.factories import a_unit, a_user

BY = User(username="coordinator")
MARCH, JULY = date(2025, 3, 1), date(2025, 7, 1)


@pytest.fixture
def city(db):
    return a_unit("HN", kind="city", name="Thành phố Hà Nội")


@pytest.fixture
def finance(city):
    return a_unit("STC", kind="department", name="Sở Tài chính", under=city)


@pytest.fixture
def planning(city):
    return a_unit("SKH", kind="department", name="Sở Kế hoạch và Đầu tư", under=city)


@pytest.fixture(autouse=True)
def whole_tree(db):
    yield
    assert list(tree_violations()) == []


def _within(root: Unit, day: date) -> set[str]:
    return set(Unit.objects.within([root.pk], day).values_list("key", flat=True))


def test_a_new_unit_is_in_the_tree_from_its_first_day(city):
    services.open_unit(
        key="SDL", name="Sở  Du lịch", kind="department", parent=city, start_on=MARCH, by=BY
    )
    assert _within(city, date(2025, 2, 28)) == {"HN"}
    assert _within(city, MARCH) == {"HN", "SDL"}
    assert Unit.objects.get(key="SDL").name == "Sở Du lịch"
    assert Unit.objects.get(key="SDL").name_key == "so du lich"


def test_who_opened_a_unit_is_in_its_history(city):
    services.open_unit(
        key="SDL", name="Sở Du lịch", kind="department", parent=city, start_on=MARCH, by=BY
    )
    event = apps.get_model("units", "UnitEvent").objects.get(key="SDL")
    assert event.pgh_context.metadata["username"] == "coordinator"


def test_a_key_is_given_once(finance, city):
    with pytest.raises(RuleError) as error:
        services.open_unit(
            key="STC", name="Khác", kind="division", parent=city, start_on=None, by=BY
        )
    assert error.value.field == "key"


def test_a_unit_may_not_outlive_its_parent(city):
    closed = a_unit("SNV", under=city, end_on="2025-03-01")
    with pytest.raises(RuleError) as error:
        services.open_unit(
            key="P1", name="Phòng 1", kind="division", parent=closed, start_on=None, by=BY
        )
    assert error.value.field == "parent"
    services.open_unit(
        key="P1",
        name="Phòng 1",
        kind="division",
        parent=closed,
        start_on=None,
        end_on=MARCH,
        by=BY,
    )


def test_a_unit_is_not_placed_twice_on_one_day(city, finance):
    with pytest.raises(RuleError) as error:
        services.place_unit(unit=finance, parent=city, start_on=MARCH, by=BY)
    assert error.value.field == "start_on"


def test_a_closed_unit_can_be_placed_again_later(city, finance):
    services.close_unit(unit=finance, on=MARCH, by=BY)
    services.place_unit(unit=finance, parent=city, start_on=JULY, by=BY)
    assert _within(city, date(2025, 5, 1)) == {"HN"}
    assert _within(city, JULY) == {"HN", "STC"}


def test_a_moved_unit_takes_what_is_below_it_along_from_that_day(city, finance, planning):
    office = a_unit("KH1", under=planning)
    a_unit("KH1A", under=office)
    services.move_unit(unit=office, parent=finance, from_day=MARCH, by=BY)
    assert _within(planning, date(2025, 2, 28)) == {"SKH", "KH1", "KH1A"}
    assert _within(planning, MARCH) == {"SKH"}
    assert _within(finance, MARCH) == {"STC", "KH1", "KH1A"}


def test_a_unit_cannot_move_below_itself(city, finance):
    office = a_unit("KH1", under=finance)
    for parent in (office, finance):
        with pytest.raises(RuleError) as error:
            services.move_unit(unit=finance, parent=parent, from_day=MARCH, by=BY)
        assert error.value.field == "parent"
    assert finance.placements.count() == 1


def test_moving_to_the_same_parent_is_refused(city, finance):
    with pytest.raises(RuleError):
        services.move_unit(unit=finance, parent=city, from_day=MARCH, by=BY)


def test_a_move_on_the_first_day_takes_the_place_of_the_present_one(city, finance, planning):
    office = a_unit("KH1", under=planning, start_on="2025-03-01")
    services.move_unit(unit=office, parent=finance, from_day=MARCH, by=BY)
    assert office.placements.get().parent == finance


def test_a_renamed_unit_keeps_its_old_name_on_earlier_days(city, finance):
    services.rename_unit(unit=finance, name="Sở Tài chính mới", from_day=MARCH, by=BY)
    finance.refresh_from_db()
    names = [p.name for p in finance.placements.order_by("end_day")]
    assert names == ["Sở Tài chính", "Sở Tài chính mới"]
    assert (finance.name, finance.name_key) == ("Sở Tài chính mới", "so tai chinh moi")


def test_a_unit_with_children_cannot_be_closed_before_they_have_left(city, finance):
    office = a_unit("P1", under=finance, name="Phòng Ngân sách")
    with pytest.raises(RuleError, match="Phòng Ngân sách"):
        services.close_unit(unit=finance, on=MARCH, by=BY)
    services.close_unit(unit=office, on=MARCH, by=BY)
    services.close_unit(unit=finance, on=MARCH, by=BY)
    assert _within(city, MARCH) == {"HN"}


def test_a_unit_that_is_not_there_cannot_be_closed(city, finance):
    services.close_unit(unit=finance, on=MARCH, by=BY)
    with pytest.raises(RuleError):
        services.close_unit(unit=finance, on=JULY, by=BY)


def test_a_unit_that_returns_later_cannot_be_closed_before(city, finance):
    services.close_unit(unit=finance, on=MARCH, by=BY)
    services.place_unit(unit=finance, parent=city, start_on=JULY, by=BY)
    with pytest.raises(RuleError):
        services.close_unit(unit=finance, on=date(2025, 2, 1), by=BY)


def test_merged_units_are_closed_and_succeeded(city, finance, planning):
    services.merge_units(units=[planning], into=finance, on=MARCH, by=BY)
    assert _within(city, MARCH) == {"HN", "STC"}
    succession = Succession.objects.get()
    assert (succession.predecessor, succession.successor) == (planning, finance)
    assert succession.effective_on == MARCH


def test_a_merger_with_a_unit_that_cannot_close_changes_nothing(city, finance, planning):
    a_unit("P1", under=planning)
    with pytest.raises(RuleError):
        services.merge_units(units=[planning], into=finance, on=MARCH, by=BY)
    assert not Succession.objects.exists()
    assert _within(city, MARCH) == {"HN", "STC", "SKH", "P1"}


def test_a_split_unit_is_closed_and_has_several_successors(city):
    district = a_unit("D001", kind="district", under=city, end_on=None)
    wards = [a_unit(f"N{i}", kind="commune", under=city, start_on="2025-07-01") for i in range(2)]
    services.split_unit(unit=district, into=wards, on=JULY, by=BY)
    assert _within(city, JULY) == {"HN", "N0", "N1"}
    assert {s.successor for s in district.successions.all()} == set(wards)


def test_a_succession_names_two_units_once_and_the_heir_must_exist(city, finance, planning):
    services.record_succession(predecessor=planning, successor=finance, on=MARCH, by=BY)
    heirless = a_unit("X", under=city, end_on="2024-01-01")
    for predecessor, successor in (
        (planning, finance),
        (finance, finance),
        (planning, heirless),
    ):
        with pytest.raises(RuleError) as error:
            services.record_succession(
                predecessor=predecessor, successor=successor, on=MARCH, by=BY
            )
        assert error.value.field == "successor"


def test_an_assignment_is_granted_for_a_period(city):
    user = a_user()
    services.grant_membership(
        user=user, role=Role.HEAD, unit=city, start_on=MARCH, end_on=JULY, by=BY
    )
    held = Membership.objects.get()
    assert (held.role, held.start_on, held.end_on) == ("head", MARCH, JULY)


def test_the_same_assignment_is_not_granted_twice_at_once(city):
    user = a_user()
    said = {"user": user, "role": Role.HEAD, "unit": city, "by": BY}
    services.grant_membership(**said, start_on=MARCH, end_on=JULY)
    with pytest.raises(RuleError):
        services.grant_membership(**said, start_on=date(2025, 6, 30))
    with pytest.raises(RuleError):
        services.grant_membership(**said, start_on=date(2025, 1, 1), end_on=date(2025, 3, 2))
    services.grant_membership(**said, start_on=JULY)
    services.grant_membership(**said, start_on=date(2025, 1, 1), end_on=MARCH)
    assert Membership.objects.count() == 3


def test_an_assignment_must_end_after_it_starts(city):
    with pytest.raises(RuleError) as error:
        services.grant_membership(
            user=a_user(), role=Role.HEAD, unit=city, start_on=MARCH, end_on=MARCH, by=BY
        )
    assert error.value.field == "end_on"


def test_a_revoked_assignment_ends_on_that_day(city):
    held = services.grant_membership(
        user=a_user(), role=Role.HEAD, unit=city, start_on=MARCH, by=BY
    )
    services.revoke_membership(membership=held, on=JULY, by=BY)
    assert Membership.objects.get().end_on == JULY


def test_an_assignment_revoked_before_it_begins_is_taken_back(city):
    held = services.grant_membership(user=a_user(), role=Role.HEAD, unit=city, start_on=JULY, by=BY)
    services.revoke_membership(membership=held, on=MARCH, by=BY)
    assert not Membership.objects.exists()


def test_the_name_that_a_unit_has_is_no_new_name(city, finance):
    with pytest.raises(RuleError) as error:
        services.rename_unit(unit=finance, name=" Sở  Tài chính ", from_day=MARCH, by=BY)
    assert error.value.field == "name"


def test_a_unit_that_ends_on_the_day_is_not_closed_again(city, finance):
    services.close_unit(unit=finance, on=MARCH, by=BY)
    with pytest.raises(RuleError) as error:
        services.close_unit(unit=finance, on=MARCH, by=BY)
    assert error.value.field == "on"


def test_a_planned_end_can_be_brought_forward(city):
    office = a_unit("KH1", under=city, end_on="2025-07-01")
    services.close_unit(unit=office, on=MARCH, by=BY)
    assert office.placements.get().end_day == MARCH


@pytest.mark.parametrize("day", [date(2024, 1, 1), MARCH, date(2025, 5, 1), JULY])
def test_moves_and_names_of_any_day_leave_the_unit_there_throughout(city, finance, planning, day):
    office = a_unit("KH1", under=planning, start_on="2024-01-01")
    a_unit("KH1A", under=office, start_on="2024-01-01")
    services.move_unit(unit=office, parent=finance, from_day=JULY, by=BY)
    services.rename_unit(unit=office, name="Phòng mới", from_day=MARCH, by=BY)
    if day != JULY:
        services.move_unit(unit=office, parent=city, from_day=day, by=BY)
    services.rename_unit(unit=office, name="Phòng khác", from_day=day, by=BY)
    assert exists_throughout(office, date(2024, 1, 1), None)
    assert not exists_throughout(office, date(2023, 12, 31), None)


def test_a_move_into_the_past_goes_on_only_until_the_next_change(city, finance, planning):
    office = a_unit("KH1", under=planning)
    services.move_unit(unit=office, parent=finance, from_day=JULY, by=BY)
    services.move_unit(unit=office, parent=city, from_day=MARCH, by=BY)
    parents = [p.parent.key for p in office.placements.order_by("end_day")]
    assert parents == ["SKH", "HN", "STC"]


def test_a_move_into_the_past_needs_a_parent_that_was_there(city, finance):
    young = a_unit("SDL", under=city, start_on="2025-03-01")
    office = a_unit("KH1", under=finance)
    with pytest.raises(RuleError) as error:
        services.move_unit(unit=office, parent=young, from_day=date(2025, 2, 28), by=BY)
    assert error.value.field == "parent"
    services.move_unit(unit=office, parent=young, from_day=MARCH, by=BY)
