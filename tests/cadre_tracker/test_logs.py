"""Logs: one JSON object a line, with the request's id, without personal numbers."""

import json
import re
import subprocess
import sys

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cadre_tracker.logs import cleaned
from cadre_tracker.requestid import RequestIdMiddleware
from tests.cadre_tracker.conftest import BASE


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ID 001099012345 is taken", "ID [number] is taken"),
        ("001 099 012 345", "[number]"),
        ("0010-9901-2345", "[number]"),
        ("thirteen 1234567890123 stay", "thirteen 1234567890123 stay"),
        ("GET /people/?q=001099012345&x=1 HTTP", "GET /people/?... HTTP"),
        ("refused\nDETAIL:  Key (name)=(Đào Thị Q) already exists.\n", "refused\nDETAIL: ...\n"),
        (1099012345678, "[number]"),
        # Twelve digits in a row inside a digest are no number of a person.
        ("1a" * 26 + "868800770771", "1a" * 26 + "868800770771"),
        ("1a" * 26 + "868800770771 and 868800770771", "1a" * 26 + "868800770771 and [number]"),
        (42, 42),
        (True, True),
        (None, None),
        (["001099012345"], "['[number]']"),
    ],
)
def test_personal_numbers_and_query_strings_stay_out(text, kept):
    assert cleaned(text) == kept


def test_a_line_is_one_json_object_even_with_line_breaks_and_a_traceback():
    code = """
import logging, logging.config, structlog
from cadre_tracker.logs import configure_structlog, logging_config
logging.config.dictConfig(logging_config("INFO"))
configure_structlog()
structlog.get_logger("apps.x").info("kept", unit="Sở\\nmới", person=1099012345678)
try:
    raise ValueError("001099012345")
except ValueError:
    logging.getLogger("django.request").exception("broke at %s", "/a/?q=1")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=BASE, capture_output=True, text=True, check=True
    )
    first, second = map(json.loads, done.stderr.splitlines())
    assert (first["event"], first["unit"], first["person"]) == ("kept", "Sở\nmới", "[number]")
    assert (second["event"], second["level"]) == ("broke at /a/?...", "error")
    assert "ValueError: [number]" in second["exception"]


def test_a_request_keeps_a_well_formed_id_and_gets_one_otherwise():
    middleware = RequestIdMiddleware(lambda request: HttpResponse(request.request_id))
    given = middleware(RequestFactory().get("/", headers={"x-request-id": "abcd-1234"}))
    assert given.content == b"abcd-1234"
    assert given.headers["X-Request-ID"] == "abcd-1234"
    made = middleware(RequestFactory().get("/", headers={"x-request-id": "a\nb<script>"}))
    assert re.fullmatch("[0-9a-f]{32}", made.headers["X-Request-ID"])
