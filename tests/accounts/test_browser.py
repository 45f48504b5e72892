"""One's own account and passkeys, in a real browser with a device that makes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from tests.browsers import a_browser, is_sound, page_of
from tests.factories import a_user

pytestmark = pytest.mark.django_db(transaction=True)
# A phone that knows its holder's finger.
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(transactional_db: None, live_server: Any) -> Iterator[Page]:
    """A page on which Mai has signed in."""
    mai: User = a_user("mai")
    with a_browser() as browser:
        yield page_of(mai, browser, live_server.url)


def test_a_passkey_is_made_and_signs_in_alone_and_after_the_password(page: Page) -> None:
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    page.goto("/account/passkey/")
    is_sound(page)
    page.fill("[name=name]", "Điện thoại")
    page.click("[data-passkey] button")
    expect(page.locator(".codes code")).to_have_count(10)
    page.goto("/account/")
    is_sound(page)
    expect(page.locator(".factor-list")).to_contain_text("Điện thoại")
    page.goto("/account/app/")
    is_sound(page)

    page.click("[popovertarget=user-menu]")
    page.click("#user-menu button[type=submit]")
    page.wait_for_url("**/sign-in/")
    is_sound(page)
    page.click("[data-passkey] button")
    page.wait_for_url(lambda url: "sign-in" not in url)
