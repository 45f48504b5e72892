"""The first accounts of an installation come from the shell."""

import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client

from apps.accounts.models import User
from tests.conftest import client_of
from tests.world import World

NEW = "mưa rào tháng bảy trên mái ngói"
ARGUMENTS = ["thu", "--name", "Ngô Thu", "--role", "administrator", "--unit", "TINH"]


def link(*arguments: str) -> str:
    out = io.StringIO()
    call_command("create_account", *arguments, stdout=out)
    return out.getvalue().split()[-1]


def test_the_first_administrator_chooses_a_password_by_the_printed_link(world: World) -> None:
    client = Client()
    client.get(link(*ARGUMENTS))
    assert client.post("/invitation/", {"password": NEW, "again": NEW}).status_code == 302
    assert client_of(User.objects.get(username="thu")).get("/accounts/").status_code == 200
    event = apps.get_model("units", "MembershipEvent").objects.latest("pgh_id")
    assert event.pgh_context.metadata["username"] == "operator"


def test_for_an_account_that_is_there_it_makes_a_new_link(world: World) -> None:
    former = link(*ARGUMENTS)
    again = link(*ARGUMENTS)
    assert User.objects.get(username="thu").memberships.count() == 1
    assert Client().get(again).status_code == 302
    client = Client()
    client.get(former)
    assert client.post("/invitation/", {"password": NEW, "again": NEW}).status_code == 200


def test_an_unknown_unit_or_a_name_that_is_not_allowed_opens_nothing(world: World) -> None:
    with pytest.raises(CommandError, match="NOWHERE"):
        call_command("create_account", *ARGUMENTS[:-1], "NOWHERE")
    with pytest.raises(CommandError, match="hai chữ"):
        call_command("create_account", "hai chữ", *ARGUMENTS[1:])
    assert not User.objects.filter(username="thu").exists()
