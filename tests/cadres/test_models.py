"""People by name, by where they serve, and by who may see them."""

from datetime import date

import pytest

from apps.accounts.roles import Permission, Role
from apps.cadres.models import Cadre
from apps.cadres.selectors import permissions_on
from apps.units.models import Membership, Unit
from tests.factories import a_cadre, a_member, appoint


def keys(people) -> set[str]:
    return set(people.values_list("key", flat=True))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Bình", {"binh"}),
        ("binh tran", {"binh"}),
        ("THỊ", {"binh", "lan", "chi", "hanh"}),
        ("dung do", {"dung"}),
        ("Đỗ", {"dung"}),
        ("quan", {"quan", "minh"}),  # Trịnh Minh Quân; Bùi Quang Minh
        ("oanh", {"oanh"}),
        ("nobody", set()),
        ("100% '; --", set()),
    ],
)
def test_a_name_is_found_in_any_order_without_accents(world, words, found):
    assert keys(Cadre.objects.named(words)) == found


def test_old_and_new_placing_of_a_tone_are_one(db):
    a_cadre("old", name="Lê Thị Hòa")
    a_cadre("new", name="Lê Thị Hoà")
    assert keys(Cadre.objects.named("Hoà")) == keys(Cadre.objects.named("hòa")) == {"old", "new"}


def test_people_stand_in_the_order_of_their_given_names(world):
    # An, Bình, Chi, Dũng, Giang, Hạnh, Khoa, Lan, Minh, Oanh, Phúc, Quân.
    assert list(Cadre.objects.values_list("key", flat=True)) == [
        "an", "binh", "chi", "dung", "giang", "hanh", "khoa", "lan", "minh", "oanh", "phuc", "quan",
    ]  # fmt: skip


def test_who_serves_and_who_is_counted_differ_by_concurrent_posts(world):
    appoint(world.cadres["an"], world.health, is_primary=False)
    here = Unit.objects.filter(key="SYT")
    assert keys(Cadre.objects.serving_in(here, world.day)) == {"chi", "hanh", "an"}
    assert keys(Cadre.objects.counted_in(here, world.day)) == {"chi", "hanh"}


def test_a_person_is_counted_where_they_served_on_the_day(world):
    closed = Unit.objects.filter(key="PDT")
    assert keys(Cadre.objects.counted_in(closed, date(2025, 2, 28))) == {"minh"}
    assert keys(Cadre.objects.counted_in(closed, date(2025, 3, 1))) == set()


INTERIOR = {"binh", "giang", "khoa", "lan", "minh"}


@pytest.mark.parametrize(
    ("user", "seen"),
    [
        ("binh", INTERIOR),
        ("officer", INTERIOR),
        ("chi", {"chi", "hanh", "oanh", "phuc", "quan"}),
        ("coordinator", set()),  # runs the plan: counts only, no names
        ("auditor", set()),
        ("administrator", set()),
    ],
)
def test_each_sees_the_people_of_their_own_units(world, user, seen):
    assert keys(Cadre.objects.visible_to(getattr(world, user), world.day)) == seen


def test_the_leader_of_the_province_sees_everyone(world):
    assert Cadre.objects.visible_to(world.an, world.day).count() == 12


def test_a_role_that_has_ended_or_not_begun_shows_nobody(world):
    Membership.objects.filter(user=world.binh).update(end_on=date(2021, 1, 1))
    assert keys(Cadre.objects.visible_to(world.binh, world.day)) == set()
    Membership.objects.filter(user=world.binh).update(start_on=date(2099, 1, 1), end_on=None)
    assert keys(Cadre.objects.visible_to(world.binh, world.day)) == set()


def test_several_roles_add_up(world):
    user = a_member("both", Role.HEAD, world.organisation)
    Membership.objects.create(
        user=user, role=Role.OFFICER, unit=world.profession, start_on=date(2020, 1, 1)
    )
    assert keys(Cadre.objects.visible_to(user, world.day)) == {
        "khoa", "lan", "minh", "oanh", "phuc", "quan",
    }  # fmt: skip


def test_who_has_left_or_is_yet_to_come_is_known_where_their_last_post_lies(world):
    khoa = world.cadres["khoa"]
    khoa.appointments.update(start_on="2019-01-01", end_on="2024-01-01")
    a_cadre("later", unit=world.organisation, start_on="2026-01-01")
    assert keys(Cadre.objects.visible_to(world.binh, world.day)) == {"binh", "giang", "lan", "minh"}
    assert keys(Cadre.objects.known_to(world.binh, world.day)) == {
        "binh", "giang", "lan", "minh", "khoa", "later",
    }  # fmt: skip
    assert keys(Cadre.objects.known_to(world.chi, world.day)) == {
        "chi", "hanh", "oanh", "phuc", "quan",
    }  # fmt: skip
    assert keys(Cadre.objects.known_to(world.officer, world.day, Permission.PEOPLE_EDIT)) >= {
        "khoa"
    }
    assert keys(Cadre.objects.known_to(world.binh, world.day, Permission.PEOPLE_EDIT)) == set()


def test_what_may_be_done_with_a_record_is_asked_for_that_record(world):
    both = a_member("both", Role.HEAD, world.interior)
    Membership.objects.create(
        user=both, role=Role.OFFICER, unit=world.health, start_on=date(2020, 1, 1)
    )
    seeing, keeping = Permission.PEOPLE_VIEW, Permission.PEOPLE_EDIT
    assert permissions_on(both, world.cadres["khoa"], world.day) == {seeing}
    assert permissions_on(both, world.cadres["oanh"], world.day) == {seeing, keeping}
    assert permissions_on(both, world.cadres["an"], world.day) == frozenset()
