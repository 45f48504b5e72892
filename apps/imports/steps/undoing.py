"""Taking a written batch back, but for what was changed since.

Rows that the batch made go, rows that it corrected get their former values. What somebody changed
since stays and is listed: the row itself; all posts of a person one of whose posts was changed,
since they must fit together; and a person whom the batch registered, whole, once anything about
them was changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from django.db import connection, transaction
from django.db.models.functions import Now

from apps.audit.history import acting
from apps.audit.selectors import changed_beyond, made_in
from apps.cadres.models import Cadre
from apps.common.reach import Reach, beyond_scope
from apps.imports.checking.comparing import COLUMNS, MODELS, nothing
from apps.imports.models import Batch, Former
from apps.imports.roster.matching import Change
from apps.imports.steps.working import Step, one_at_a_time
from apps.imports.steps.writing import PEOPLE, write_alone

POSTS = "appointments.csv"
_LISTED = 500


@dataclass
class _Written:
    """What the batch wrote to a table: rows made, and former rows by id; whose each row is."""

    made: set[int]
    former: dict[int, dict[str, Any]]
    person: dict[int, int]
    kept: set[int] = field(default_factory=set)


def undo(step: Step) -> None:
    """Take a batch back in one transaction, and keep a list of what stays."""
    batch = step.batch
    by = batch.acted_by or batch.uploaded_by
    with one_at_a_time(step, 0), transaction.atomic():
        with acting(by.username, reason=f"undo of batch {batch.pk}"):
            written = {file: _written(batch, file) for file in MODELS}
            _hold(written)
            _keep_changed(batch, written)
            total = sum(len(w.made) + len(w.former) for w in written.values())
            _take_back(written, step.told(total))
        Former.objects.filter(batch=batch).delete()
        step.settle(state=Batch.State.UNDONE, undone_at=Now(), kept=_said(written))


def _written(batch: Batch, file: str) -> _Written:
    model = MODELS[file]
    made = made_in(batch.context, model) if batch.context else set()
    rows = Former.objects.filter(batch=batch, table=file)
    former = dict(rows.values_list("object_id", "columns"))
    ids = [*made, *former]
    if file == PEOPLE:
        return _Written(made, former, {pk: pk for pk in ids})
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, cadre_id FROM {model._meta.db_table} WHERE id = ANY(%s)", [ids])
        return _Written(made, former, dict(cursor.fetchall()))


def _hold(written: dict[str, _Written]) -> None:
    people = sorted({pk for table in written.values() for pk in table.person.values()})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM cadres_cadre WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [people]
        )


def _keep_changed(batch: Batch, written: dict[str, _Written]) -> None:
    """Mark what was changed since the batch was written."""
    people = {pk for table in written.values() for pk in table.person.values()}
    touched: dict[str, set[int]] = {}
    for file, table in written.items():
        column = "pgh_obj_id" if file == PEOPLE else "cadre_id"
        beyond = changed_beyond(batch.marks.get(file, 0), MODELS[file], column, people)
        table.kept = {pk for pk, _person in beyond} & set(table.person)
        touched[file] = {person for _pk, person in beyond}
        # Rows that are gone were removed by somebody.
        table.kept |= (table.made | set(table.former)) - set(table.person)
    posts = written[POSTS]
    posts.kept |= {pk for pk, person in posts.person.items() if person in touched[POSTS]}
    stays = set().union(*touched.values()) & written[PEOPLE].made
    for table in written.values():
        table.kept |= {pk for pk, person in table.person.items() if person in stays}


def _take_back(written: dict[str, _Written], tell: Callable[[int], None]) -> None:
    done = 0
    for file in reversed(MODELS):
        if file != PEOPLE:
            done += _remove(file, written[file])
            done += _restore(file, written[file])
            tell(done)
    done += _restore(PEOPLE, written[PEOPLE])
    with beyond_scope(Reach.UNDOING):
        done += _remove(PEOPLE, written[PEOPLE])
    tell(done)


def _remove(file: str, table: _Written) -> int:
    ids = sorted(table.made - table.kept)
    with connection.cursor() as cursor:
        name = MODELS[file]._meta.db_table
        cursor.execute(f"DELETE FROM {name} WHERE id = ANY(%s)", [ids])
    return len(ids)


def _restore(file: str, table: _Written) -> int:
    rows = [{**columns, "id": pk} for pk, columns in table.former.items() if pk not in table.kept]
    if not rows:
        return 0
    frame = pd.DataFrame(rows).assign(row=0)
    if file != PEOPLE:
        keys = dict(
            Cadre.objects.filter(pk__in=set(table.person.values())).values_list("pk", "key")
        )
        frame["cadre_key"] = [keys[table.person[pk]] for pk in frame["id"]]
    write_alone(file, Change(nothing(COLUMNS[file]).new, frame, 0))
    return len(rows)


def _said(written: dict[str, _Written]) -> dict[str, Any]:
    """Say what was removed, restored and kept, with the people whose rows were kept."""
    kept = [
        (file, table.person[pk])
        for file, table in written.items()
        for pk in sorted(table.kept)
        if pk in table.person
    ]
    names = Cadre.objects.in_bulk({person for _file, person in kept})
    listed = list(dict.fromkeys(kept))[:_LISTED]
    return {
        "removed": sum(len(table.made - table.kept) for table in written.values()),
        "restored": sum(len(set(table.former) - table.kept) for table in written.values()),
        "kept": sum(len(table.kept) for table in written.values()),
        "rows": [
            {"table": file, "key": names[pk].key, "name": names[pk].full_name}
            for file, pk in listed
            if pk in names
        ],
    }
