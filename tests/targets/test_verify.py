"""The verify command finds what constraints of single rows cannot refuse."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.cadres.models import Appointment, Cadre
from apps.cadres.quality import RULES, Severity
from apps.cadres.verifying import _SAID
from apps.common.partial import PartialDate
from apps.units.lineage import rebuild_lineage
from apps.units.models import Placement, Unit

pytestmark = pytest.mark.django_db


def place(key: str, parent: Unit | None, start: str | None = None, end: str | None = None) -> Unit:
    unit, _ = Unit.objects.get_or_create(key=key, defaults={"name": key, "kind": "division"})
    Placement.objects.create(unit=unit, parent=parent, name=key, start_on=start, end_on=end)
    return unit


def verified() -> str:
    with connection.cursor() as cursor:
        rebuild_lineage(cursor)
    out = io.StringIO()
    try:
        call_command("verify", stdout=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue()


def test_a_sound_tree_has_no_violation() -> None:
    root = place("R", None)
    place("A", root, "2020", "2024-06")
    assert "," not in verified()


def test_a_unit_that_outlives_its_parent_is_listed() -> None:
    root = place("R", None)
    parent = place("A", root, None, "2024-01-01")
    place("A1", parent)
    assert "a placement lies inside its parent's,A1,under A from  until \n" in verified()


def test_a_cycle_is_listed_once_for_each_unit_in_it() -> None:
    place("R", None)
    first = place("A", None, None, "2020-01-01")
    second = place("B", first, "2020-01-01")
    Placement.objects.create(unit=first, parent=second, name="A", start_on="2020-01-01")
    lines = [line for line in verified().splitlines() if line.startswith("the tree has no cycle")]
    assert sorted(line.split(",")[1] for line in lines) == ["A", "B"]


def test_an_appointment_outside_its_unit_is_listed() -> None:
    root = place("R", None)
    unit = place("A", root, "2020-01-01", "2022-01-01")
    cadre = Cadre.objects.create(key="c1", full_name="Nguyễn Văn An")
    Appointment.objects.create(
        cadre=cadre, unit=unit, title="Chuyên viên", managed_by="unit",
        start_on=PartialDate.of(date(2021, 1, 1)),
    )  # fmt: skip
    # It has no end, the unit ended on 1 January 2022.
    assert (
        "an appointment lies inside its unit's existence,c1,in A from 2021-01-01 until "
        in verified()
    )


def test_a_placement_written_past_the_services_shows_as_a_stale_closure() -> None:
    root = place("R", None)
    with connection.cursor() as cursor:
        rebuild_lineage(cursor)
    place("A", root)
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify", stdout=out)
    assert "the closure follows the placements,A" in out.getvalue()


def a_boy_appointed() -> None:
    root = place("R", None)
    cadre = Cadre.objects.create(key="c1", full_name="Nguyễn Văn An", born="1980")
    Appointment.objects.create(
        cadre=cadre, unit=root, title="Chuyên viên", managed_by="unit", start_on="1990"
    )
    with connection.cursor() as cursor:
        rebuild_lineage(cursor)


def test_facts_that_contradict_each_other_are_listed_and_break_no_rule() -> None:
    a_boy_appointed()
    out = io.StringIO()
    call_command("verify", stdout=out)
    line = "nobody is appointed before the age of 16,c1,to check against the papers"
    assert out.getvalue().splitlines()[:2] == ["rule,where,what", line]
    assert "1" in out.getvalue().splitlines()[2]


def test_facts_that_contradict_each_other_fail_a_strict_check() -> None:
    a_boy_appointed()
    with pytest.raises(CommandError):
        call_command("verify", strict=True, stdout=io.StringIO())


def test_every_contradiction_of_the_list_of_rules_is_said() -> None:
    wrong = {rule.code for rule in RULES if rule.severity == Severity.CONTRADICTION}
    assert set(_SAID) == wrong
