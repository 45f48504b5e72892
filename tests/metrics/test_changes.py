"""Taking in changes by difference gives what computing everything again gives.

Random careers, rounds of random changes by every way in which facts are written, then the figures
by difference are held against a whole refresh of the same day.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from apps.cadres.models import Appointment, Cadre, Qualification, Training
from apps.metrics import services
from apps.metrics.models import Result, Run
from apps.metrics.services import refresh, refresh_changes
from apps.metrics.state import Memory
from apps.targets.models import TargetVersion, UnitThreshold
from apps.units.models import Placement, Unit
from tests.factories import a_target, a_unit, new_appointment
from tests.figures import figures_at, shown, standings
from tests.histories import Career, careers, undone, write
from tests.reference import GENDERS, MANAGERS
from tests.strategies import born_days, days, partial, qualifications, trainings

pytestmark = pytest.mark.django_db
DAY = date(2023, 6, 30)
DEGREE = {"qualification_at_least": {"kind": "professional", "level": "university"}}
TRAINED = {"trained": {"category": "knowledge_update", "within_months": 36}}


@pytest.fixture
def units() -> list[Unit]:
    root = a_unit("root", kind="city")
    left, right = a_unit("left", under=root), a_unit("right", under=root, kind="commune")
    return [root, left, right, a_unit("below", under=left)]


@pytest.fixture
def targets() -> list[TargetVersion]:
    managed = {"managed_by_in": ["unit", "department", "central"]}
    return [
        a_target({"age_below": 40}),
        a_target({"gender": "female"}, population={"is_leadership": True}),
        a_target({"any": [DEGREE, TRAINED]}, population=managed),
        a_target({"not": DEGREE}, population={"unit_kind_in": ["commune"]}),
    ]


def _any_of(draw: Any, model: Any) -> Any:
    keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
    return model.objects.filter(pk=draw(st.sampled_from(keys))) if keys else model.objects.none()


def _somebody(draw: Any) -> Cadre:
    return _any_of(draw, Cadre).get()


def _arrive(draw: Any, units: list[Unit]) -> None:
    write([draw(careers())], units)


def _arrive_together(draw: Any, units: list[Unit]) -> None:
    cadres = Cadre.objects.order_by("pk")[:3]
    Appointment.objects.bulk_create(new_appointment(c, units[1], is_primary=False) for c in cadres)
    write(draw(st.lists(careers(), min_size=1, max_size=2)), units)


def _end(draw: Any, units: list[Unit]) -> None:
    _any_of(draw, Appointment).update(end_on=draw(days).isoformat())


def _transfer(draw: Any, units: list[Unit]) -> None:
    for post in _any_of(draw, Appointment):
        post.end_on = DAY.isoformat()
        post.save()
        unit = draw(st.sampled_from(units))
        new_appointment(post.cadre, unit, start_on=DAY.isoformat(), is_leadership=True).save()


def _take_away_a_post(draw: Any, units: list[Unit]) -> None:
    _any_of(draw, Appointment).delete()


def _correct_gender(draw: Any, units: list[Unit]) -> None:
    _any_of(draw, Cadre).update(gender=draw(st.sampled_from(["", *GENDERS])))


def _correct_birth(draw: Any, units: list[Unit]) -> None:
    cadre = _somebody(draw)
    cadre.born = draw(partial(born_days)) or None
    cadre.save()


def _qualify(draw: Any, units: list[Unit]) -> None:
    kind, level, on = draw(qualifications)
    Qualification.objects.create(
        cadre=_somebody(draw), kind=kind, level=level, awarded_on=on or None
    )


def _lose_a_qualification(draw: Any, units: list[Unit]) -> None:
    _any_of(draw, Qualification).delete()


def _train(draw: Any, units: list[Unit]) -> None:
    category, on = draw(trainings)
    Training.objects.create(cadre=_somebody(draw), category_id=category, completed_on=on or None)


def _give_a_training_to_another(draw: Any, units: list[Unit]) -> None:
    _any_of(draw, Training).update(cadre=_somebody(draw))


def _raw(draw: Any, units: list[Unit]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cadres_appointment SET managed_by = %s, is_leadership = NOT is_leadership "
            "WHERE cadre_id = %s",
            [draw(st.sampled_from(MANAGERS)), _somebody(draw).pk],
        )


def _leave(draw: Any, units: list[Unit]) -> None:
    cadre = _somebody(draw)
    for model in (Appointment, Qualification, Training):
        model.objects.filter(cadre=cadre).delete()
    cadre.delete()


PEOPLE = [
    _arrive, _arrive_together, _end, _transfer, _take_away_a_post, _correct_gender, _correct_birth,
    _qualify, _lose_a_qualification, _train, _give_a_training_to_another, _raw, _leave,
]  # fmt: skip


def _move(draw: Any, units: list[Unit]) -> None:
    Placement.objects.filter(unit=units[3]).update(parent=draw(st.sampled_from(units[:3])))


def _close(draw: Any, units: list[Unit]) -> None:
    end = draw(st.sampled_from([None, "2023-06-30", "2023-07-01"]))
    Placement.objects.filter(unit=units[3]).update(end_on=end)


def _another_kind(draw: Any, units: list[Unit]) -> None:
    Unit.objects.filter(pk=units[2].pk).update(kind=draw(st.sampled_from(["commune", "division"])))


def _own_threshold(draw: Any, units: list[Unit]) -> None:
    target = TargetVersion.objects.order_by("pk")[0].target
    UnitThreshold.objects.create(
        target=target, unit=draw(st.sampled_from(units)), threshold_bp=draw(st.integers(1, 10_000))
    )


def _another_age(draw: Any, units: list[Unit]) -> None:
    first = TargetVersion.objects.order_by("pk")[:1].values("pk")
    TargetVersion.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(
        criterion={"age_below": draw(st.integers(36, 44))}
    )


def _withdraw(draw: Any, units: list[Unit]) -> None:
    last = TargetVersion.objects.order_by("-pk")[0]
    last.end_on = draw(st.sampled_from([None, "2023-06-30"]))
    last.save()


RULES = [_move, _close, _another_kind, _own_threshold, _another_age, _withdraw]


def change(data: st.DataObject, units: list[Unit], ways: list[Any]) -> None:
    """Make a change that the database accepts; one that it refuses is no change."""
    with suppress(IntegrityError, Cadre.DoesNotExist), transaction.atomic():
        data.draw(st.sampled_from(ways))(data.draw, units)


def hold_against_a_whole_refresh(run: Run) -> None:
    """Compare what was published by difference with computing everything again."""
    published, kept = figures_at(run), standings()
    with undone():
        rows = Result.objects.count()
        again = refresh(day=DAY, reason=Run.Reason.CHANGE)
        assert figures_at(again) == published
        assert standings() == kept
        # Nothing differs, so that nothing is stored.
        assert Result.objects.count() == rows


def play(data: st.DataObject, units: list[Unit], drawn: list[Career], ways: list[Any]) -> None:
    """Publish, change, take in and compare, a few rounds; earlier runs keep their figures."""
    # A block holds 8192 numbers: people 5000 apart are in blocks of one or two.
    write(drawn, units, ids=range(300_000, 900_000, 5000))
    run = refresh_changes(day=DAY) or refresh(day=DAY, reason=Run.Reason.CHANGE)
    earlier = {run: shown(run)}
    workers = [services._memory, Memory(), Memory()]
    for _round in range(data.draw(st.integers(1, 3))):
        for _change in range(data.draw(st.integers(1, 3))):
            change(data, units, ways)
        # The next run is another worker's, or that of the same one, or of one just started.
        services._memory = data.draw(st.sampled_from(workers))
        if run := refresh_changes(day=DAY):
            hold_against_a_whole_refresh(run)
            earlier[run] = shown(run)
    for run, figures in earlier.items():
        assert shown(run) == figures


@pytest.mark.parametrize("most", [0, 1, 64], ids=lambda most: f"{most} laid over")
@settings(max_examples=20, phases=[Phase.generate])
@given(drawn=st.lists(careers(), min_size=1, max_size=6), data=st.data())
def test_changes_of_people_are_taken_in_as_a_whole_refresh_would(
    units, targets, monkeypatch, most, drawn, data
):
    monkeypatch.setattr("apps.metrics.standing.MOST_CHANGES", most)
    with undone():
        play(data, units, drawn, PEOPLE)


@settings(max_examples=20, phases=[Phase.generate])
@given(drawn=st.lists(careers(), min_size=1, max_size=6), data=st.data())
def test_changes_of_the_tree_and_the_targets_too(units, targets, drawn, data):
    with undone():
        play(data, units, drawn, PEOPLE + 2 * RULES)
