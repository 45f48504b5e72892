"""Change history: exactly one version for each row changed, whoever wrote and by whatever way."""

from __future__ import annotations

import pandas as pd
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from apps.accounts.models import ApiToken, User
from apps.administration.models import GrantRequest
from apps.audit.history import acting, without_history
from apps.cadres.models import Appointment, Cadre, Qualification, Restriction, Training
from apps.common.bulk import copy_rows, update_rows
from apps.privacy.models import SubjectRequest
from apps.reorganisation.models import Reorganisation
from apps.reports.models import ListRequest
from apps.targets.models import Plan, Target, TargetVersion, UnitThreshold
from apps.units.models import HeadcountQuota, Membership, Placement, Succession, Unit
from tests.factories import a_cadre, a_unit, new_cadre, qualify

pytestmark = pytest.mark.django_db
TRACKED = [User, Cadre, Appointment, Qualification, Training, apps.get_model("cadres", "Appraisal"),
           apps.get_model("cadres", "PlannedRetirement"), Restriction, Unit,
           Placement, Succession, HeadcountQuota, Membership, Plan, Target, TargetVersion, UnitThreshold,
           GrantRequest, ListRequest, ApiToken, Reorganisation, SubjectRequest]  # fmt: skip


def history(model: type = Cadre) -> list[tuple[str, str]]:
    """Return label and acting user of every version, the oldest first."""
    event = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    rows = event.objects.order_by("pgh_id").select_related("pgh_context")
    return [
        (row.pgh_label, row.pgh_context.metadata["username"] if row.pgh_context else "")
        for row in rows
    ]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_saving_changing_and_deleting_one_row():
    with acting("an"):
        cadre = a_cadre()
    with acting("binh", reason="a wrong date"):
        cadre.born = "1981-02"
        cadre.save()
    with acting("chi"):
        cadre.delete()
    assert history() == [("insert", "an"), ("update", "binh"), ("delete", "chi")]
    event = apps.get_model("cadres", "CadreEvent").objects.get(pgh_label="update")
    assert str(event.born) == "1981-02"
    assert event.pgh_context.metadata["reason"] == "a wrong date"


def test_writing_many_rows_at_once():
    with acting("an"):
        Cadre.objects.bulk_create(new_cadre() for _ in range(3))
    with acting("binh"):
        Cadre.objects.update(gender="male")
    with acting("chi"):
        Cadre.objects.all().delete()
    assert history() == [("insert", "an")] * 3 + [("update", "binh")] * 3 + [("delete", "chi")] * 3


def test_bulk_update_and_update_or_create():
    cadres = [a_cadre() for _ in range(2)]
    with acting("binh"):
        for cadre in cadres:
            cadre.gender = "male"
        Cadre.objects.bulk_update(cadres, ["gender"])
        Cadre.objects.update_or_create(key=cadres[0].key, defaults={"gender": "female"})
    assert history()[2:] == [("update", "binh")] * 3


def test_raw_sql():
    a_cadre("c1")
    with acting("an"):
        sql("UPDATE cadres_cadre SET gender = 'male' WHERE key = %s", "c1")
        sql("DELETE FROM cadres_cadre WHERE key = %s", "c1")
    assert history() == [("insert", ""), ("update", "an"), ("delete", "an")]


def test_copy_and_corrections_of_many_rows():
    frame = pd.DataFrame({"key": ["a", "b"], "full_name": ["A", "B"], "name_key": ["a", "b"],
                          "sort_key": ["a", "b"], "born": ["", "1985"], "gender": ["", ""]})  # fmt: skip
    with acting("an"), connection.cursor() as cursor:
        copy_rows(cursor, "cadres_cadre", frame, nullable=("born",))
    ids = list(Cadre.objects.order_by("key").values_list("pk", flat=True))
    with acting("binh"), connection.cursor() as cursor:
        update_rows(cursor, "cadres_cadre", pd.DataFrame({"id": ids, "gender": ["male", "female"]}))
    assert history() == [("insert", "an")] * 2 + [("update", "binh")] * 2


def test_nothing_changed_nothing_kept():
    Cadre.objects.filter(key="nobody").update(gender="male")
    Cadre.objects.filter(key="nobody").delete()
    assert history() == []


def test_what_is_taken_back_leaves_no_history():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        a_cadre()
        raise ZeroDivisionError
    assert history() == []


def test_made_up_rows_can_be_written_without_a_history():
    with without_history():
        a_cadre()
    assert history() == []
    a_cadre()
    assert history() == [("insert", "")]


def test_facts_and_units_have_a_history_each():
    with acting("an"):
        unit = a_unit()
        cadre = a_cadre(unit=unit)
        qualify(cadre)
        Appointment.objects.update(title="Trưởng phòng")
    assert history(Unit) == history(Placement) == history(Qualification) == [("insert", "an")]
    assert history(Appointment) == [("insert", "an"), ("update", "an")]


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)
def test_the_history_is_only_ever_added_to(world, model):
    table = f"{model._meta.db_table}event"
    if not history(model):
        return
    for statement in (f"UPDATE {table} SET pgh_label = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="annot"), transaction.atomic():
            sql(statement)
    assert history(model)


def test_every_table_of_facts_and_rules_has_a_history():
    kept_elsewhere = {
        "AccessLog", "Shown", "Seal", "Gap", "RetentionRun", "Job", "Run", "Result", "Standing", "Lineage",
        "Projection", "ProjectedUnit", "ForeseenLoss",
        "ChangedCadre", "TreeChange", "TargetChange", "TrainingCategory",
        # What was typed and not saved; what an import read, asked and changed.
        "Draft", "Batch", "Problem", "Question", "Former", "RememberedReading",
        # Where a plan sends people, until posts say so, and what it would do.
        "Destination", "Outlook",
        # Looks and receipts only ever follow one another.
        "Lookup", "Receipt",
        # What was answered to a program, for a day.
        "KeptAnswer",
        # What users were told.
        "Notice",
        # A question that somebody keeps for themselves or shares; nothing follows from it.
        "Scenario",
        # Which reports are made without being asked for each time, and which were.
        "Schedule", "Turn",
        # An issued report cannot be changed at all; a draft or an office's table is no fact.
        "Report", "ReportFile", "TableTemplate",
        # Who an account is elsewhere: a way in, not a fact; linking is in the log.
        "Identity",
        # Made, used, confirmed or taken back once, each with its moment.
        "Invitation",
        # Copies for a week; each that goes out is in the access log.
        "LongList", "LongListPart",
    }  # fmt: skip
    ours = {
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("apps.") and not model.__name__.endswith("Event")
    }
    assert ours - kept_elsewhere == {model.__name__ for model in TRACKED}
