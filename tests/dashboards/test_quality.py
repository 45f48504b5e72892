"""The page of data quality; the world's figures are in world.py, the weights in test_settling.py."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.roles import Role
from apps.audit.models import AccessLog
from apps.cadres.identity import sealed
from apps.cadres.models import Cadre
from tests.conftest import client_of
from tests.factories import a_cadre, a_member, a_plan, a_target
from tests.world import World

pytestmark = pytest.mark.django_db


def html(client: Client, **query: str) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get("/quality/", {"day": "2025-06-30", **query})
    assert answer.status_code == 200
    return answer.content.decode()


def work(page: str) -> list[str]:
    """The keys of the people of the list, in its order."""
    return [part.split("/")[0] for part in page.split('<th scope="row"><a href="/cadres/')[1:]]


def test_the_list_begins_with_the_record_that_settles_most(world: World, an: Client) -> None:
    page = html(an)
    assert work(page) == ["minh", "giang", "giang", "khoa", "quan"]
    assert "Undetermined verdicts settled: 2" in page
    assert "Cán bộ trẻ: Phòng Tổ chức, Sở Nội vụ" in page
    assert "recorded: 1985" in page
    assert "Why these come first" in page


def test_each_record_leads_to_where_it_is_mended(published: World, an: Client) -> None:
    page = html(an)
    assert 'href="/cadres/minh/?day=2025-06-30#summary"' in page
    assert 'href="/cadres/giang/?day=2025-06-30#qualifications"' in page
    assert 'href="/cadres/khoa/?day=2025-06-30#training"' in page
    for key, place in (("giang", "qualifications"), ("khoa", "training"), ("minh", "summary")):
        assert f'id="{place}"' in an.get(f"/cadres/{key}/?day=2025-06-30").content.decode()


def test_the_strip_counts_records_and_what_mending_them_decides(world: World, an: Client) -> None:
    page = html(an)
    # Minh, Giang, Khoa, Quân; young in PTC and SNV and qualified in SNV are undetermined.
    assert "<b>4</b> records to mend" in page
    assert "<b>3</b> undetermined verdicts" in page
    assert 'Birth date only partly known</span><b class="number">1</b>' in page
    assert "verdicts decided once all are mended: 2" in page


def test_the_worst_units_stand_first_and_lead_further_down(world: World, an: Client) -> None:
    page = html(an)
    table = page[page.index('id="units"') : page.index('id="work"')]
    assert table.index("Sở Nội vụ") < table.index("Sở Y tế")
    below = html(an, unit="SNV")
    assert "Phòng Tổ chức" in below[: below.index('id="work"')]
    assert work(below) == ["minh", "giang", "giang", "khoa"]
    assert work(html(an, unit="PTC")) == ["minh", "khoa"]


def test_the_list_is_narrowed_to_a_rule(world: World, an: Client) -> None:
    assert work(html(an, rule="no_gender")) == ["giang"]
    assert work(html(an, rule="training_day", unit="SYT")) == ["quan"]
    assert "Nothing to mend here" in html(an, rule="young_post")
    assert len(work(html(an, rule="nonsense"))) == 5


def test_a_head_sees_their_own_units_and_no_others(world: World, binh: Client, chi: Client) -> None:
    assert work(html(binh)) == ["minh", "giang", "giang", "khoa"]
    assert work(html(chi)) == ["quan"]
    for key in ("SNV", "TINH", "nothing"):
        assert chi.get("/quality/", {"unit": key, "day": "2025-06-30"}).status_code == 404


def test_the_coordinator_sees_counts_and_no_names(world: World, coordinator: Client) -> None:
    page = html(coordinator)
    # Four, in fives.
    assert "<b>5</b> records to mend" in page
    assert "Sở Nội vụ" in page
    for name in ("Minh", "Giang", "/cadres/"):
        assert name not in page
    assert not AccessLog.objects.exists()


def test_whoever_sees_people_of_one_unit_sees_the_counts_of_all_but_no_other_names(
    world: World,
) -> None:
    mixed = a_member("mixed", Role.COORDINATOR, world.province)
    mixed.memberships.create(role=Role.HEAD, unit=world.health, start_on="2020-01-01")
    page = html(client_of(mixed))
    assert "<b>5</b> records to mend" in page
    assert work(page) == ["quan"]
    # The list is as long as those people: its pages tell no exact count of the others.
    assert AccessLog.objects.get().detail["count"] == 1


def test_the_list_is_logged_with_what_was_asked(world: World, binh: Client) -> None:
    html(binh, rule="no_gender", unit="SNV")
    entry = AccessLog.objects.get()
    assert (entry.username, entry.act, entry.kind, entry.key) == ("binh", "list", "quality", "SNV")
    assert entry.detail["count"] == 1
    assert entry.detail["asked"] == {"rule": "no_gender", "unit": "SNV"}


def test_a_number_that_disagrees_is_said_and_never_shown(world: World, an: Client) -> None:
    khoa = world.cadres["khoa"]
    # A woman born in 1985, while a man is recorded.
    Cadre.objects.filter(pk=khoa.pk).update(**sealed(khoa.pk, "001185678901"))
    page = html(an, rule="number_gender")
    assert "Personal number and gender disagree" in page
    assert "recorded: 30/06/1985, male" in page
    for part in ("001185678901", "001185", "678901", "••••••901"):
        assert part not in page


def test_what_was_mended_is_gone_at_once(world: World, an: Client) -> None:
    assert "minh" in work(html(an))
    Cadre.objects.filter(key="minh").update(born="1985-12-01")
    page = html(an)
    assert "minh" not in work(page)
    assert "<b>1</b> undetermined verdicts" in page


def test_the_plan_is_named_where_several_ask(world: World, an: Client) -> None:
    later = a_plan("KH-02")
    a_target({"age_below": 40}, plan=later, code="young", name="Cán bộ trẻ")
    page = html(an)
    assert "Cán bộ trẻ (KH-01): Phòng Tổ chức, Sở Nội vụ" in page
    assert "Cán bộ trẻ (KH-02): Phòng Tổ chức, Sở Nội vụ" in page
    assert "Undetermined verdicts settled: 4" in page


def test_a_long_list_comes_fifty_at_a_time(world: World, an: Client) -> None:
    for number in range(60):
        a_cadre(f"w{number}", unit=world.empty, gender="")
    assert len(work(html(an, rule="no_gender"))) == 50
    assert len(work(html(an, rule="no_gender", page="2"))) == 11


def test_a_page_of_fifty_needs_no_more_queries_than_one_of_five(world: World, an: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            html(an)
        return len(asked)

    html(an)
    Cadre.objects.filter(key="lan").update(gender="")
    few = queries()
    for number in range(60):
        a_cadre(f"w{number}", unit=world.empty, gender="", born=None)
    assert queries() == few


def test_a_scope_without_faults_says_so(world: World) -> None:
    page = html(client_of(a_member("head", Role.HEAD, world.empty)))
    assert "Nothing to mend" in page
    assert page.count("none found") == 3


def test_htmx_gets_the_part_alone(world: World, an: Client) -> None:
    part = an.get("/quality/", {"day": "2025-06-30"}, headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div class="quality" id="quality">')
