"""The page that asks whether all targets can still be met."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import client_of
from tests.factories import a_cadre, a_target, a_unit
from tests.world import World

pytestmark = pytest.mark.django_db
QUERY = "?day=2025-06-30&plan=KH-01"


def page(client: Client, key: str, query: str = "") -> str:
    answer = client.get(reverse("unit_mix", args=[key]) + QUERY + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_acts_are_said_by_kinds_and_never_by_name(published: World) -> None:
    said = page(client_of(published.chi), "SYT")
    # SYT on 31 December: young 3 of 5, women 2 of 2; trained 3 of 5, of whom one is not known;
    # qualified 2 of 3. Two courses and one level are what is lacking, and no fewer.
    assert "31/12/2025" in said
    assert "Lý Hoàng Phúc" not in said
    assert "Trịnh Minh Quân" not in said
    for parts in ("3/5", "5/5", "2/3", "3/3"):
        assert parts in said


def test_what_is_in_the_way_is_said(published: World) -> None:
    said = page(client_of(published.chi), "SYT", "&trainings=0")
    assert "5/5" not in said
    assert 'value="0"' in said


def test_another_day_is_asked_for(published: World) -> None:
    assert "30/11/2025" in page(client_of(published.chi), "SYT", "&on=30/11/2025")


def test_who_sees_counts_only_is_not_answered(published: World) -> None:
    client = client_of(published.coordinator)
    assert client.get(reverse("unit_mix", args=["SYT"]) + QUERY).status_code == 403


def test_a_unit_that_ends_before_is_said_so(published: World) -> None:
    a_target({"gender": "female"}, plan=published.plan, code="more")
    gone = a_unit("GONE", under=published.health, end_on="2025-09-01")
    a_cadre(unit=gone, end_on="2025-09-01")
    said = page(client_of(published.chi), "GONE")
    assert "5/5" not in said


def test_other_thresholds_and_ages_are_supposed_and_nothing_is_stored(published: World) -> None:
    before = published.young.threshold_bp
    said = page(client_of(published.chi), "SYT", "&bp-young=100&age=31")
    # Below 31 on 31 December 2025 Hạnh alone is young: 1 of 5, and nobody can be made younger.
    assert "1/5" in said
    assert "100 %" in said.replace("\u00a0", " ")
    published.young.refresh_from_db()
    assert published.young.threshold_bp == before
    assert "1/5" not in page(client_of(published.chi), "SYT", "&bp-young=nothing&age=300")
