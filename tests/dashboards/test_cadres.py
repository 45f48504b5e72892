"""The list of cadres and the page of one."""

import pytest
from django.test import Client

from apps.accounts.roles import Role
from apps.audit.history import acting
from apps.audit.models import AccessLog
from apps.cadres.models import Appraisal, Cadre, Qualification
from tests.conftest import client_of
from tests.factories import a_cadre, a_member, appoint
from tests.world import World

pytestmark = pytest.mark.django_db


def html(client: Client, address: str, **query: str) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(address, {"day": "2025-06-30", **query})
    assert answer.status_code == 200
    return answer.content.decode()


def listed(client: Client, **query: str) -> list[str]:
    """The keys of the cadres on the page, in its order."""
    page = html(client, "/cadres/", **query)
    return [part.split("/")[0] for part in page.split('<th scope="row"><a href="/cadres/')[1:]]


def test_the_list_is_sorted_by_given_name(published: World, an: Client) -> None:
    # An Bình Chi Dũng Giang Hạnh Khoa Lan Minh Oanh Phúc Quân
    names = "an binh chi dung giang hanh khoa lan minh oanh phuc quan"
    assert listed(an) == names.split()
    assert listed(an, order="-name") == names.split()[::-1]


def test_a_head_sees_their_own_subtree(published: World, binh: Client) -> None:
    assert listed(binh) == ["binh", "giang", "khoa", "lan", "minh"]


def test_words_are_found_without_accents_in_any_order(published: World, an: Client) -> None:
    assert listed(an, q="thi hoang LAN") == ["lan"]
    assert listed(an, q="dang") == ["khoa", "oanh"]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"unit": "SYT"}, "chi hanh oanh phuc quan"),
        ({"gender": "male", "unit": "SNV"}, "khoa minh"),
        # Forty on the day: Khoa. Minh, born in 1985, may be 39.
        ({"age": "40-49", "unit": "SNV"}, "binh khoa"),
        ({"age": "under-30"}, "hanh"),
        ({"age": "50-59"}, "an quan"),
        ({"leads": "yes", "unit": "SYT"}, "chi oanh"),
        ({"managed_by": "city_standing_committee"}, "an"),
        ({"degree": "doctorate"}, "chi lan"),
        ({"theory": "advanced"}, "an binh chi lan"),
        ({"lacks": "political_theory"}, "giang"),
        ({"lacks": "gender"}, "giang"),
        ({"lacks": "born_day"}, "chi minh oanh"),
        ({"age": "nonsense", "gender": "nobody", "unit": "SNV", "degree": "x"},
         "binh giang khoa lan minh"),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_what_is_recorded(
    query: dict[str, str], keys: str, published: World, an: Client
) -> None:
    assert listed(an, **query) == keys.split()


def test_what_no_list_offers_asks_for_nothing(published: World, an: Client) -> None:
    for query in ({"degree": "none"}, {"theory": "none"}, {"age": "40"}, {"lacks": "unit"}):
        assert len(listed(an, **query)) == 12


def test_the_columns_are_chosen(published: World, an: Client) -> None:
    page = html(an, "/cadres/", col="managed_by", q="binh")
    assert "A subordinate standing committee" in page
    assert "01/07/1980" not in page


def test_nobody_found_says_what_to_do(published: World, an: Client) -> None:
    assert "Nobody matches" in html(an, "/cadres/", q="zzz")
    head = a_member("former", Role.HEAD, published.closed)
    assert "No cadres on this day" in html(client_of(head), "/cadres/")


def test_htmx_gets_the_list_alone(published: World, an: Client) -> None:
    answer = an.get("/cadres/?day=2025-06-30", headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
    assert "HX-Request" in answer.headers["Vary"]


def test_a_listing_is_logged_once(published: World, an: Client) -> None:
    listed(an, q="lan")
    entry = AccessLog.objects.get()
    assert (entry.act, entry.kind, entry.detail["count"]) == ("list", "cadres", 1)
    assert entry.detail["asked"] == {"q": "lan"}


def test_the_page_tells_how_a_person_counts_and_why(published: World, an: Client) -> None:
    page = html(an, "/cadres/oanh/")
    assert page.count("Counts as met") == 4
    assert "34 years, whichever day" not in page
    assert "34, whichever day of the month. Reaches 40: 05/2031." in page
    assert "Gender on record: female." in page
    assert "Master&#x27;s degree and intermediate political theory." in page


def test_the_timeline_holds_every_post_with_the_unit_of_its_time(
    published: World, an: Client
) -> None:
    appoint(published.cadres["minh"], published.health, is_primary=False, title="Ủy viên")
    page = html(an, "/cadres/minh/")
    assert '<li class="current">' in page
    assert '<li class="past">' in page
    assert '<li class="concurrent">' in page
    assert "Phòng Đào tạo" in page
    assert "unit ended on 01/03/2025" in page


def test_a_post_that_begins_later_is_shown_as_coming(published: World, an: Client) -> None:
    newcomer = a_cadre("newcomer", unit=published.organisation, end_on="2025-08-01")
    appoint(newcomer, published.interior, start_on="2025-08-01", title="Trưởng phòng")
    assert '<li class="future">' in html(an, "/cadres/newcomer/")


def test_the_history_says_who_changed_what_from_what_to_what(published: World, an: Client) -> None:
    lan = published.cadres["lan"]
    with acting("officer", reason="theo quyết định"):
        Cadre.objects.filter(pk=lan.pk).update(born="1986-07-01")
        held = Qualification.objects.create(
            cadre=lan, kind="political_theory", level="intermediate", awarded_on="2010-05"
        )
        held.level = "advanced"
        held.save()
    page = html(an, "/cadres/lan/")
    assert "<del>01/07/1985</del>" in page
    assert "<ins>01/07/1986</ins>" in page
    assert "<del>Intermediate</del>" in page
    assert "theo quyết định" in page
    assert "officer" in page


def test_summary_retirement_and_completeness_are_worked_out(published: World, an: Client) -> None:
    Appraisal.objects.create(cadre=published.cadres["quan"], year=2024, rating="good")
    page = html(an, "/cadres/quan/")
    # A man born in April 1969 retires at 62 in April 2031.
    assert "4/2031" in page or "04/2031" in page
    assert "56 years old" in page
    # Of eleven: not recorded are both award days, state management, start and decision of the post.
    assert "6/11 items recorded" in page


def test_the_reading_of_a_record_is_logged(published: World, binh: Client) -> None:
    html(binh, "/cadres/khoa/")
    entry = AccessLog.objects.get()
    assert (entry.username, entry.act, entry.kind, entry.key) == ("binh", "read", "cadre", "khoa")


def test_a_record_out_of_sight_is_not_found_and_not_logged(published: World, chi: Client) -> None:
    assert chi.get("/cadres/khoa/?day=2025-06-30").status_code == 404
    assert not AccessLog.objects.exists()


def test_a_concurrent_post_brings_a_person_into_sight(published: World) -> None:
    appoint(published.cadres["khoa"], published.profession, is_primary=False)
    assert "Phạm Đăng Khoa" in html(client_of(published.chi), "/cadres/khoa/")
