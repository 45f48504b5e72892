"""Which columns each file has, and reading a folder into tables of text.

A table is a frame of text, one column for each column of the file in NFC, and ``row``, the row of
the file. The shape is checked here: encoding, headings, dates, codes, empty cells.
"""

from __future__ import annotations

import csv
import io
import warnings
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from apps.cadres.codes import (
    APPOINTMENT_KINDS,
    ENDINGS,
    GENDERS,
    LADDERS,
    MANAGED_BY,
    RATINGS,
    SENSITIVE_MARKS,
)
from apps.common.text import clean, clean_all
from apps.imports.roster import checks
from apps.imports.roster.checks import Check, short
from apps.imports.roster.faults import Faults
from apps.units.codes import UNIT_KINDS


@dataclass(frozen=True)
class Column:
    """A column: the check of a cell that is not empty, whether it may be empty or missing.

    A missing one counts as empty, unless it ``stays_out``: then what is recorded is left as it is.
    An empty cell stands for ``default``.
    """

    name: str
    check: Check
    may_be_empty: bool = False
    is_optional: bool = False
    stays_out: bool = False
    default: str = ""


@dataclass(frozen=True)
class Table:
    """A file of the folder."""

    file: str
    columns: tuple[Column, ...]
    is_optional: bool = False

    @property
    def names(self) -> list[str]:
        """The names of all columns, in order."""
        return [column.name for column in self.columns]

    @property
    def usual(self) -> list[str]:
        """The names of the columns that are there even if the file has none of them."""
        return [column.name for column in self.columns if not column.stays_out]


_KEY, _NAME = checks.key, short(200)
_LEVELS = tuple(dict.fromkeys(level for ladder in LADDERS.values() for level in ladder))
_YES_NO = checks.known(("yes", "no"))
_PERIOD = (
    Column("start_on", checks.date, may_be_empty=True),
    Column("end_on", checks.date, may_be_empty=True),
)


def _further(name: str, check: Check, default: str = "") -> Column:
    """Return a column that older folders do not have."""
    return Column(name, check, True, is_optional=True, stays_out=True, default=default)


UNITS = Table(
    "units.csv",
    (
        Column("key", _KEY),
        Column("name", _NAME),
        Column("kind", checks.known(UNIT_KINDS)),
        Column("parent_key", _KEY, may_be_empty=True),
        *_PERIOD,
        Column("code", _KEY, may_be_empty=True, is_optional=True),
    ),
)
CADRES = Table(
    "cadres.csv",
    (
        Column("key", _KEY),
        Column("full_name", _NAME),
        Column("born", checks.date, may_be_empty=True),
        Column("gender", checks.known(GENDERS), may_be_empty=True),
        *(_further(mark, _YES_NO) for mark in SENSITIVE_MARKS),
    ),
)
APPOINTMENTS = Table(
    "appointments.csv",
    (
        Column("cadre_key", _KEY),
        Column("unit_key", _KEY),
        Column("title", _NAME),
        Column("is_leadership", _YES_NO),
        Column("managed_by", checks.known(MANAGED_BY)),
        Column("is_primary", _YES_NO),
        *_PERIOD,
        Column("decision", short(100), may_be_empty=True, is_optional=True),
        _further("kind", checks.known(APPOINTMENT_KINDS), default="appointment"),
        _further("signed_on", checks.day),
        _further("ended_by", checks.known(ENDINGS)),
    ),
)
QUALIFICATIONS = Table(
    "qualifications.csv",
    (
        Column("cadre_key", _KEY),
        Column("kind", checks.known(tuple(LADDERS))),
        Column("level", checks.known(_LEVELS)),
        Column("awarded_on", checks.date, may_be_empty=True),
        Column("name", _NAME, may_be_empty=True, is_optional=True),
    ),
)
TRAININGS = Table(
    "trainings.csv",
    (
        Column("cadre_key", _KEY),
        Column("category", _KEY),
        Column("completed_on", checks.date, may_be_empty=True),
        Column("name", _NAME, may_be_empty=True, is_optional=True),
    ),
)
APPRAISALS = Table(
    "appraisals.csv",
    (
        Column("cadre_key", _KEY),
        Column("year", checks.year),
        Column("rating", checks.known(RATINGS)),
    ),
    is_optional=True,
)
TABLES = (UNITS, CADRES, APPOINTMENTS, QUALIFICATIONS, TRAININGS, APPRAISALS)

Roster = dict[str, pd.DataFrame]


def read_tables(folder: Path, faults: Faults) -> Roster:
    """Read every file of the folder into text, noting faults of shape; faulty cells stay in."""
    return {table.file: read_table(folder, table, faults) for table in TABLES}


def empty(table: Table) -> pd.DataFrame:
    """Return a table without rows."""
    return pd.DataFrame({name: pd.Series(dtype=object) for name in [*table.usual, "row"]})


