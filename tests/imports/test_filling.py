"""A first load leaves what row by row writing with triggers and indexes would have left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models

from apps.audit.history import acting, without_history
from apps.cadres.models import Cadre, ChangedCadre, Training
from apps.imports.roster.filling import MODELS, fill
from apps.units.models import Unit
from tests.common.test_bulk import keys_and_indexes
from tests.factories import a_cadre
from tests.imports.folders import folder, loaded, refused, rows

pytestmark = pytest.mark.django_db
FULL = rows(
    cadres=["c1,Nguyễn Văn \\Ánh,1980-05,male", "c2,Trần Thị Bích,,"],
    appointments=[
        "c1,S1,Giám đốc,yes,city_standing_committee,yes,2015,",
        "c2,P2,Trưởng phòng,yes,department,yes,2025-01-01,",
    ],
    qualifications=["c1,professional,master,2010", "c2,political_theory,intermediate,"],
    trainings=["c1,knowledge_update,2023-05", "c2,knowledge_update,"],
    appraisals=["c1,2024,good"],
)
TABLES = [model for model, _nullable in MODELS.values()]


def ask(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def written_columns(model: type[models.Model]) -> str:
    names = [f'"{f.column}"' for f in model._meta.concrete_fields if not f.generated]
    return ", ".join(names)


def versions(model: type[models.Model]) -> list[tuple[Any, ...]]:
    """Return every version of a table as text, but for its running number."""
    table = model.pgh_event_model._meta.db_table
    return ask(f"SELECT (to_jsonb(e) - 'pgh_id')::text FROM {table} e ORDER BY 1")


def triggers() -> list[tuple[Any, ...]]:
    """Return every trigger of the tables filled, with what pgtrigger notes of it."""
    return ask(
        """SELECT pg_get_triggerdef(oid), tgenabled, obj_description(oid, 'pg_trigger')
           FROM pg_trigger WHERE tgrelid = ANY(%s::regclass[]) AND NOT tgisinternal ORDER BY 1""",
        [model._meta.db_table for model in TABLES],
    )


def type_in_again() -> None:
    """Write the same rows, with their ids, once more by statements that the triggers see."""
    with connection.cursor() as cursor, without_history():
        cursor.execute("SET LOCAL app.retention TO 'on'")
        for model in TABLES:
            table = model._meta.db_table
            cursor.execute(f"CREATE TEMPORARY TABLE kept_{table} AS TABLE {table}")
        for model in reversed(TABLES):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
            cursor.execute(f"DELETE FROM {model.pgh_event_model._meta.db_table}")
    with connection.cursor() as cursor:
        for model in TABLES:
            table, names = model._meta.db_table, written_columns(model)
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM kept_{table}")


def test_history_and_notes_are_those_that_the_triggers_write(tmp_path: Path) -> None:
    with acting("an"):
        assert fill(folder(tmp_path, FULL), by="an")
        by_copy = {model: versions(model) for model in TABLES}
        notes = set(ChangedCadre.objects.values_list("cadre_id", flat=True))
        ChangedCadre.objects.all().delete()
        type_in_again()
    assert [len(found) for found in by_copy.values()] == [2, 2, 2, 2, 1]
    assert by_copy == {model: versions(model) for model in TABLES}
    assert notes == set(ChangedCadre.objects.values_list("cadre_id", flat=True))


def test_a_later_row_gets_a_number_and_a_version_of_its_own(tmp_path: Path) -> None:
    loaded(folder(tmp_path, FULL))
    with acting("binh"):
        later = a_cadre()
    assert later.pk > max(Cadre.objects.exclude(pk=later.pk).values_list("pk", flat=True))
    event = Cadre.pgh_event_model.objects.get(pgh_obj=later)
    assert (event.pgh_label, event.pgh_context.metadata["username"]) == ("insert", "binh")


def test_a_large_file_leaves_every_key_index_and_check(tmp_path: Path) -> None:
    tables = [m._meta.db_table for m in (Training, Training.pgh_event_model, Cadre)]
    before = [keys_and_indexes(table) for table in tables]
    days = [f"c1,knowledge_update,{1950 + i // 300}-{1 + i % 12:02d}" for i in range(10_000)]
    loaded(folder(tmp_path, {**FULL, "trainings.csv": days}))
    assert Training.objects.count() == Training.pgh_event_model.objects.count() == 10_000
    assert [keys_and_indexes(table) for table in tables] == before


def test_every_trigger_stands_as_before_one_that_was_off_included(tmp_path: Path) -> None:
    ((name,),) = ask(
        """SELECT tgname FROM pg_trigger
           WHERE tgrelid = 'cadres_training'::regclass AND tgname LIKE 'pgtrigger_note_insert_%%'"""
    )
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE cadres_training DISABLE TRIGGER {name}")
    before = triggers()
    loaded(folder(tmp_path, FULL))
    assert triggers() == before
    assert {state for _definition, state, _note in before} == {"O", "D"}


def test_a_fault_in_the_last_file_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    spoilt = {**FULL, "appraisals.csv": ["c1,2024,good", "c9,2024,good"]}
    said = refused(folder(tmp_path, spoilt))
    assert said[0] == "appraisals.csv:3: cadre_key: không có cán bộ nào mang mã “c9”"
    assert not Cadre.objects.exists()
    assert not Unit.objects.exists()
    assert not versions(Cadre)


def test_people_who_are_recorded_already_are_left_to_the_ordinary_way(tmp_path: Path) -> None:
    a_cadre()
    assert fill(folder(tmp_path, FULL), by="an") == []
    assert Cadre.objects.count() == 1


def test_a_first_load_stands_for_every_trigger_that_would_hear_of_new_rows() -> None:
    tables = [model._meta.db_table for model in TABLES]
    # The third bit of a trigger's type says that it hears of insertions.
    found = ask(
        """SELECT DISTINCT tgname FROM pg_trigger
           WHERE tgrelid = ANY(%s::regclass[]) AND NOT tgisinternal AND tgtype & 4 <> 0""",
        tables,
    )
    known = ("pgtrigger_insert_insert_", "pgtrigger_note_insert_")
    assert found
    assert [name for (name,) in found if not name.startswith(known)] == []
