"""A real browser for tests, and pages of the site on which somebody has signed in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from apps.accounts.models import User
from tests.conftest import client_of
from tests.workers import end_sessions

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What the policy refuses, for a test to ask the page for.
LISTEN = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) => refused.push(event.violatedDirective));
"""


@contextmanager
def a_browser() -> Iterator[Browser]:
    """A browser, closed at the end with all that its pages left in the database.

    Its driver runs a loop in this thread, so that Django takes a test's queries for those of
    asynchronous code and has to be told otherwise. Rows that must be there are written before.
    """
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=path, args=FLAGS)
            # A test's queries have a connection apart here, which the test before has ended.
            connection.close()
            yield browser
            browser.close()
    # A request may still be on its way when the browser goes.
    end_sessions()


def page_of(user: User, browser: Browser, url: str, *, language: str = "vi") -> Page:
    """Return a page of the site at ``url`` on which the user has signed in."""
    client = client_of(user)
    context = browser.new_context(base_url=url, viewport={"width": 1280, "height": 900})
    said = {"sessionid": client.cookies["sessionid"].value, "django_language": language}
    context.add_cookies([{"name": n, "value": v, "url": url} for n, v in said.items()])
    page = context.new_page()
    page.add_init_script(LISTEN)
    return page


def is_sound(page: Page) -> None:
    """Nothing serious for axe, nothing against the policy, and nothing wider than a phone."""
    found = Axe().run(page).response["violations"]
    serious = [rule for rule in found if rule["impact"] in ("serious", "critical")]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in serious] == []
    window = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size(window)
    assert page.evaluate("refused") == []
