"""What browsers report of breaches of the policy: a line in the log, and nothing else (row 17)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from structlog.testing import capture_logs

from cadre_tracker import breaches
from cadre_tracker.headers import REPORTS
from tests.conftest import client_of
from tests.web.places import changed, written
from tests.web.test_headers import missing
from tests.world import World

KIND = "application/csp-report"
OWN = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
REPORT = {
    "document-uri": "http://testserver/cadres/CB001099012345/?q=001099012345",
    "effective-directive": "img-src",
    "blocked-uri": "https://elsewhere.example/stolen/001099012345?name=Khoa",
    "original-policy": "default-src 'none'",
}
SAID = {"directive": "img-src", "blocked": "elsewhere.example", "page": "/cadres/<str:key>/"}


def sent(body: Any, headers: dict[str, str] | None = None, kind: str = KIND) -> tuple[Any, list]:
    """Send a report as a browser does, and return the answer with what was written of it."""
    client = Client(enforce_csrf_checks=True)
    text = body if isinstance(body, str | bytes) else json.dumps({"csp-report": body})
    with capture_logs() as lines:
        answer = client.generic(
            "POST", REPORTS, text, kind, headers=OWN if headers is None else headers
        )
    told = [line for line in lines if line.pop("event") == "policy_breached"]
    return answer, [{k: v for k, v in line.items() if k != "log_level"} for line in told]


def test_a_report_is_one_line_without_query_key_or_number() -> None:
    # Without the db fixture any query would fail the test.
    answer, lines = sent(REPORT)
    assert (answer.status_code, answer.content) == (204, b"")
    assert lines == [SAID]


@pytest.mark.parametrize(
    ("changed_to", "said"),
    [
        ({"blocked-uri": "inline"}, {"blocked": "inline"}),
        ({"blocked-uri": "data:image/png;base64,xyz"}, {"blocked": "data"}),
        ({"blocked-uri": "Nguyễn Văn A 001099012345"}, {"blocked": "other"}),
        ({"effective-directive": "img-src\n{forged}"}, {"directive": "other"}),
        ({"document-uri": "http://testserver/nowhere/001099012345"}, {"page": "other"}),
        ({"document-uri": "about"}, {"page": "other"}),
    ],
)
def test_of_what_may_say_anything_only_known_words_are_kept(
    changed_to: dict[str, str], said: dict[str, str]
) -> None:
    assert sent(REPORT | changed_to)[1] == [SAID | said]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Origin": "http://["},
    ],
)
def test_what_another_site_or_no_browser_sends_is_refused(headers: dict[str, str]) -> None:
    answer, lines = sent(REPORT, headers)
    assert (answer.status_code, lines) == (403, [])


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (REPORT, "application/json", 415),
        (REPORT | {"script-sample": "x" * breaches.LARGEST}, KIND, 413),
        ("{", KIND, 400),
        (b"\xff\xfe", KIND, 400),
        ("[" * 9_000, KIND, 400),
        ("[]", KIND, 400),
        ('{"csp-report": null}', KIND, 400),
        ({}, KIND, 400),
        (REPORT | {"blocked-uri": 1}, KIND, 400),
        (REPORT | {"blocked-uri": "http://["}, KIND, 400),
        (REPORT | {"effective-directive": ["x"]}, KIND, 400),
    ],
)
def test_what_is_no_small_report_is_refused_and_not_written(
    body: Any, kind: str, status: int
) -> None:
    answer, lines = sent(body, kind=kind)
    assert (answer.status_code, lines) == (status, [])


def test_no_more_than_so_many_lines_are_written_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [6_000.0]
    monkeypatch.setattr(breaches.time, "monotonic", lambda: now[0])
    door = breaches.BreachMiddleware(lambda request: None)  # type: ignore[arg-type, return-value]
    with capture_logs() as lines:
        for _ in range(100):
            door.write(SAID)
        assert len(lines) == breaches.A_MINUTE
        now[0] += 60
        door.write(SAID)
    assert len(lines) == breaches.A_MINUTE + 1


def test_a_report_writes_no_row_and_its_answer_carries_its_headers(
    world: World, settings: Any
) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    client = client_of(world.officer)
    before = written()
    text = json.dumps({"csp-report": REPORT})
    own = OWN | {"Origin": "https://testserver"}
    answer = client.generic("POST", REPORTS, text, KIND, headers=own, secure=True)
    assert (answer.status_code, missing(answer), changed(before)) == (204, [], [])
    refused = client.get(REPORTS, secure=True)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")
    assert missing(refused) == []


def test_the_policy_names_the_address(client: Client) -> None:
    assert f"report-uri {REPORTS}" in client.get("/livez").headers["Content-Security-Policy"]
