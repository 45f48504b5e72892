"""The lists of people behind a figure are exactly the figure."""

import random
from datetime import date, timedelta

import numpy as np
import pytest
from django.db import connection

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.audit.history import without_history
from apps.cadres.codes import GENDERS, LADDERS, MANAGED_BY
from apps.cadres.models import Appointment, Cadre, Qualification
from apps.common.text import search_key, sort_key
from apps.metrics.services import refresh
from apps.metrics.who import COUNTED, who_counts
from apps.targets.models import Plan, Target, TargetVersion
from apps.units.lineage import rebuild_lineage
from apps.units.models import Membership, Placement, Unit
from tests.figures import counts_at

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


def unit(key: str, parent: Unit | None, kind: str = "department") -> Unit:
    made = Unit.objects.create(key=key, name=key, name_key=search_key(key), kind=kind)
    Placement.objects.create(unit=made, parent=parent, name=key)
    return made


@pytest.fixture
def tree():
    city = unit("city", None, "city")
    left, right = unit("left", city), unit("right", city)
    under = unit("under", left, "division")
    with connection.cursor() as cursor:
        rebuild_lineage(cursor)
    return {"city": city, "left": left, "right": right, "under": under}


@pytest.fixture
def version():
    plan = Plan.objects.create(
        code="P", name="P", start_on=date(2026, 1, 1), end_on=date(2031, 1, 1)
    )
    target = Target.objects.create(plan=plan, code="T")
    return TargetVersion.objects.create(
        target=target,
        name="Trẻ hoặc có bằng",
        population={"managed_by_in": ["city_standing_committee", "department"]},
        criterion={
            "any": [
                {"all": [{"age_below": 40}, {"gender": "female"}]},
                {"qualification_at_least": {"kind": "professional", "level": "master"}},
            ]
        },
        threshold_bp=1500,
        due_on=date(2030, 12, 31),
    )


def user(name: str, role: Role, at: Unit) -> User:
    made = User.objects.create(username=name, full_name=name)
    Membership.objects.create(user=made, role=role, unit=at, start_on=date(2020, 1, 1))
    return made


def person(
    key: str,
    at: Unit,
    *,
    born: str | None = "1990-01-01",
    gender: str = "female",
    managed_by: str = "department",
    **post,
) -> Cadre:
    name = f"Nguyễn Văn {key}"
    made = Cadre.objects.create(
        key=key,
        full_name=name,
        name_key=search_key(name),
        sort_key=sort_key(name),
        born=born,
        gender=gender,
    )
    Appointment.objects.create(
        cadre=made, unit=at, title="Chuyên viên", managed_by=managed_by, **post
    )
    return made


def keys(who, group: str) -> set[str]:
    return set(Cadre.objects.filter(pk__in=who.ids[group].tolist()).values_list("key", flat=True))


def test_each_person_is_in_the_list_of_their_count(tree, version):
    leader = user("leader", Role.LEADER, tree["city"])
    person("young", tree["under"])  # a woman of 36: met
    person("man", tree["under"], gender="male")
    person("unsure", tree["under"], gender="")
    person("elsewhere", tree["right"])
    person("unmanaged", tree["left"], managed_by="unit")
    Qualification.objects.create(
        cadre=Cadre.objects.get(key="man"), kind="professional", level="college"
    )
    Qualification.objects.create(
        cadre=Cadre.objects.get(key="unsure"), kind="professional", level="university"
    )
    elsewhere = Cadre.objects.get(key="elsewhere")
    Appointment.objects.create(
        cadre=elsewhere, unit=tree["left"], title="Ủy viên", managed_by="unit", is_primary=False
    )
    run = refresh(day=DAY)
    who = who_counts(leader, run, tree["left"], version)
    assert keys(who, "met") == {"young"}
    assert keys(who, "not_met") == {"man"}
    assert keys(who, "unknown") == {"unsure"}
    assert keys(who, "outside") == {"unmanaged", "elsewhere"}
    assert who.concurrent == {elsewhere.pk}
    assert who.is_as_stored
    assert not who.changed
    own = who_counts(leader, run, tree["left"], version, scope="own")
    assert [len(own.ids[group]) for group in COUNTED] == [0, 0, 0]
    assert own.is_as_stored


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_lists_have_exactly_the_people_of_the_figures(tree, version, seed):
    rng = random.Random(seed)
    for number in range(60):
        at = tree[rng.choice(list(tree))]
        born = rng.choice([None, "1986", "1986-11", "1986-11-22", "1986-11-23", "1990", "1970"])
        someone = person(
            f"c{number}",
            at,
            born=born,
            gender=rng.choice(["", *GENDERS]),
            managed_by=rng.choice(MANAGED_BY),
        )
        for _award in range(rng.randrange(3)):
            Qualification.objects.create(
                cadre=someone,
                kind="professional",
                level=rng.choice(LADDERS["professional"]),
                awarded_on=rng.choice([None, "2026", "2020-05", "2027"]),
            )
    leader = user("leader", Role.LEADER, tree["city"])
    run = refresh(day=DAY)
    for at in tree.values():
        row = counts_at(run, at, version)
        for scope, prefix in (("own", "own_"), ("subtree", "")):
            who = who_counts(leader, run, at, version, scope=scope)
            assert who.is_as_stored
            assert who.hidden == 0
            for group in COUNTED:
                assert len(who.ids[group]) == getattr(row, prefix + group)
            everyone = np.concatenate(list(who.ids.values()))
            assert len(everyone) == len(set(everyone.tolist()))


def test_only_people_the_user_may_see_are_listed(tree, version):
    mixed = user("mixed", Role.COORDINATOR, tree["city"])
    Membership.objects.create(
        user=mixed, role=Role.HEAD, unit=tree["left"], start_on=date(2020, 1, 1)
    )
    person("mine", tree["under"])
    person("other", tree["right"])
    run = refresh(day=DAY)
    who = who_counts(mixed, run, tree["city"], version)
    assert who.stored["met"] == 2
    assert keys(who, "met") == {"mine"}
    assert who.hidden == 1


def test_a_change_after_the_run_is_told(tree, version):
    leader = user("leader", Role.LEADER, tree["city"])
    with without_history():
        someone = person("young", tree["left"])
    run = refresh(day=DAY)
    # A test is one transaction, whose moment lies before the run's.
    run.computed_at -= timedelta(hours=1)
    Cadre.objects.filter(pk=someone.pk).update(gender="male")
    Qualification.objects.create(cadre=someone, kind="professional", level="college")
    who = who_counts(leader, run, tree["city"], version)
    assert not who.is_as_stored
    assert who.stored == {"met": 1, "not_met": 0, "unknown": 0}
    assert keys(who, "not_met") == {"young"}
    assert who.changed == {someone.pk}
