"""A browser in which the coordinator of the province has signed in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from playwright.sync_api import Page, sync_playwright

from apps.cadres.models import TrainingCategory
from apps.metrics.services import refresh
from tests.conftest import client_of
from tests.dashboards.test_browser import FLAGS, LISTEN
from tests.factories import UPDATE
from tests.workers import end_sessions
from tests.world import World, make_world


@pytest.fixture
def page(transactional_db: None, live_server: Any, monkeypatch: Any) -> Iterator[Page]:
    """A page of the site on which the coordinator of the province has signed in."""
    with transaction.atomic():
        TrainingCategory.objects.get_or_create(code=UPDATE)
        world: World = make_world()
    refresh(day=world.day)
    client = client_of(world.coordinator)
    path = shutil.which("chromium") or shutil.which("google-chrome")
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        context = browser.new_context(base_url=live_server.url)
        cookie = client.cookies["sessionid"]
        context.add_cookies(
            [
                {"name": "sessionid", "value": cookie.value, "url": live_server.url},
                {"name": "django_language", "value": "vi", "url": live_server.url},
            ]
        )
        page = context.new_page()
        page.add_init_script(LISTEN)
        # A test's own queries here have a connection apart, which the test before has ended.
        connection.close()
        yield page
        browser.close()
    # A preview may still be on its way when the browser goes.
    end_sessions()
