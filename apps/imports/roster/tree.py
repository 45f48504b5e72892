"""Whether the units of a folder, with those recorded, make a tree on every day."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd
from django.utils.translation import gettext as _

from apps.imports.roster.faults import Faults
from apps.imports.roster.periods import bounds, covers, merged, overlapping

FILE = "units.csv"
MAX_DEPTH = 30


def existence(placements: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """Return each unit's periods in the tree, joined where they touch, as day numbers."""
    starts, ends = bounds(placements)
    by_unit: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for key, start, end in zip(placements["key"], starts.tolist(), ends.tolist(), strict=True):
        by_unit[key][0].append(start)
        by_unit[key][1].append(end)
    return {key: merged(*periods) for key, periods in by_unit.items()}


def check_tree(placements: pd.DataFrame, known: set[str], faults: Faults) -> None:
    """Note every placement that breaks the tree.

    ``placements`` are the rows of the file and those recorded; ``row`` is 0 for the latter.
    ``known`` are the keys of all units, those of faulty rows included.
    """
    _check_each(placements, known, faults)
    _check_overlaps(placements, faults)
    _check_parents(placements, known, faults)
    _check_cycles(placements, faults)


def _note(faults: Faults, rows: pd.Series, column: str, reason: str) -> None:
    faults.add_rows(FILE, [row for row in rows if row], column, reason)


def _check_each(placements: pd.DataFrame, known: set[str], faults: Faults) -> None:
    starts, ends = bounds(placements)
    reason = _("the end is not after the start")
    _note(faults, placements["row"][ends <= starts], "end_on", reason)
    parents = placements["parent_key"]
    for row, parent in zip(placements["row"], parents, strict=True):
        if parent and parent not in known and row:
            faults.add(FILE, row, "parent_key", _("no unit has the key “%s”") % parent)
    reason = _("a unit cannot stand under itself")
    _note(faults, placements["row"][parents == placements["key"]], "parent_key", reason)
    kinds = placements.groupby("key")["kind"].nunique()
    for key in kinds.index[kinds > 1]:
        reason = _("the rows of unit %s name different kinds") % key
        _note(faults, placements.loc[placements["key"] == key, "row"], "kind", reason)


def _check_overlaps(placements: pd.DataFrame, faults: Faults) -> None:
    starts, ends = bounds(placements)
    groups = pd.factorize(placements["key"])[0]
    rows = placements["row"].tolist()
    for earlier, later in overlapping(groups, starts, ends):
        place = rows[later] or rows[earlier]
        other = rows[earlier] if rows[later] else 0
        where = _("row %s") % other if other else _("what is recorded")
        reason = _("the unit is placed twice on one day; see %s") % where
        faults.add(FILE, place, "start_on", reason)


def _check_parents(placements: pd.DataFrame, known: set[str], faults: Faults) -> None:
    exists = existence(placements)
    starts, ends = bounds(placements)
    columns = (placements["row"], placements["key"], placements["parent_key"])
    for row, key, parent, start, end in zip(*columns, starts, ends, strict=True):
        if not parent or parent not in exists or end <= start:
            continue
        if not covers(exists[parent], int(start), int(end)):
            reason = _("the unit would outlive its parent %(parent)s, or come before it")
            blamed = row or _row_of(placements, parent)
            note = reason % {"parent": parent} if row else _("unit %s stands under it") % key
            faults.add(FILE, blamed, "parent_key" if row else "end_on", note)


def _row_of(placements: pd.DataFrame, key: str) -> int:
    return int(placements.loc[placements["key"] == key, "row"].max())


def _check_cycles(placements: pd.DataFrame, faults: Faults) -> None:
    starts, ends = bounds(placements)
    above: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for key, parent, start, end in zip(
        placements["key"], placements["parent_key"], starts.tolist(), ends.tolist(), strict=True
    ):
        if parent and parent != key:
            above[key].append((parent, start, end))
    rows = zip(placements["row"], placements["key"], starts.tolist(), ends.tolist(), strict=True)
    for row, key, start, end in rows:
        if row and _comes_back(key, start, end, above):
            faults.add(FILE, row, "parent_key", _("the unit stands, further up, under itself"))


def _comes_back(
    key: str, start: int, end: int, above: dict[str, list[tuple[str, int, int]]]
) -> bool:
    """Whether climbing from a unit within a period leads back to it, or never ends."""
    at = [(key, start, end)]
    for _step in range(MAX_DEPTH):
        at = [
            (parent, max(start, first), min(end, last))
            for unit, start, end in at
            for parent, first, last in above.get(unit, ())
            if max(start, first) < min(end, last)
        ]
        if any(unit == key for unit, _start, _end in at):
            return True
        if not at:
            return False
    return True
