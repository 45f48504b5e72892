"""Assigning posts to a unit: what is saved, and who may."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from apps.units.headcount import headcounts
from tests.conftest import client_of
from tests.world import World

pytestmark = pytest.mark.django_db
ADDRESS = "/units/SNV/acts/posts/"
SAID = {"posts": "45", "from_day": "01/01/2025", "decision": "12/QĐ-UBND", "do": "save"}


def assigned(world: World, day: date) -> int | None:
    return headcounts([world.interior.pk], day).get(world.interior.pk)


@pytest.fixture
def coordinator(world: World) -> Client:
    """The coordinator of the province, reading English."""
    client = client_of(world.coordinator)
    client.cookies["django_language"] = "en"
    return client


def test_posts_are_assigned_from_a_day(published: World, coordinator: Client) -> None:
    saved = coordinator.post(ADDRESS, SAID, follow=True)
    assert saved.redirect_chain[-1][0] == "/units/SNV/history/"
    assert "has 45 posts from 01/01/2025" in saved.content.decode()
    days = (date(2024, 12, 31), date(2025, 1, 1))
    assert [assigned(published, day) for day in days] == [None, 45]
    assert "Today: 45." in coordinator.get(ADDRESS).content.decode()


def test_an_empty_number_ends_the_assignment(published: World, coordinator: Client) -> None:
    coordinator.post(ADDRESS, SAID)
    coordinator.post(ADDRESS, SAID | {"posts": "", "from_day": "01/06/2025"})
    assert assigned(published, date(2025, 5, 31)) == 45
    assert assigned(published, date(2025, 6, 1)) is None


@pytest.mark.parametrize("posts", ["-1", "x", "1000001"])
def test_no_number_is_refused_at_its_field(
    published: World, coordinator: Client, posts: str
) -> None:
    page = coordinator.post(ADDRESS, SAID | {"posts": posts}).content.decode()
    assert 'id="posts_error"' in page
    assert assigned(published, date(2025, 1, 1)) is None


def test_an_officer_may_not(published: World) -> None:
    assert client_of(published.officer).get(ADDRESS).status_code == 403
