"""Units, plans and figures through the API: the same as the pages and ``measure``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from apps.metrics.measuring import measure
from apps.metrics.services import refresh
from tests.api.callers import Caller
from tests.world import World

pytestmark = pytest.mark.django_db
SAME = ["unit_key", "target", "scope", "population", "met", "not_met", "unknown", "verdict",
        "gap_replace", "gap_add", "slack"]  # fmt: skip


def rows_of(program: Caller, path: str, **query: Any) -> Iterator[dict[str, Any]]:
    page = program.get(path, **query).json()
    yield from page["results"]
    while page["next"]:
        page = program.get(page["next"]).json()
        yield from page["results"]


def test_the_figures_are_those_that_measure_prints(published: World) -> None:
    told = {
        (row["unit"], row["target"], row["scope"]): row
        for row in rows_of(Caller(published.an), "figures", on="2025-06-30", limit="2")
    }
    printed = measure([published.day]).to_dict("records")
    assert len(told) == len(printed) > 0
    for row in printed:
        found = told[row["unit_key"], row["target"], row["scope"]] | {"unit_key": row["unit_key"]}
        assert found["as_of"] == row["as_of"] == "2025-06-30"
        for name in SAME:
            assert found[name] == (None if row[name] != row[name] else row[name]), name


def test_figures_by_run_and_by_day_are_the_same_and_never_both(published: World) -> None:
    program = Caller(published.binh)
    later = refresh(day=published.day)
    by_day = program.get("figures", unit="SNV", on="2025-07-15").json()["results"]
    assert {row["run"] for row in by_day} == {later.pk}
    by_run = program.get("figures", unit="SNV", run=str(published.run.pk)).json()["results"]  # type: ignore[union-attr]
    assert [row | {"run": later.pk} for row in by_run] == by_day
    assert program.get("figures", run="1", on="2025-07-15").status_code == 400
    assert program.get("figures", on="2020-01-01").status_code == 404


def test_figures_stop_at_the_readers_units(published: World) -> None:
    told = {row["unit"] for row in rows_of(Caller(published.binh), "figures")}
    assert told == {"SNV", "PTC"}
    for path in ("figures?unit=SYT", "figures?unit=NIL", "units/SYT", "units/NIL",
                 "units?within=SYT", "units?parent=TINH", "figures/series?unit=SYT&plan=KH-01&target=women"):  # fmt: skip
        assert Caller(published.binh).get(path).status_code == 404, path


def test_a_series_holds_each_day_with_its_figure(published: World) -> None:
    # SNV has 2 met, 2 not, 1 unknown of the young, at 50 %.
    asked = {"unit": "SNV", "plan": "KH-01", "target": "young"}
    told = Caller(published.binh).get("figures/series", **asked).json()
    (point,) = told["points"]
    assert (point["day"], point["met"], point["population"]) == ("2025-06-30", 2, 5)
    assert point["verdict"] == "undetermined"


def test_the_people_behind_a_figure_are_its_very_people(published: World) -> None:
    asked = {"unit": "SNV", "plan": "KH-01", "target": "women", "on": "2025-06-30"}
    program = Caller(published.binh)
    groups = {
        group: [row["key"] for row in rows_of(program, "figures/people", group=group, **asked)]
        for group in ("met", "not_met", "unknown", "outside")
    }
    assert groups == {"met": ["binh"], "not_met": ["khoa"], "unknown": [],
                      "outside": ["giang", "lan", "minh"]}  # fmt: skip
    (row,) = program.get("figures/people", group="met", **asked).json()["results"]
    assert "nữ" in row["reason"]


@pytest.mark.parametrize("role", ["coordinator", "auditor", "administrator"])
def test_who_sees_no_people_gets_no_names_by_any_address(role: str, published: World) -> None:
    program = Caller(getattr(published, role))
    asked = {"unit": "SNV", "plan": "KH-01", "target": "women", "group": "met"}
    assert program.get("figures/people", **asked).status_code == 403
    for path in ("cadres", "cadres/khoa", "cadres/khoa/appointments", "imports"):
        assert program.get(path).status_code == 403, path


def test_the_tree_is_that_of_the_day(published: World) -> None:
    # PDT closed on 1 March 2025.
    program = Caller(published.an)
    before = {row["key"]: row for row in rows_of(program, "units", on="2025-02-01")}
    after = {row["key"]: row for row in rows_of(program, "units", on="2025-06-30")}
    assert set(before) - set(after) == {"PDT"}
    assert after["PTC"]["path"] == ["TINH", "SNV", "PTC"]
    assert after["PTC"]["parent"] == "SNV"
    below = rows_of(program, "units", within="SYT", kind="division")
    assert {row["key"] for row in below} == {"PNV", "PKH"}
    # What lies above the reader's own is not told.
    own = Caller(published.binh).get("units/SNV").json()
    assert (own["parent"], own["path"]) == (None, ["SNV"])


def test_targets_say_what_they_demand(published: World) -> None:
    program = Caller(published.coordinator)
    told = {row["code"]: row for row in rows_of(program, "targets", plan="KH-01", limit="1")}
    assert list(told) == ["young", "women", "trained", "qualified"]
    assert told["young"]["criterion"] == {"age_below": 40}
    assert "dưới 40 tuổi" in told["young"]["sentence"]
    assert told["women"]["threshold_bp"] == 6000
    one = program.get(f"targets/{told['women']['id']}").json()
    assert one == told["women"]
    assert program.get("plans").json()["results"][0]["code"] == "KH-01"


def test_who_sees_counts_only_gets_them_in_fives(published: World) -> None:
    program = Caller(published.coordinator)
    told = list(rows_of(program, "figures"))
    assert told
    for row in told:
        assert row["in_fives"]
        assert all(row[name] % 5 == 0 for name in ("population", "met", "not_met", "unknown"))
    asked = {"unit": "TINH", "plan": "KH-01", "target": "young"}
    for point in program.get("figures/series", **asked).json()["points"]:
        assert point["population"] % 5 == point["met"] % 5 == 0
