"""The policy that the browser keeps, judged by the rules of Google's CSP Evaluator.

``python -m bench.policy`` asks the evaluator itself.
"""

from __future__ import annotations

import pytest
from django.test import Client

FETCHING = {"script-src", "style-src", "img-src", "connect-src", "font-src", "object-src", "manifest-src",
            "default-src"}  # fmt: skip


@pytest.fixture
def policy(client: Client, db: None) -> dict[str, list[str]]:
    """The policy as it is sent, source by source."""
    said = client.get("/sign-in/").headers["Content-Security-Policy"]
    words = [part.split() for part in said.split(";")]
    assert len(words) == len({directive for directive, *_sources in words})
    return {directive: sources for directive, *sources in words}


def test_nothing_comes_from_elsewhere(policy: dict[str, list[str]]) -> None:
    assert {one for name in FETCHING for one in policy[name]} == {"'none'", "'self'", "data:"}
    assert [name for name, sources in policy.items() if "data:" in sources] == ["img-src"]


def test_no_script_in_a_page_and_none_made_of_text_runs(policy: dict[str, list[str]]) -> None:
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["require-trusted-types-for"] == ["'script'"]
    assert policy["trusted-types"] == ["default", "inert"]


def test_what_the_default_does_not_cover_is_said(policy: dict[str, list[str]]) -> None:
    for directive in ("default-src", "object-src", "base-uri", "frame-ancestors"):
        assert policy[directive] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
