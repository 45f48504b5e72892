"""A browser in which the coordinator of the province has signed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Page

from apps.cadres.models import TrainingCategory
from apps.metrics.services import refresh
from tests.browsers import a_browser, page_of
from tests.factories import UPDATE
from tests.world import World, make_world


@pytest.fixture
def page(transactional_db: None, live_server: Any) -> Iterator[Page]:
    """A page of the site on which the coordinator of the province has signed in."""
    with transaction.atomic():
        TrainingCategory.objects.get_or_create(code=UPDATE)
        world: World = make_world()
    refresh(day=world.day)
    with a_browser() as browser:
        yield page_of(world.coordinator, browser, live_server.url)