def read_table(folder: Path, table: Table, faults: Faults) -> pd.DataFrame:
    """Read one file of the folder, as ``read_tables`` does."""
    text = _text(folder / table.file, table, faults)
    if text is None:
        return empty(table)
    try:
        frame = _parsed(text)
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError):
        _find_ragged_rows(text, table, faults)
        return empty(table)
    return _shaped(frame, table, faults)


def _parsed(text: str) -> pd.DataFrame:
    with warnings.catch_warnings():
        # Else cells without a heading would be dropped.
        warnings.simplefilter("error", pd.errors.ParserWarning)
        return pd.read_csv(
            io.StringIO(text),
            dtype=object,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            index_col=False,
        )


def _text(path: Path, table: Table, faults: Faults) -> str | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        if not table.is_optional:
            faults.add(table.file, 0, "", _("the file is missing"))
        return None
    except OSError:
        faults.add(table.file, 0, "", _("the file cannot be read"))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        faults.add(table.file, row, "", _("not UTF-8 text: save the file as CSV UTF-8"))
        return None


def _find_ragged_rows(text: str, table: Table, faults: Faults) -> None:
    rows = csv.reader(io.StringIO(text))
    width = len(next(rows, []))
    if not width:
        faults.add(table.file, 1, "", _("the row of headings is missing"))
    before = len(faults.found)
    # A cell of any size breaks off the reading; what was found by then is told.
    with suppress(csv.Error):
        for number, cells in enumerate(rows, start=2):
            if len(cells) > width:
                reason = _("%(found)s cells under %(width)s headings")
                faults.add(table.file, number, "", reason % {"found": len(cells), "width": width})
    if width and len(faults.found) == before:
        faults.add(table.file, 0, "", _("the file cannot be read as CSV"))


def _shaped(frame: pd.DataFrame, table: Table, faults: Faults) -> pd.DataFrame:
    frame.columns = [clean(str(name)) for name in frame.columns]
    missing = [c for c in table.columns if c.name not in frame and not c.is_optional]
    for column in missing:
        faults.add(table.file, 1, column.name, _("the column is missing"))
    if missing:
        return empty(table)
    for name in set(frame.columns) - set(table.names):
        faults.add(table.file, 1, name, _("the column is not known"))
    frame["row"] = range(2, len(frame) + 2)
    columns = [column for column in table.columns if column.name in frame or not column.stays_out]
    names = [column.name for column in columns]
    shaped = frame.reindex(columns=[*names, "row"], fill_value="")
    coded = {name: _coded(shaped[name]) for name in names}
    full = ~_blank(list(coded.values()))
    rows = shaped["row"].to_numpy()[full]
    cells: dict[str, Any] = {}
    for column in columns:
        places, cleaned = coded[column.name]
        _check(cleaned, places[full], rows, column, table, faults)
        values = [text or column.default for text in cleaned]
        cells[column.name] = np.asarray(values, dtype=object)[places[full]]
    return pd.DataFrame({**cells, "row": rows}, copy=False)


# A column's cells as places in the list of its distinct values.
_Coded = tuple[np.ndarray, list[str]]


def _coded(cells: pd.Series) -> _Coded:
    """Clean a column, looking at each distinct value once."""
    places, distinct = pd.factorize(cells.fillna("").to_numpy(dtype=object))
    return places, clean_all(distinct.tolist())


def _blank(columns: list[_Coded]) -> np.ndarray:
    """Tell which rows hold nothing, as below a table that a spreadsheet wrote."""
    blank = np.ones(len(columns[0][0]), dtype=bool)
    for places, cleaned in columns:
        empty = [place for place, text in enumerate(cleaned) if not text]
        blank &= np.isin(places, empty) if empty else False
    return blank


def _check(
    cleaned: list[str],
    places: np.ndarray,
    rows: np.ndarray,
    column: Column,
    table: Table,
    faults: Faults,
) -> None:
    for place, value in enumerate(cleaned):
        if value:
            reason = column.check(value)
        else:
            reason = None if column.may_be_empty else _("must not be empty")
        if reason:
            faults.add_rows(table.file, rows[places == place], column.name, reason)


def ranks_are_known(frame: pd.DataFrame, faults: Faults) -> None:
    """Note levels that are not on the ladder of their kind."""
    for (kind, level), rows in frame.groupby(["kind", "level"])["row"]:
        if kind in LADDERS and level in _LEVELS and level not in LADDERS[kind]:
            reason = _("“%(level)s” is not a level of %(kind)s: %(levels)s") % {
                "level": level,
                "kind": kind,
                "levels": ", ".join(LADDERS[kind]),
            }
            faults.add_rows(QUALIFICATIONS.file, rows, "level", reason)
