"""Units by their place in the tree of a day, and by who may see them."""

from datetime import date

import pytest

from apps.accounts.roles import Permission, Role, roles_with
from apps.accounts.scopes import Limits
from apps.units.models import Membership, Unit
from apps.units.selectors import units_frame
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
