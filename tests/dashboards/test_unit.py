"""The dashboard of a unit, as each role opens it."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.roles import Role
from apps.metrics.services import refresh
from apps.units.models import Placement, Succession, Unit
from tests.conftest import client_of
from tests.factories import a_cadre, a_member, a_plan, a_target, a_unit, rebuild_tree
from tests.world import World

pytestmark = pytest.mark.django_db
ADDRESS = "/units/{}/?day=2025-06-30"


def page(client: Client, key: str, **query: str) -> str:
    more = "".join(f"&{name}={value}" for name, value in query.items())
    answer = client.get(ADDRESS.format(key) + more)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def english(an: Client) -> Client:
    an.cookies["django_language"] = "en"
    return an


def test_a_leader_begins_with_the_city_and_a_head_with_their_own_unit(
    published: World, an: Client, binh: Client
) -> None:
    assert an.get("/").headers["Location"] == "/units/TINH/"
    assert binh.get("/?day=2025-06-30").headers["Location"] == "/units/SNV/?day=2025-06-30"


def test_those_who_see_no_figures_begin_with_what_they_may_do(
    published: World, administrator: Client, auditor: Client
) -> None:
    assert administrator.get("/").headers["Location"] == "/runs/"
    assert auditor.get("/").headers["Location"] == "/log/"


def test_a_stranger_signs_in_first(published: World, client: Client) -> None:
    assert client.get("/units/TINH/").headers["Location"].startswith("/sign-in/?next=")


def test_the_page_says_its_day_and_its_figures_with_their_parts(
    published: World, english: Client
) -> None:
    html = page(english, "TINH")
    assert "Figures as of <strong>30/06/2025</strong>" in html
    # Six of twelve, and one more who may be.
    assert "50.0–58.3\u00a0%" in html
    assert "6/12" in html
    assert "1 records unknown" in html


def test_a_unit_out_of_sight_and_a_unit_that_never_was_are_the_same(
    published: World, chi: Client
) -> None:
    assert chi.get(ADDRESS.format("SNV")).status_code == 404
    assert chi.get(ADDRESS.format("NIL")).status_code == 404


def test_another_kind_of_act_is_refused(published: World, auditor: Client) -> None:
    assert auditor.get(ADDRESS.format("TINH")).status_code == 403


def test_a_unit_closed_by_then_says_when_it_existed_and_what_it_became(
    published: World, english: Client
) -> None:
    Succession.objects.create(
        predecessor=published.closed,
        successor=published.organisation,
        effective_on=date(2025, 3, 1),
    )
    html = page(english, "PDT")
    assert "was not in the tree on 30/06/2025" in html
    assert "until 01/03/2025" in html
    assert "/units/PTC/" in html
    assert "?day=2025-02-28" in html


def test_a_closed_unit_of_a_neighbour_stays_out_of_sight(published: World, chi: Client) -> None:
    assert chi.get(ADDRESS.format("PDT")).status_code == 404


def test_a_day_without_a_run_shows_the_one_before_and_says_so(
    published: World, english: Client
) -> None:
    html = english.get("/units/TINH/?day=2025-07-04").content.decode()
    assert "No figures were computed for 04/07/2025; shown: 30/06/2025." in html


def test_without_any_run_the_page_says_when_there_will_be_one(
    world: World, english: Client
) -> None:
    assert "No figures yet" in english.get("/units/TINH/").content.decode()


def test_rows_are_ordered_by_persons_short_on_the_chosen_target(
    published: World, english: Client
) -> None:
    # Trained: three short at SNV, two at SYT. Women: SNV one short, SYT met.
    trained = page(english, "TINH", target="trained")
    assert trained.index("/units/SNV/") < trained.index("/units/SYT/")
    least = page(english, "TINH", target="trained", sort="least")
    assert least.index("/units/SYT/") < least.index("/units/SNV/")


def test_only_units_of_a_kind_or_with_a_target_not_met_are_left(
    published: World, english: Client
) -> None:
    html = page(english, "SYT", unmet="1")
    assert "Phòng Nghiệp vụ" in html
    assert "Phòng Kế hoạch" not in html
    assert "No unit matches the filters" in page(english, "SYT", show="commune")


def test_the_chosen_plan_and_target_stay_in_every_address(
    published: World, english: Client
) -> None:
    html = page(english, "TINH", plan="KH-01", target="women")
    assert "/units/SNV/?day=2025-06-30&amp;plan=KH-01" in html
    assert "/units/SNV/targets/women/?day=2025-06-30&amp;plan=KH-01" in html


def test_an_earlier_plan_with_the_same_target_is_a_click_away(
    published: World, english: Client
) -> None:
    earlier = a_plan("KH-00", start_on=date(2016, 1, 1), end_on=date(2021, 1, 1))
    a_target({"gender": "female"}, plan=earlier, code="women")
    html = page(english, "TINH", plan="KH-01", target="women")
    assert "Earlier: the same target in plan KH-00" in html
    assert 'href="?day=2025-06-30&amp;plan=KH-00&amp;target=women"' in html
    for plan, target in (("KH-01", "young"), ("KH-00", "women")):
        assert "Earlier:" not in page(english, "TINH", plan=plan, target=target)


def test_a_plan_that_is_not_there_falls_back(published: World, english: Client) -> None:
    assert "Cán bộ trẻ" in page(english, "TINH", plan="NIL", target="NIL")


def test_a_fragment_is_the_pages_own_markup(published: World, an: Client) -> None:
    whole = page(an, "TINH")
    answer = an.get(ADDRESS.format("TINH"), headers={"HX-Request": "true"})
    assert answer.content.decode().strip() in whole
    assert "HX-Request" in answer.headers["Vary"]


def test_figures_kept_for_one_reader_do_not_leak_to_another(
    published: World, an: Client, chi: Client
) -> None:
    page(an, "TINH")
    assert chi.get(ADDRESS.format("TINH")).status_code == 404
    assert "Sở Nội vụ" not in page(chi, "SYT")


def test_a_new_edition_is_shown_at_once(published: World, english: Client) -> None:
    assert "6/12" in page(english, "TINH")
    a_cadre("new", unit=published.organisation, born="2000-01-01")
    refresh(day=published.day)
    assert "7/13" in page(english, "TINH")


def test_the_language_decides_words_and_decimals(published: World, an: Client) -> None:
    assert "50,0–58,3\u00a0%" in page(an, "TINH")
    an.cookies["django_language"] = "en"
    assert "50.0–58.3\u00a0%" in page(an, "TINH")


def many(count: int) -> Client:
    root = a_unit("ROOT", kind="city", name="Thành phố có rất nhiều đơn vị")
    units = Unit.objects.bulk_create(
        Unit(key=f"K{i}", name=f"Phường {i}", name_key=f"phuong {i}", kind="commune")
        for i in range(count)
    )
    Placement.objects.bulk_create(Placement(unit=u, parent=root, name=u.name) for u in units)
    rebuild_tree()
    a_cadre("someone", unit=units[0])
    return client_of(a_member("root-leader", Role.LEADER, root))


@pytest.mark.parametrize("count", [5, 400])
def test_twelve_queries_are_enough_for_any_number_of_units(world: World, count: int) -> None:
    client = many(count)
    refresh(day=world.day)
    client.get("/units/ROOT/")  # the session's minute is written once
    with CaptureQueriesContext(connection) as queries:
        page(client, "ROOT", target="women")
    assert len(queries) <= 12


def test_long_lists_come_in_parts(world: World) -> None:
    client = many(90)
    client.cookies["django_language"] = "en"
    refresh(day=world.day)
    html = page(client, "ROOT")
    assert "20 of 90 units" in html
    further = client.get("/units/ROOT/rows/?day=2025-06-30&offset=20").content.decode()
    assert further.count("<tr") == 61
    last = client.get("/units/ROOT/rows/?day=2025-06-30&offset=80").content.decode()
    assert last.count("<tr") == 10
    shown = html + further + last
    assert all(f"/units/K{i}/" in shown for i in range(90))


def test_units_are_found_without_accents_in_the_readers_scope(
    published: World, an: Client, chi: Client
) -> None:
    found = an.get("/find/?q=noi vu&day=2025-06-30").content.decode()
    assert "Sở Nội vụ" in found
    assert "Sở Nội vụ" not in chi.get("/find/?q=noi vu&day=2025-06-30").content.decode()


def test_what_was_searched_for_is_escaped(published: World, an: Client) -> None:
    assert "<script>" not in an.get("/find/?q=<script>x").content.decode().split("<main", 1)[1]


def test_a_late_night_is_said_on_the_page(published: World, english: Client) -> None:
    # The clock of the test is long after the last figures.
    assert "is late. The figures of 30/06/2025" in page(english, "TINH")


def test_the_content_security_policy_allows_nothing_inline(published: World, an: Client) -> None:
    answer = an.get(ADDRESS.format("TINH"))
    html = answer.content.decode()
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert ' style="' not in html
    assert "<style" not in html
    assert " onclick" not in html


def test_the_figures_of_the_chart_are_also_a_table_by_month(
    published: World, english: Client
) -> None:
    for day in (date(2025, 5, 15), date(2025, 5, 31)):
        refresh(day=day)
    address = "/units/SNV/figures/?day=2025-06-30&plan=KH-01&target=young"
    html = english.get(address).content.decode()
    assert html.index("30/06/2025") < html.index("31/05/2025")
    assert "15/05/2025" not in html
    # In May Khoa was still 39.
    assert "3/5" in html


def test_the_page_is_served_without_a_cache(published: World, english: Client, settings) -> None:
    backend = "django.core.cache.backends.redis.RedisCache"
    nowhere = {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": nowhere}
    assert "6/12" in page(english, "TINH")
