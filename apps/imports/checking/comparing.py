"""Comparing the settled rows of a file with what is recorded: new, corrected, unchanged."""

from __future__ import annotations

import hashlib
from datetime import datetime

import pandas as pd
from django.utils.translation import gettext as _

from apps.audit.selectors import changed_since
from apps.cadres.models import Appointment, Appraisal, Cadre, Qualification, Training
from apps.imports.checking.findings import Findings
from apps.imports.roster.matching import KEYS, Change, match, refine
from apps.imports.roster.tables import TABLES, UNITS, empty

Changes = dict[str, Change]
MODELS = {
    "cadres.csv": Cadre,
    "appointments.csv": Appointment,
    "qualifications.csv": Qualification,
    "trainings.csv": Training,
    "appraisals.csv": Appraisal,
}
COLUMNS = {table.file: table.usual for table in TABLES} | {
    "cadres.csv": ["key", "full_name", "born", "gender", "personal_number_index"]
}
# A new row that only makes one of these more exact is a correction of the recorded one.
_REFINED = {
    "appointments.csv": (["cadre_key", "unit_key", "is_primary"], "start_on"),
    "qualifications.csv": (["cadre_key", "kind", "level"], "awarded_on"),
    "trainings.csv": (["cadre_key", "category"], "completed_on"),
}
_SECRETS = {"row", "personal_number", "number"}


def compare(tables: dict[str, pd.DataFrame], held: dict[str, pd.DataFrame]) -> Changes:
    """Match the rows of every table with what is recorded; nothing recorded is removed."""
    changes = {UNITS.file: nothing(UNITS.names)}
    for file, rows in tables.items():
        keys, names = KEYS[file], COLUMNS[file]
        values = [name for name in names if name not in keys]
        change = match(rows, held[file], keys=keys, values=values)
        if file in _REFINED:
            refined, date = _REFINED[file]
            change = refine(change, held[file], keys=refined, date=date)
        changes[file] = change
    return changes


def nothing(names: list[str]) -> Change:
    """Return the change of a table of which a file says nothing."""
    rows = pd.DataFrame({name: pd.Series(dtype=object) for name in [*names, "row"]})
    return Change(rows, rows.assign(id=pd.Series(dtype="int64")), 0)


def resulting(change: Change, held: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that would stand: new, corrected, and recorded ones that stay (row 0)."""
    stays = held[~held["id"].isin(change.corrected["id"])].assign(row=0)
    parts = [part for part in (stays, change.corrected, change.new) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else change.new


def note_overtaken(changes: Changes, since: datetime, findings: Findings) -> None:
    """Note corrections of what somebody changed after the file was uploaded."""
    for file, model in MODELS.items():
        corrected = changes[file].corrected
        if corrected.empty:
            continue
        changed = changed_since(since, (model, "pgh_obj_id"))
        for row in corrected.loc[corrected["id"].isin(changed), "row"]:
            message = _(
                "Somebody changed this record after the file was uploaded. If the file is right,"
                " upload it again."
            )
            findings.conflict(row, "full_name", message)


def digest_of(changes: Changes) -> str:
    """Return a hash of all that would be written."""
    seal = hashlib.sha256()
    for file in sorted(changes):
        for part in (changes[file].new, changes[file].corrected):
            names = sorted(set(part.columns) - _SECRETS)
            seal.update(f"{file}{names}".encode())
            seal.update(part[names].to_csv(index=False, header=False).encode())
    return seal.hexdigest()


def blank(file: str) -> pd.DataFrame:
    """Return a table of which a file has no rows."""
    table = next(table for table in TABLES if table.file == file)
    return empty(table)
