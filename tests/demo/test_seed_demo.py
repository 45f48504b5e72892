"""The command: what it does when, and the accounts."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.access import permissions_of
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.metrics.models import Run
from apps.units.models import Membership, Unit
from tests.factories import a_unit

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("seed_demo", "--people", "200", "--day", "2021-03-10", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def bodies():
    root = a_unit("HN", kind="city", name="Thành phố Hà Nội")
    a_unit("S02", kind="department", name="Sở Nội vụ", under=root)
    a_unit("N10402", kind="commune", name="Xã Ứng Hòa", under=root)


def test_an_empty_database_is_filled():
    assert run() == (
        "Making Hà Nội with 200 people ...\n"
        "Computing the figures of 15 days since January 2021 ...\n"
        "Looking at the days ahead ...\n"
    )
    assert Unit.objects.count() > 1000
    assert Run.objects.count() == 15
    assert not User.objects.exists()


def test_one_that_has_units_is_refused(bodies):
    with pytest.raises(CommandError):
        run()


def test_one_that_has_units_stays_as_it_is_when_asked_to_look_first(bodies):
    assert run("--if-empty") == ""
    assert Unit.objects.count() == 3


def test_there_is_an_account_for_each_role_and_a_neighbour(bodies):
    table = run("--accounts").splitlines()
    assert table[0].split() == ["user", "name", "role", "unit", "password"]
    assert len(table) == 8
    assert all(line.endswith("Hanoi-177-demo") for line in table[1:])
    held = dict(Membership.objects.values_list("user__username", "role"))
    assert set(held.values()) == {role.value for role in Role}
    assert (held["head"], held["head2"]) == ("head", "head")


def test_the_accounts_sign_in_without_changing_the_password(bodies, client):
    run("--accounts")
    user = User.objects.get(username="leader")
    assert user.check_password("Hanoi-177-demo")
    assert not user.must_change_password
    assert permissions_of(user)


def test_accounts_are_made_once(bodies):
    assert run("--accounts") == run("--accounts")
    assert User.objects.count() == 7


def test_no_demonstration_accounts_are_made_in_earnest(bodies, settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        run("--accounts")
    assert not User.objects.exists()


def test_the_accounts_need_the_units_of_the_demonstration():
    a_unit("X", kind="city")
    with pytest.raises(CommandError):
        run("--accounts")
