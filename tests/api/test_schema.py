"""The API against its own description, asked by machine: every operation, every role.

Row 21 of the acceptance table. The drill asks more often: ``API_EXAMPLES=300 pytest
tests/api/test_schema.py`` (see docs/security.md).
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.test import Client

from tests.api.asking import ask_every_operation
from tests.api.callers import Caller
from tests.world import World

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("API_EXAMPLES", "1"))
OTHERS = ["an", "binh", "coordinator", "auditor", "administrator"]


@pytest.fixture(autouse=True)
def without_limits(settings: Any) -> None:
    """Ask as often as it takes."""
    settings.API_RATES = {"reading": 10**6, "writing": 10**6}


def test_who_may_write_meets_no_fault_no_breach_and_no_open_door(published: World) -> None:
    assert ask_every_operation(published.officer, examples=EXAMPLES) == []


@pytest.mark.parametrize("role", OTHERS)
def test_no_other_role_does_either(role: str, published: World) -> None:
    assert (
        ask_every_operation(
            getattr(published, role), examples=EXAMPLES, modes=1 if EXAMPLES == 1 else 2
        )
        == []
    )


def test_the_description_is_openapi_3_1_in_the_readers_language(world: World) -> None:
    said = {
        tongue: Caller(world.officer, language=tongue).get("schema/").json()
        for tongue in ("vi", "en")
    }
    assert said["en"]["openapi"].startswith("3.1")
    path, word = "/api/v1/cadres", "summary"
    assert said["en"]["paths"][path]["get"][word] == "List the people who serve on a day"
    assert set(said["vi"]["paths"]) == set(said["en"]["paths"])


def test_a_visitor_reads_no_description(client: Client) -> None:
    assert client.get("/api/v1/schema/").status_code == 401
    assert client.get("/help/api/").status_code == 302
