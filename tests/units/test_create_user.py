"""The first accounts of an installation come from the shell."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.world import World

ARGUMENTS = ["thu", "--name", "Ngô Thu", "--role", "head", "--unit", "SNV"]


def test_a_new_head_signs_in_with_the_printed_password_and_must_change_it(published: World) -> None:
    out = io.StringIO()
    call_command("create_user", *ARGUMENTS, stdout=out)
    client = Client()
    password = out.getvalue().split()[-1]
    assert client.post("/sign-in/", {"username": "thu", "password": password}).status_code == 302
    assert client.get("/units/SNV/").headers["Location"].startswith("/password/")


def test_a_taken_name_or_an_unknown_unit_is_refused_and_opens_nothing(published: World) -> None:
    call_command("create_user", *ARGUMENTS, stdout=io.StringIO())
    with pytest.raises(CommandError, match="THU"):
        call_command("create_user", "THU", *ARGUMENTS[1:])
    with pytest.raises(CommandError, match="NOWHERE"):
        call_command("create_user", "khac", *ARGUMENTS[1:-1], "NOWHERE")
