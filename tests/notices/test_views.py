"""The page of notices, and the bell above every page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.notices.services import tell
from tests.factories import a_user
from tests.notices.test_services import VALUES
from tests.world import World

pytestmark = pytest.mark.django_db


def ready(user, link="/password/"):
    tell(users=[user], code="report_ready", values=VALUES, link=link)
    return user.notices.get(link=link)


def body(client: Client, address: str = "/notices/") -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_bell_counts_what_is_new(world: World, an: Client) -> None:
    assert "bell-count" not in body(an, "/password/")
    ready(world.an)
    html = body(an, "/password/")
    assert '<span class="bell-count" aria-hidden="true">1</span>' in html
    assert 'aria-label="Notices: 1 new notice"' in html


def test_the_bell_costs_one_query(published: World, an: Client) -> None:
    body(an, "/password/")  # the session's minute is written once
    with CaptureQueriesContext(connection) as asked:
        body(an, "/password/")
    assert len([q for q in asked if "notices_notice" in q["sql"]]) == 1


def test_the_page_lists_ones_own_notices_only(world: World, an: Client, binh: Client) -> None:
    ready(world.binh)
    assert "Progress report is ready" in body(binh)
    assert "Progress report" not in body(an)
    assert "No notice yet" in body(an)


def test_following_a_notice_marks_it_as_seen_and_leads_there(world: World, an: Client) -> None:
    notice = ready(world.an)
    answer = an.get(f"/notices/{notice.pk}/")
    assert (answer.status_code, answer["location"]) == (302, "/password/")
    notice.refresh_from_db()
    assert notice.seen_at


def test_anothers_notice_is_not_found(world: World, chi: Client) -> None:
    notice = ready(world.binh)
    assert chi.get(f"/notices/{notice.pk}/").status_code == 404
    notice.refresh_from_db()
    assert notice.seen_at is None


def test_all_are_marked_at_once(world: World, an: Client) -> None:
    ready(world.an)
    ready(world.an, link="/tree/")
    an.post("/notices/seen/")
    assert not world.an.notices.unseen().exists()
    assert "Mark all as read" not in body(an)


def test_an_address_is_asked_for_only_where_a_server_is(world: World, an: Client, settings) -> None:
    settings.EMAIL_HOST = ""
    assert "E-mail address" not in body(an)
    settings.EMAIL_HOST = "mail.example"
    assert "E-mail address" in body(an)


def test_an_address_is_kept_changed_and_taken_away(world: World, an: Client, settings) -> None:
    settings.EMAIL_HOST = "mail.example"
    for text, kept in (("an@office.example", "an@office.example"), ("", "")):
        assert an.post("/notices/address/", {"email": text}).status_code == 302
        world.an.refresh_from_db()
        assert world.an.email == kept


def test_what_is_no_address_is_refused_and_stays_typed(world: World, an: Client, settings) -> None:
    settings.EMAIL_HOST = "mail.example"
    answer = an.post("/notices/address/", {"email": "an at office"})
    assert answer.status_code == 200
    assert "an at office" in answer.content.decode()


def test_names_in_a_notice_are_text(an: Client, world: World) -> None:
    values = VALUES | {"unit": "<script>alert(1)</script>"}
    tell(users=[world.an], code="report_ready", values=values, link="/")
    assert "<script>alert" not in body(an)


def test_a_visitor_sees_no_bell(db: None) -> None:
    a_user("an")
    assert "bell" not in body(Client(), "/sign-in/")
