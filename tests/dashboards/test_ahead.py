"""The pages of what is coming: the months ahead, the day of the turn, and the warning of it."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from apps.audit.models import AccessLog, Shown
from tests.conftest import client_of
from tests.metrics.ahead.test_foresight import coming  # noqa: F401 - a fixture
from tests.world import World

pytestmark = pytest.mark.django_db
QUERY = "?day=2025-06-30"
YOUNG = ["SYT", "young"]


def text(client: Client, name: str, *args: str, query: str = QUERY) -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_the_months_that_change_and_the_due_date(coming: World) -> None:  # noqa: F811
    page = text(client_of(coming.chi), "target_ahead", *YOUNG)
    assert "31/12/2025" in page
    for parts in ("3/5", "2/4", "1/3"):
        assert parts in page
    # In July nothing changes.
    assert "31/07/2025" not in page


def test_the_turn_names_its_people_and_is_logged(coming: World) -> None:  # noqa: F811
    part = text(client_of(coming.chi), "target_turn", *YOUNG)
    assert "10/11/2025" in part
    assert "Ngô Thị Hạnh" in part
    assert "Lý Hoàng Phúc" in part
    assert "Đặng Kim Oanh" not in part
    read = AccessLog.objects.latest("pk")
    assert (read.username, read.kind, read.key) == ("chi", "ahead", "SYT KH-01 young")
    listed = Shown.objects.get(access=read.pk).people
    assert sorted(listed) == sorted(coming.cadres[k].pk for k in ("hanh", "phuc"))


def test_the_dashboard_warns_with_the_month_and_why(coming: World) -> None:  # noqa: F811
    page = text(client_of(coming.chi), "unit", "SYT")
    assert 'id="coming"' in page
    assert "11/2025" in page
    assert reverse("target_ahead", args=YOUNG) in page


def test_the_soonest_warnings_stand_first_and_the_rest_is_folded(
    coming: World,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("apps.dashboards.panels._SOONEST", 1)
    page = text(client_of(coming.an), "unit", "TINH")
    shown, folded = page.partition('id="coming"')[2].split('<details class="coming-rest">')
    folded = folded.partition("</details>")[0]
    assert ("/units/TINH/targets/young/ahead/" in shown, "07/2025" in shown) == (True, True)
    assert ("/units/SYT/targets/young/ahead/" in folded, "11/2025" in folded) == (True, True)


def test_the_chart_goes_on_to_the_due_date_as_a_dashed_line(coming: World) -> None:  # noqa: F811
    query = QUERY + "&plan=KH-01&target=young"
    figure = json.loads(text(client_of(coming.chi), "series", "SYT", query=query))
    (ahead,) = [line for line in figure["data"] if line.get("line", {}).get("dash") == "dash"]
    assert ahead["x"][-1] == "2025-12-31"
    assert ahead["y"][0] == 60.0
    assert ahead["y"][-1] == 33.3333
    figure = json.loads(text(client_of(coming.coordinator), "series", "SYT", query=query))
    assert not [line for line in figure["data"] if line.get("line", {}).get("dash") == "dash"]


def test_who_sees_counts_only_is_not_warned(coming: World) -> None:  # noqa: F811
    page = text(client_of(coming.coordinator), "unit", "TINH")
    assert 'id="coming"' not in page
