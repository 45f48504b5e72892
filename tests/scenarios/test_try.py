"""The page on which numbers are tried."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from apps.metrics.ahead.mixing import answer
from apps.metrics.core.mix import Mix
from tests.conftest import client_of
from tests.factories import UPDATE
from tests.world import World

pytestmark = pytest.mark.django_db
QUERY = "?day=2025-06-30&plan=KH-01"
COURSES = f"&act-course-{UPDATE}-1="


def page(client: Client, query: str = "", key: str = "SYT", **headers: str) -> str:
    got = client.get(reverse("unit_try", args=[key]) + QUERY + query, headers=headers)
    assert got.status_code == 200
    return got.content.decode()


def rows(said: str) -> dict[str, list[str]]:
    """Return the parts in each target's row: as things stand, and with the numbers."""
    found = {}
    for row in re.findall(r"<tr.*?</tr>", said[said.index('id="answer"') :], re.DOTALL)[1:]:
        parts = re.findall(r"\((\d+/\d+)\)", strip_tags(row))
        found[re.search(r"targets/(\w+)/ahead", row)[1]] = parts  # type: ignore[index]
    return found


def test_figures_stand_beside_those_without_the_change(published: World) -> None:
    # On 31 December: young 3 of 5, women 2 of 2, trained 4 of 5 (all of 2025 has passed, so Quân
    # is), qualified 2 of 3. A course for Phúc: trained 5 of 5. A level for Quân: qualified 3 of
    # 3. One new young woman in Oanh's kind of post, neither trained nor with degrees: 4 of 6,
    # 3 of 3, 5 of 6, 3 of 4.
    client = client_of(published.chi)
    said = rows(page(client))
    assert said == {
        "young": ["3/5", "3/5"],
        "women": ["2/2", "2/2"],
        "trained": ["4/5", "4/5"],
        "qualified": ["2/3", "2/3"],
    }
    typed = f"{COURSES}1&act-level-political_theory-intermediate=1&new-1=1"
    typed += "&post-1=leads:department:division&who-1=female&who-1=age-1"
    assert rows(page(client, typed)) == {
        "young": ["3/5", "4/6"],
        "women": ["2/2", "3/3"],
        "trained": ["4/5", "5/6"],
        "qualified": ["2/3", "3/4"],
    }


def test_thresholds_ages_and_days_are_supposed(published: World) -> None:
    # Below 31 on 30 November Hạnh alone is young: 1 of 5, where without it 3 of 5 are.
    said = page(client_of(published.chi), "&age=31&bp-young=12,5&on=30/11/2025")
    assert rows(said)["young"] == ["3/5", "1/5"]
    assert "50 % → 12,5 %" in strip_tags(said).replace("\u00a0", " ")
    assert "30/11/2025" in said


def test_what_cannot_be_read_is_said_and_left_out(published: World) -> None:
    said = page(client_of(published.chi), f"{COURSES}6&bp-young=hundred&on=1/1/2020&age=7")
    # Five people serve in December: six courses are too many.
    assert said.count('class="fault"') == 4
    assert rows(said)["trained"] == ["4/5", "4/5"]
    assert 'value="hundred"' in said


def test_the_part_for_htmx_is_the_answer_alone_and_moves_the_address(published: World) -> None:
    client = client_of(published.chi)
    address = reverse("unit_try", args=["SYT"]) + QUERY + f"{COURSES}1&age=&new-2=&post-2=x"
    got = client.get(address, headers={"HX-Request": "true"})
    said = got.content.decode()
    assert said.lstrip().startswith('<div id="answer"')
    assert rows(said)["trained"] == ["4/5", "5/5"]
    # What was left empty does not stand in the address.
    assert got.headers["HX-Push-Url"].endswith(f"/units/SYT/try/{QUERY}{COURSES}1")


def test_nobody_is_named_and_who_sees_counts_only_is_not_answered(published: World) -> None:
    said = page(client_of(published.chi), f"{COURSES}1")
    for cadre in published.cadres.values():
        assert cadre.full_name not in said.replace(published.chi.full_name, "")
    got = client_of(published.coordinator).get(reverse("unit_try", args=["SYT"]) + QUERY)
    assert got.status_code == 403


def test_the_numbers_of_the_smallest_mix_meet_every_target(published: World) -> None:
    client = client_of(published.chi)
    mix = client.get(reverse("unit_mix", args=["SYT"]) + QUERY).content.decode()
    link = re.search(r'href="([^"]*/try/[^"]*act-[^"]*)"', mix)
    assert link
    said = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert rows(said)["trained"] == ["4/5", "5/5"]
    assert rows(said)["qualified"] == ["2/3", "3/3"]
    found = answer(published.health, published.day, published.young.due_on, {}, plan="KH-01").found
    assert isinstance(found, Mix)
    assert found.acts == 2
