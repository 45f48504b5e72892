"""Figures of days ahead: what measuring each day gives, read once."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from apps.cadres.models import Appointment, PlannedRetirement
from apps.metrics.ahead.projecting import month_ends
from apps.metrics.measuring import COLUMNS, measure, project
from tests.factories import a_cadre, a_plan, a_target, a_unit, qualify
from tests.histories import careers, undone, write
from tests.strategies import conditions, populations
from tests.strategies import days as some_days

pytestmark = pytest.mark.django_db
SOME = settings(max_examples=12, phases=[Phase.generate])


def printed(*args: str) -> list[dict[str, str]]:
    out = io.StringIO()
    call_command("project", *args, stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_month_ends_are_the_last_days_of_months_from_the_first_day_on():
    found = list(month_ends(date(2026, 11, 30), date(2027, 3, 1)))
    assert [day.isoformat() for day in found] == [
        "2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28",
    ]  # fmt: skip
    assert list(month_ends(date(2026, 11, 1), date(2026, 11, 29))) == []


@SOME
@given(
    drawn=st.lists(careers(), max_size=6),
    who=populations,
    what=conditions,
    base=some_days,
    planned=st.none() | some_days,
)
def test_each_month_end_is_what_measuring_it_with_retirements_gives(
    db, drawn, who, what, base, planned
):
    with undone():
        root = a_unit("root", kind="city")
        a_target(what, population=who, code="t")
        people = write(drawn, [root, *(a_unit(f"u{i}", under=root) for i in range(3))])
        if planned and people:
            PlannedRetirement.objects.create(
                cadre=people[0], last_day=planned, ground="other", note="Quyết định 1"
            )
        until = base + timedelta(days=150)
        days = list(month_ends(base, until))
        assert project(base, until).equals(measure(days, retirements_from=base))


@SOME
@given(drawn=st.lists(careers(), max_size=6), who=populations, what=conditions, base=some_days)
def test_where_nobody_retires_it_is_what_measuring_on_the_day_gives(db, drawn, who, what, base):
    # Without a sex on record nobody retires.
    drawn = [replace(career, person=replace(career.person, gender="")) for career in drawn]
    with undone():
        root = a_unit("root", kind="city")
        a_target(what, population=who, code="t")
        write(drawn, [root, *(a_unit(f"u{i}", under=root) for i in range(3))])
        until = base + timedelta(days=100)
        assert project(base, until).equals(measure(list(month_ends(base, until))))


def test_the_months_ahead_of_a_unit_are_printed(db):
    unit = a_unit("U")
    a_target({"age_below": 40}, code="young")
    # 40 on 15 January 2027; her post ends on 1 March; a degree of 2027 changes nothing here.
    leaves = a_cadre(unit=unit, born="1987-01-15")
    Appointment.objects.filter(cadre=leaves).update(end_on="2027-03-01")
    # Stays young; and one who comes on 1 February.
    qualify(a_cadre(unit=unit, born="1995-05"), "master", awarded_on="2027-02")
    a_cadre(unit=unit, born="1980-01-01", start_on="2027-02-01")
    rows = printed("--unit", "U", "--from", "2026-12-01", "--until", "2027-03-31")
    told = [(r["as_of"], r["met"], r["not_met"]) for r in rows if r["scope"] == "own"]
    assert told == [
        ("2026-12-31", "2", "0"),
        ("2027-01-31", "1", "1"),
        ("2027-02-28", "1", "2"),
        ("2027-03-31", "1", "1"),
    ]
    assert list(rows[0]) == COLUMNS


def test_a_plan_and_the_order_of_days_are_asked_for(db):
    a_unit("U")
    a_target({"gender": "female"}, code="t", plan=a_plan("P"))
    assert printed("--unit", "U", "--from", "2026-01-01", "--until", "2026-01-30") == []
    assert len(printed("--unit", "U", "--plan", "P", "--from", "2026-01-01", "--until", "2026-02-28")) == 4  # fmt: skip
    for wrong in (
        ["--unit", "X", "--from", "2026-01-01", "--until", "2026-02-28"],
        ["--unit", "U", "--from", "2026-03-01", "--until", "2026-02-28"],
    ):
        with pytest.raises(CommandError):
            printed(*wrong)
