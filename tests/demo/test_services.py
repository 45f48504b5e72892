"""The seeded city keeps every rule, is the same each time, and comes close to its targets."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.db import connection

from apps.accounts.models import User
from apps.cadres.models import Appointment, Cadre, ChangedCadre, Qualification, Training
from apps.cadres.verifying import post_violations
from apps.common.errors import RuleError
from apps.demo.services import days_of_runs, seed, seed_facts
from apps.metrics.models import Run
from apps.metrics.services import refresh
from apps.targets.models import TargetChange, TargetVersion
from apps.targets.shipped import publish_shipped
from apps.targets.verifying import target_violations
from apps.units.models import Placement, Succession, TreeChange, Unit
from apps.units.verifying import tree_violations
from tests.figures import by_key

DAY = date(2026, 4, 14)
DUE = date(2025, 12, 31)
pytestmark = pytest.mark.django_db
_FACTS = {
    "cadre": "key, full_name, name_key, sort_key, born, gender",
    "appointment": "cadre.key, unit.key, title, is_leadership, managed_by, is_primary,"
    " start_on, end_on, decision",
    "qualification": "cadre.key, kind, level, awarded_on, name",
    "training": "cadre.key, category, completed_on, name",
    "appraisal": "cadre.key, year, rating",
}


def _facts() -> dict[str, list[tuple[object, ...]]]:
    """Every fact without the keys that the database gives."""
    found = {}
    for name, columns in _FACTS.items():
        fields = [c.strip().replace(".", "__") for c in columns.split(",")]
        found[name] = sorted(apps.get_model("cadres", name).objects.values_list(*fields), key=repr)
    return found


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE units_unit, cadres_cadre CASCADE")


def test_the_same_number_and_day_give_the_same_facts_and_another_number_others():
    seed_facts(people=300, number=1, day=DAY)
    first = _facts()
    _empty()
    seed_facts(people=300, number=1, day=DAY)
    assert _facts() == first
    _empty()
    seed_facts(people=300, number=2, day=DAY)
    assert _facts() != first


def test_every_rule_holds_and_so_many_people_serve_on_the_day():
    seed_facts(people=700, number=1, day=DAY)
    assert list(tree_violations()) == []
    assert list(post_violations()) == []
    publish_shipped(by=User(username="test"))
    assert list(target_violations()) == []
    assert Appointment.objects.primary().as_of(DAY).count() == 700
    # Nobody is registered who never served; many have left since 2021.
    assert not Cadre.objects.filter(appointments=None).exists()
    assert Cadre.objects.count() > 800


def test_what_seeding_writes_has_a_first_version_and_the_corrections_a_second():
    seed_facts(people=1500, number=1, day=DAY)
    for model in (Unit, Placement, Cadre, Appointment):
        first = apps.get_model(f"{model._meta.label}Event").objects.filter(pgh_label="insert")
        assert sorted(first.values_list("pgh_obj_id", flat=True)) == sorted(
            model.objects.values_list("pk", flat=True)
        )
        assert {event.pgh_context.metadata["username"] for event in first[:5]} == {"seed_demo"}
    events = apps.get_model("cadres", "AppointmentEvent").objects.filter(pgh_label="update")
    assert {event.pgh_context.metadata["username"] for event in events} == {"officer"}


def test_people_of_bodies_that_ended_serve_in_their_successors():
    seed_facts(people=700, number=1, day=DAY)
    for day, kinds in ((date(2025, 3, 1), {"department"}), (date(2025, 7, 1), {"commune"})):
        after = Appointment.objects.primary().filter(start_on=str(day), unit__kind__in=kinds)
        heirs = Succession.objects.filter(effective_on=day).values("successor")
        assert after.exists()
        assert not after.exclude(unit__in=heirs).exclude(unit__key="S13").exists()
    gone = Unit.objects.filter(kind="district")
    assert not Appointment.objects.as_of(date(2025, 7, 1)).filter(unit__in=gone).exists()


def test_a_few_things_are_not_recorded():
    seed_facts(people=1500, number=1, day=DAY)
    count = Cadre.objects.count()
    partial = Cadre.objects.extra(where=["length(born) < 10"]).count()
    missing = Cadre.objects.filter(born=None).count()
    assert 0.01 * count < partial + missing < 0.035 * count
    assert 0 < Cadre.objects.filter(gender="").count() < 0.02 * count
    assert Training.objects.filter(completed_on=None).exists()
    assert Qualification.objects.filter(awarded_on=None).exclude(level="none").exists()
    lacking = Cadre.objects.exclude(qualifications__kind="professional").count()
    assert 0 < lacking < 0.03 * count
    assert Appointment.objects.filter(is_primary=False).exists()


@pytest.mark.parametrize("number", [1, 5])
def test_at_the_due_day_two_targets_are_met_two_narrowly_missed_and_one_is_undetermined(number):
    seed_facts(people=2500, number=number, day=DAY)
    publish_shipped(by=User(username="test"))
    run = refresh(day=DUE)
    found = {}
    for version in TargetVersion.objects.as_of(DUE).select_related("target"):
        score = by_key(run, version)["HN"].score()
        found[version.target.code] = (score.verdict, score.met / score.population)
    assert {code: verdict for code, (verdict, _share) in found.items()} == {
        "YOUNG": "undetermined",
        "FEMALE": "met",
        "DEGREE_THEORY": "not_met",
        "TRAINED": "not_met",
        "POSTGRADUATE": "met",
    }
    assert 0.13 < found["YOUNG"][1] < 0.15 < found["FEMALE"][1] < 0.18
    assert 0.95 < found["DEGREE_THEORY"][1] < 1
    assert 0.95 < found["TRAINED"][1] < 1
    assert 0.40 < found["POSTGRADUATE"][1] < 0.44


def test_units_lie_far_below_and_above_each_target():
    seed_facts(people=2500, number=1, day=DAY)
    publish_shipped(by=User(username="test"))
    run = refresh(day=DUE)
    verdicts: dict[str, set[bool]] = {}
    for version in TargetVersion.objects.as_of(DUE).select_related("target"):
        for key, counts in by_key(run, version).items():
            score = counts.score()
            if key != "HN" and score.population >= 2:
                is_met = 10_000 * score.met >= score.threshold_bp * score.population
                verdicts.setdefault(version.target.code, set()).add(is_met)
    assert verdicts == dict.fromkeys(verdicts, {True, False})
    assert len(verdicts) == 5


def test_several_parts_make_up_the_people_wanted(monkeypatch):
    monkeypatch.setattr("apps.demo.careers._PART", 300)
    seed_facts(people=1000, number=1, day=DAY)
    assert Appointment.objects.primary().as_of(DAY).count() == 1000
    assert list(post_violations()) == []
    directors = Appointment.objects.as_of(DAY).filter(unit__key="S02", title="Giám đốc")
    assert directors.count() == 1


def test_the_figures_are_published_in_order_up_to_the_day_before():
    said: list[str] = []
    # Month-ends of January to May, and the days from 27 May to 9 June.
    seed(people=300, number=1, day=date(2021, 6, 10), say=said.append)
    days = list(Run.objects.order_by("pk").values_list("as_of", flat=True))
    assert days == sorted(days)
    assert days[:4] == [date(2021, 1, 31), date(2021, 2, 28), date(2021, 3, 31), date(2021, 4, 30)]
    assert days[-1] == date(2021, 6, 9)
    assert len(days) == 4 + 14
    assert len(said) == 3
    for notes in (ChangedCadre, TreeChange, TargetChange):
        assert not notes.objects.exists()


def test_the_runs_hold_the_due_day_and_the_last_two_weeks():
    days = days_of_runs(date(2026, 11, 23))
    assert DUE in days
    # Month-ends from January 2021 to October 2026 are 70; 9 to 22 November are 14.
    assert len(days) == 84
    assert days[-14:] == [date(2026, 11, d) for d in range(9, 23)]


def test_a_database_with_units_is_left_alone():
    Unit.objects.create(key="X", name="X", kind="city")
    with pytest.raises(RuleError):
        seed_facts(people=300, number=1, day=DAY)
