"""Figures as rows: computed afresh, and as published."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from apps.cadres.models import Cadre
from apps.cadres.services.retiring import plan_retirement
from apps.metrics.measuring import COLUMNS, measure, published
from apps.metrics.services import refresh
from tests.factories import a_cadre, a_plan, a_target, a_unit
from tests.histories import careers, undone, write
from tests.reference import value
from tests.strategies import conditions, populations
from tests.strategies import days as some_days

pytestmark = pytest.mark.django_db


def printed(*args: str) -> list[dict[str, str]]:
    out = io.StringIO()
    call_command("measure", *args, stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_rows_are_named_by_key_and_sorted_by_day_unit_target_and_scope(world):
    rows = measure([world.day, date(2025, 2, 28)])
    assert list(rows.columns) == COLUMNS
    order = list(rows[["as_of", "unit_key", "target", "scope"]].itertuples(index=False, name=None))
    assert order == sorted(order)
    # On 30 June six units, on 28 February seven; four targets; two scopes.
    assert rows.groupby("as_of").size().to_dict() == {"2025-02-28": 56, "2025-06-30": 48}


def test_a_row_says_what_was_worked_by_hand(world):
    (row,) = [
        row
        for row in printed("--as-of", "2025-06-30", "--unit", "SNV")
        if (row["target"], row["scope"]) == ("women", "subtree")
    ]
    # 1 of 2 at 60 %: one more of the two; or one more person, (1 + 1) / (2 + 1) = 67 %.
    assert row == {
        "as_of": "2025-06-30", "unit_key": "SNV", "target": "women", "scope": "subtree",
        "population": "2", "met": "1", "not_met": "1", "unknown": "0", "verdict": "not_met",
        "gap_replace": "1", "gap_add": "1", "slack": "0",
    }  # fmt: skip


def test_a_unit_with_nobody_to_count_has_a_row_without_gaps(world):
    rows = printed("--as-of", "2025-06-30", "--unit", "PKH")
    assert len(rows) == 8
    assert {row["verdict"] for row in rows} == {"no_population"}
    assert {(row["gap_replace"], row["gap_add"], row["slack"]) for row in rows} == {("", "", "")}


def test_what_is_published_is_what_is_measured(world):
    days = [date(2025, 2, 28), world.day]
    for day in days:
        refresh(day=day)
    assert published(days).equals(measure(days))


def test_measuring_writes_nothing_and_sees_what_was_not_published(world):
    run = refresh(day=world.day)
    Cadre.objects.filter(key="an").update(gender="female")
    fresh, kept = measure([world.day]), published([world.day])
    assert not fresh.equals(kept)
    assert refresh(day=world.day).edition == run.edition + 1
    assert published([world.day]).equals(fresh)


def test_a_day_that_was_not_published_has_no_published_rows(world):
    refresh(day=world.day)
    assert published([date(2025, 2, 28)]).empty
    assert printed("--as-of", "2025-02-28", "--published") == []


def test_one_plan_is_measured_alone(world):
    other = a_plan("KH-02")
    a_target({"age_below": 30}, plan=other, code="very-young")
    assert {row["target"] for row in printed("--as-of", "2025-06-30", "--plan", "KH-02")} == {
        "very-young"
    }
    assert len(printed("--as-of", "2025-06-30")) == 60


def test_retirements_are_seen_from_the_base_day(db):
    unit = a_unit("U")
    # A woman born in May 1969 reaches 57 in May 2026: not counted from 1 June.
    a_cadre(unit=unit, born="1969-05-20", gender="female")
    a_target({"gender": "female"}, code="t")

    def counted(day: str, base: str) -> str:
        (own, _) = printed("--as-of", day, "--retirements-from", base)
        return own["population"]

    assert counted("2026-05-31", "2026-01-01") == "1"
    assert counted("2026-06-01", "2026-01-01") == "0"
    assert counted("2030-01-01", "2026-06-01") == "1"
    assert printed("--as-of", "2030-01-01")[0]["population"] == "1"


def test_a_planned_retirement_takes_the_place_of_the_age(world):
    unit, note = a_unit("U"), "Quyết định 12/QĐ-TU"
    # By age, this woman is not counted from 1 June 2026, and the man, 62 in May 2030, from 1 June.
    kept, early = (
        a_cadre(unit=unit, born="1969-05-20"),
        a_cadre(unit=unit, born="1968-05-02", gender="male"),
    )
    plan_retirement(
        cadre=kept, last_day=date(2027, 12, 31), ground="kept_on", note=note, by=world.officer
    )
    plan_retirement(
        cadre=early, last_day=date(2026, 3, 15), ground="early", note=note, by=world.officer
    )
    a_target({"gender": "female"}, code="t")

    def counted(day: str, base: str = "2026-01-01") -> tuple[str, str]:
        rows = printed("--as-of", day, "--unit", "U", "--retirements-from", base)
        return next((r["met"], r["not_met"]) for r in rows if r["target"] == "t")

    assert counted("2026-03-15") == ("1", "1")
    assert counted("2026-03-16") == ("1", "0")
    assert counted("2027-12-31") == ("1", "0")
    assert counted("2028-01-01") == ("0", "0")
    # From a base day after the planned one, somebody who still serves was kept on once more.
    assert counted("2030-01-01", "2028-01-01") == ("1", "1")


def test_wrong_names_are_said_in_words(world):
    for args in (
        ["--unit", "nowhere"],
        ["--plan", "none"],
        ["--published", "--retirements-from", "2025-01-01"],
    ):
        with pytest.raises(CommandError):
            call_command("measure", "--as-of", "2025-06-30", *args)


def test_an_empty_system_prints_the_headings(db):
    out = io.StringIO()
    call_command("measure", "--as-of", "2025-06-30", stdout=out)
    assert out.getvalue() == ",".join(COLUMNS) + "\n"


KINDS = ["city", "department", "commune", "division"]


@settings(max_examples=30, phases=[Phase.generate])
@given(drawn=st.lists(careers(), max_size=6), who=populations, what=conditions, day=some_days)
def test_every_own_figure_is_what_reading_the_records_by_hand_gives(db, drawn, who, what, day):
    with undone():
        root = a_unit("root", kind=KINDS[0])
        units = [root, *(a_unit(kind, under=root, kind=kind) for kind in KINDS[1:])]
        a_target(what, population=who, code="t")
        write(drawn, units)
        rows = measure([day])
        refresh(day=day)
        assert published([day]).equals(rows)
    told = rows.set_index(["unit_key", "scope"])[["met", "not_met", "unknown"]]
    total = [0, 0, 0]
    for place, unit in enumerate(units):
        counts = [0, 0, 0]
        for career in drawn:
            at, person = career.on(day) or (None, None)
            if at == place:
                person = type(person)(**{**vars(person), "unit_kind": KINDS[place]})
                if value(who, person, day):
                    counts[[True, False, None].index(value(what, person, day))] += 1
        assert told.loc[(unit.key, "own")].tolist() == counts
        total = [a + b for a, b in zip(total, counts, strict=True)]
    assert told.loc[("root", "subtree")].tolist() == total
