"""The page of a target and the lists behind its figure; the world's figures are in world.py."""

import pytest
from django.test import Client

from apps.accounts.roles import Role
from apps.audit.models import AccessLog
from apps.cadres.models import Cadre
from apps.metrics.services import refresh
from tests.conftest import client_of
from tests.factories import a_cadre, a_member, appoint
from tests.world import World

pytestmark = pytest.mark.django_db
ADDRESS = "/units/{}/targets/{}/{}?day=2025-06-30&plan=KH-01"


def html(client: Client, key: str, code: str, part: str = "", **query: str) -> str:
    more = "".join(f"&{name}={value}" for name, value in query.items())
    client.cookies["django_language"] = "en"
    answer = client.get(ADDRESS.format(key, code, part) + more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_figure_stands_with_its_parts_and_in_people(published: World, an: Client) -> None:
    page = html(an, "SYT", "qualified")
    # Two of three have both; all must: one person short.
    assert "66.7\u00a0%" in page
    assert "2/3" in page
    assert "Short of <b>1 person</b>" in page


def test_the_target_reads_as_a_sentence(published: World, an: Client) -> None:
    page = html(an, "SYT", "qualified")
    assert "Among the cadres <strong>managed by a department</strong>" in page
    assert "<strong>100\u00a0%</strong>" in page
    assert "Sở Y tế and the units below it on 30 June 2025" in page


@pytest.mark.parametrize(
    ("group", "names", "why"),
    [
        ("met", ["Lan", "Giang"], "39 years 11 months on the day of calculation"),
        ("not_met", ["Bình", "Khoa"], "40 years on the day of calculation"),
        ("unknown", ["Minh"], "Born in 1985: not known whether 40 already"),
    ],
)
def test_the_lists_name_the_very_people_and_why(
    group: str, names: list[str], why: str, published: World, an: Client
) -> None:
    page = html(an, "SNV", "young", group=group)
    for person in ("Lan", "Giang", "Bình", "Khoa", "Minh"):
        # The table of units and the head name no person.
        assert (f"{person}</a></th>" in page) == (person in names)
    assert why in page


def test_those_who_are_not_counted_are_told_why(published: World, an: Client) -> None:
    visitor = a_cadre("visitor", unit=published.health, name="Khách Mời")
    appoint(visitor, published.interior, is_primary=False)
    page = html(an, "SNV", "women", "people/", group="outside")
    assert "Not in a leading or managing post" in page
    assert "Only a concurrent post here; the primary post is in Sở Y tế" in page
    # Giang, Lan and Minh do not lead; the visitor only has a concurrent post.
    assert page.count('<th scope="row">') == 4


def test_who_reaches_the_age_before_the_due_date_is_marked(published: World, an: Client) -> None:
    page = html(an, "PTC", "young", "people/")
    assert "01/07/2025" in page  # Lan turns forty the next day
    assert "before the due date" in page


def test_a_list_is_searched_without_accents(published: World, an: Client) -> None:
    page = html(an, "TINH", "young", "people/", q="hanh ngo")
    assert "Ngô Thị Hạnh" in page
    assert page.count('<th scope="row">') == 1
    assert "Nobody by that name" in html(an, "TINH", "young", "people/", q="khong co")


def test_a_list_that_was_swapped_in_has_the_address_of_its_page(
    published: World, an: Client
) -> None:
    answer = an.get("/units/SNV/targets/young/people/?group=not_met&q=khoa&day=2025-06-30")
    assert answer.headers["HX-Push-Url"] == (
        "/units/SNV/targets/young/?group=not_met&q=khoa&day=2025-06-30"
    )


def test_a_list_comes_fifty_at_a_time_in_vietnamese_order(world: World) -> None:
    for number in range(53):
        a_cadre(f"w{number}", unit=world.empty, name=f"Mai Thị {chr(65 + number % 26)}", gender="female",
                is_leadership=True)  # fmt: skip
    refresh(day=world.day)
    first = html(client_of(world.an), "PKH", "women", "people/")
    assert first.count('<th scope="row">') == 50
    assert "Page 1 of 2" in first
    assert first.index("Mai Thị A<") < first.index("Mai Thị B<") < first.index("Mai Thị C<")
    second = html(client_of(world.an), "PKH", "women", "people/", page="2")
    assert second.count('<th scope="row">') == 3


def test_those_who_may_not_see_people_get_the_counts_alone(
    published: World, coordinator: Client
) -> None:
    page = html(coordinator, "SNV", "young")
    assert "Who counts" in page
    assert "Khoa" not in page
    assert coordinator.get(ADDRESS.format("SNV", "young", "people/")).status_code == 403


def test_figures_are_opened_where_the_people_may_be_seen_and_nowhere_else(published: World) -> None:
    mixed = a_member("mixed", Role.COORDINATOR, published.province)
    a_member_of = mixed.memberships.model
    a_member_of.objects.create(
        user=mixed, role=Role.HEAD, unit=published.health, start_on="2020-01-01"
    )
    # Six of twelve are met: three of them serve in Sở Y tế, where five are counted.
    page = html(client_of(mixed), "TINH", "young")
    assert "6/12" not in page
    assert "5/10" in page
    assert "Ngô Thị Hạnh" not in page
    page = html(client_of(mixed), "SYT", "young")
    assert "3/5" in page
    assert "Ngô Thị Hạnh" in page
    address = f"/units/TINH/targets/young/people/?day={published.day}"
    assert client_of(mixed).get(address).status_code == 404


def test_one_line_in_the_log_for_a_list_that_was_shown(published: World, an: Client) -> None:
    html(an, "SNV", "young", group="not_met")
    entry = AccessLog.objects.get()
    assert (entry.username, entry.act, entry.kind) == ("an", "list", "population")
    assert entry.key == "SNV KH-01 young"
    assert entry.detail["count"] == 2


def test_a_figure_whose_records_changed_says_so(published: World, an: Client) -> None:
    Cadre.objects.filter(key="lan").update(born="1970-01-01")
    page = html(an, "SNV", "young", "people/")
    assert "As the records stand now: met 1, not met 3, unknown 1" in page


def test_the_unit_alone_leaves_out_the_units_below(published: World, an: Client) -> None:
    page = html(an, "SNV", "young", scope="own")
    assert "1/2" in page
    assert "Lan</a></th>" not in page


def test_siblings_are_compared_by_persons_short(published: World, an: Client) -> None:
    # SNV lacks one woman who leads, Sở Y tế none.
    page = html(an, "SNV", "women")
    assert "Among the other 1 units of its kind: 0 are short of more people, 0 of as many" in page


def test_units_of_a_few_people_have_no_rank(published: World, an: Client) -> None:
    page = html(an, "TINH", "trained")
    rows = page[page.index('id="ranking"') :]
    # Neither department has seven people.
    assert rows.count('<span class="quiet">–</span>') == 2


def test_an_unknown_target_is_not_found(published: World, an: Client) -> None:
    assert an.get(ADDRESS.format("SNV", "nothing", "")).status_code == 404


def test_the_way_to_the_due_date_is_told_from_what_is_known(published: World, an: Client) -> None:
    page = html(an, "PTC", "young", "due/")
    # Lan, met today, turns forty before the due date; nobody else of the three can be met then
    # but Minh, born in 1985, who is forty by the end of the year for certain.
    assert "by what is known now" in page
    assert "0/3" in page
    assert "1 will reach the age of 40" in page


def test_the_table_of_figures_holds_the_last_of_each_month(published: World, an: Client) -> None:
    page = html(an, "SNV", "young", "figures/")
    assert "30/06/2025" in page
    assert "2/5" in page
