"""How many bytes a first visit takes, compressed as they are sent."""

import re

import brotli
import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client

from tests.world import World

pytestmark = pytest.mark.django_db
LINKED = re.compile(r'(?:href|src)="/static/([^"#]+)')
IN_STYLES = re.compile(r'url\("\.\./([^"]+)"\)')


def weight(client: Client, address: str) -> int:
    """Return the bytes of a page and of everything that it links."""
    html = client.get(address).content
    names = set(LINKED.findall(html.decode()))
    total = len(brotli.compress(html, quality=4))
    for name in sorted(names):
        with open(find(name), "rb") as file:
            content = file.read()
        total += len(brotli.compress(content))
        for image in IN_STYLES.findall(content.decode() if name.endswith(".css") else ""):
            with open(find(image), "rb") as file:
                total += len(brotli.compress(file.read()))
    return total


def test_the_dashboard_takes_at_most_500_kilobytes(published: World, an: Client) -> None:
    assert weight(an, "/units/TINH/?day=2025-06-30") <= 500_000


@pytest.mark.parametrize("address", ["/password/", "/tree/", "/cadres/"])
def test_pages_without_charts_take_at_most_120_kilobytes(
    published: World, an: Client, address: str
) -> None:
    assert weight(an, address) <= 120_000
