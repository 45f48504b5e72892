"""Loading a folder: read, check, compare, write; all or nothing."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pandas as pd
from django.db import transaction

from apps.audit.history import acting
from apps.imports.roster import plan
from apps.imports.roster.faults import Faults, FaultyFolderError
from apps.imports.roster.filling import fill
from apps.imports.roster.matching import Change, Count, compare
from apps.imports.roster.posts import (
    FACTS,
    categories,
    check_keys,
    check_posts,
    check_references,
)
from apps.imports.roster.recorded import all_recorded
from apps.imports.roster.tables import Roster, ranks_are_known, read_tables
from apps.imports.roster.tree import check_tree, existence
from apps.imports.roster.writing import write


def load_roster(folder: Path, *, by: str, dry_run: bool = False) -> list[Count]:
    """Add a folder to what is recorded and say, file by file, what changed.

    Raises FaultyFolderError with every fault; then, and with ``dry_run``, nothing is written.
    """
    if not dry_run:
        # With a fault nothing of a first load stands; what follows finds and tells all of them.
        with suppress(FaultyFolderError):
            if counts := fill(folder, by=by):
                return counts
    faults = Faults()
    roster = read_tables(folder, faults)
    if any(fault.row <= 1 for fault in faults.found):
        # Without a whole file every row that refers to it would be called a fault.
        raise FaultyFolderError(faults)
    planned = plan.read(folder, faults)
    with transaction.atomic(), acting(by, reason="load_roster"):
        recorded = all_recorded()
        changes = _compare(roster, recorded, faults)
        _check(roster, recorded, changes, faults)
        if faults:
            raise FaultyFolderError(faults)
        counts = [
            Count(file, len(change.new), len(change.corrected), change.unchanged)
            for file, change in changes.items()
        ]
        if not dry_run:
            write(changes)
        if planned:
            counts.append(Count("plan.json", *plan.write(planned, by=by, dry_run=dry_run)))
    return counts


def _compare(roster: Roster, recorded: Roster, faults: Faults) -> dict[str, Change]:
    """Match every file with what is recorded, faulty rows left out."""
    ranks_are_known(roster["qualifications.csv"], faults)
    return {
        file: compare(file, _sound(rows, file, faults), recorded[file])
        for file, rows in roster.items()
    }


def _sound(frame: pd.DataFrame, file: str, faults: Faults) -> pd.DataFrame:
    """Return the rows that have no fault so far."""
    bad = {fault.row for fault in faults.found if fault.file == file}
    return frame[~frame["row"].isin(bad)] if bad else frame


def _check(roster: Roster, recorded: Roster, changes: dict[str, Change], faults: Faults) -> None:
    """Check what spans rows, on what would stand after the load."""
    placements = _resulting(changes["units.csv"], recorded["units.csv"])
    known_units = set(roster["units.csv"]["key"]) | set(recorded["units.csv"]["key"])
    known_cadres = set(roster["cadres.csv"]["key"]) | set(recorded["cadres.csv"]["key"])
    check_tree(placements, known_units, faults)
    check_keys(roster["cadres.csv"], faults)
    known = {"cadre_key": known_cadres, "unit_key": known_units, "category": categories()}
    for file in FACTS:
        check_references(roster[file], file, known, faults)
    posts = _resulting(changes["appointments.csv"], recorded["appointments.csv"])
    check_posts(posts, existence(placements), faults)


def _resulting(change: Change, recorded: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that would stand: new, corrected, and recorded ones that stay (row 0)."""
    stays = recorded[~recorded["id"].isin(change.corrected["id"])].assign(row=0)
    parts = [part for part in (stays, change.corrected, change.new) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else change.new
