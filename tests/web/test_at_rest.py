"""What a few requests leave in tables and in logs (rows 25 and 27); the drill is bench/at_rest.py."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from cadre_tracker.logs import logging_config
from tests.factories import PASSWORD
from tests.records.test_forms import POST
from tests.world import World

pytestmark = pytest.mark.django_db
NUMBER, NAME, WRONG = "001190012345", "Phạm Thị Quỳnhmơ", "mật-của-ai-đó-khác"
FORGED = '\r\n{"event": "forged"}\x1b[2J'
PERSON = POST | {"full_name": NAME, "personal_number": NUMBER, "gender": "female", "do": "save"}


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """Everything that is logged meanwhile, as it would be written."""
    config = logging_config("INFO")["formatters"]["json"]
    make = config.pop("()")
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(make(**config))
    logging.getLogger().addHandler(handler)
    yield handler.stream
    logging.getLogger().removeHandler(handler)


def tables_with(text: str) -> list[str]:
    """Return the tables in which a text stands in clear."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            query = (
                f"SELECT 1 FROM {connection.ops.quote_name(table)} t WHERE strpos(t::text, %s) > 0"
            )
            cursor.execute(f"{query} LIMIT 1", [text])
            found += [table] * len(cursor.fetchall())
    return found


def test_numbers_and_secrets_stand_in_no_table_and_names_in_no_log(
    published: World, officer: Client, said: io.StringIO
) -> None:
    username = officer.get("/account/").context["user"].username
    browser = Client(raise_request_exception=False)
    for name, password in ((WRONG, PASSWORD), (f"{NAME}{FORGED}", WRONG), (username, PASSWORD)):
        browser.post("/sign-in/", {"username": name, "password": password})
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    # Saved; and a form that was left, with a fault.
    assert browser.post("/records/new/", PERSON | {"born": "12/05/1990"}).status_code == 302
    browser.post("/records/new/", PERSON | {"born": "31/02/1990"})
    browser.post("/records/receive/", {"personal_number": NUMBER, "reason": NAME, "do": "look"})
    for address in ("/cadres/", "/reports/lists/cadres/", "/nowhere/", f"/cadres/{FORGED}/"):
        browser.get(address, {"q": NUMBER}, headers={"user-agent": "a\x1b[2J"})
        browser.get(address, {"q": NAME})
    assert {text: tables_with(text) for text in (NUMBER, key, WRONG, PASSWORD)} == {
        text: [] for text in (NUMBER, key, WRONG, PASSWORD)
    }
    assert "entry_draft" in tables_with(NAME)
    written = said.getvalue()
    assert not [text for text in (NUMBER, NAME, key, WRONG, PASSWORD) if text in written]
    lines = [json.loads(line) for line in written.splitlines()]
    assert lines
    assert not [line for line in lines if line["event"] == "forged"]
    assert "\x1b" not in written
    assert "\r" not in written


def test_a_number_in_a_form_that_was_left_is_there_again(published: World, officer: Client) -> None:
    officer.post("/records/new/", PERSON | {"born": "31/02/1990"})
    assert NUMBER in officer.get("/records/new/?draft=1").content.decode()
