"""Units by their place in the tree of a day, and by who may see them."""

from datetime import date

import pytest

from apps.accounts.access import may
from apps.accounts.roles import Permission, Role, roles_with
from apps.accounts.scopes import Limits
from apps.units.models import Membership, Unit
from apps.units.selectors import units_frame
from apps.units.tree import roots, two_levels
from tests.factories import a_member, place

BEFORE, AFTER = date(2025, 2, 28), date(2025, 3, 1)
ALL = {"TINH", "SNV", "PTC", "SYT", "PNV", "PKH"}


def keys(units) -> set[str]:
    return set(units.values_list("key", flat=True))


def test_a_unit_is_in_the_tree_until_the_day_it_closes(world):
    assert keys(Unit.objects.placed_on(BEFORE)) == {*ALL, "PDT"}
    assert keys(Unit.objects.placed_on(AFTER)) == ALL


def test_a_subtree_is_the_unit_and_everything_below_on_the_day(world):
    assert keys(Unit.objects.within([world.interior.pk], BEFORE)) == {"SNV", "PTC", "PDT"}
    assert keys(Unit.objects.within([world.interior.pk], AFTER)) == {"SNV", "PTC"}
    assert keys(Unit.objects.within([world.closed.pk], AFTER)) == set()
    assert keys(Unit.objects.within([], AFTER)) == set()


def test_a_unit_that_moves_is_seen_where_it_stands_on_the_day(world):
    place(world.closed, under=world.health, start_on="2025-03-01")
    assert "PDT" in keys(Unit.objects.visible_to(world.binh, BEFORE))
    assert "PDT" not in keys(Unit.objects.visible_to(world.binh, AFTER))
    assert "PDT" in keys(Unit.objects.visible_to(world.chi, AFTER))


@pytest.mark.parametrize(
    ("user", "seen"),
    [
        ("an", ALL),
        ("binh", {"SNV", "PTC"}),
        ("officer", {"SNV", "PTC"}),
        ("chi", {"SYT", "PNV", "PKH"}),
        ("coordinator", ALL),
        ("auditor", set()),
        ("administrator", set()),
    ],
)
def test_each_sees_the_figures_of_their_own_units(world, user, seen):
    assert keys(Unit.objects.visible_to(getattr(world, user), world.day)) == seen


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_scope_is_asked_for_one_permission(world, role, permission):
    user = a_member("somebody", role, world.interior)
    seen = keys(Unit.objects.visible_to(user, world.day, permission))
    assert seen == ({"SNV", "PTC"} if role in roles_with(permission) else set())


@pytest.mark.parametrize(
    ("unit_key", "of_figures"), [("", {"SNV", "PTC"}), ("PTC", {"PTC"}), ("SYT", set())]
)
def test_what_a_token_leaves_out_stays_out(world, unit_key, of_figures):
    world.officer.limits = Limits(frozenset({"units:read"}), unit_key)
    assert keys(Unit.objects.visible_to(world.officer, world.day)) == of_figures
    kept = Unit.objects.visible_to(world.officer, world.day, Permission.PEOPLE_EDIT)
    assert keys(kept) == set()
    assert may(world.officer, Permission.FIGURES_VIEW)
    assert not may(world.officer, Permission.PEOPLE_EDIT)


def test_nobody_sees_anything_without_an_assignment(world):
    Membership.objects.all().delete()
    assert keys(Unit.objects.visible_to(world.an, world.day)) == set()


def test_the_frame_holds_every_unit_of_the_day_with_its_parent(world):
    frame = units_frame(AFTER)
    parents = dict(zip(frame["unit_id"], frame["parent_id"], strict=True))
    pk = {key: unit.pk for key, unit in world.units.items()}
    assert parents == {
        pk["TINH"]: 0, pk["SNV"]: pk["TINH"], pk["PTC"]: pk["SNV"],
        pk["SYT"]: pk["TINH"], pk["PNV"]: pk["SYT"], pk["PKH"]: pk["SYT"],
    }  # fmt: skip
    assert frame["unit_id"].is_monotonic_increasing
    assert len(units_frame(BEFORE)) == 7


def test_a_unit_whose_parent_is_gone_stands_as_a_root(world):
    world.interior.placements.update(end_on="2025-06-01")
    frame = units_frame(world.day).set_index("unit_id")
    assert frame.loc[world.organisation.pk, "parent_id"] == 0


def test_a_form_offers_the_units_that_the_user_answers_for_and_those_directly_below(world):
    # The officer keeps the records of SNV, and may look at SYT.
    Membership.objects.create(
        user=world.officer, role=Role.HEAD, unit=world.health, start_on=date(2020, 1, 1)
    )
    assert two_levels(world.officer, world.day, Permission.PEOPLE_EDIT) == [
        ("SNV", "Sở Nội vụ"), ("PTC", "Phòng Tổ chức"),
    ]  # fmt: skip
    assert two_levels(world.coordinator, world.day, Permission.PEOPLE_EDIT) == []


def test_the_tree_says_which_units_the_user_may_change(world):
    local = a_member("local", Role.COORDINATOR, world.interior)
    a_member("elsewhere", Role.COORDINATOR, world.health)
    assert [(node.unit.key, node.may_change) for node in roots(local, world.day)] == [("SNV", True)]
    assert [(node.unit.key, node.may_change) for node in roots(world.an, world.day)] == [
        ("TINH", False)
    ]
